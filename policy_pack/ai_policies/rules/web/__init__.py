"""Rules: web."""
