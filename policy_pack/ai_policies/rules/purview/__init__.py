"""Rules: purview."""
