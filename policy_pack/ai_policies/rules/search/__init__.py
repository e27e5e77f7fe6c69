"""Rules for AI Search."""
