"""Rules, by service."""
