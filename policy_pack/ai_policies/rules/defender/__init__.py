"""Rules: defender."""
