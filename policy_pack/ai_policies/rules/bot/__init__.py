"""Rules: bot."""
