"""Rules for Cosmos DB."""
