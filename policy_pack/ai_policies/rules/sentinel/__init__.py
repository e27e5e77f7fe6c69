"""Rules: sentinel."""
