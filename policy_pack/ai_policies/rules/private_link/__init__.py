"""Rules for private endpoints and their DNS."""
