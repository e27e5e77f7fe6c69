"""Rules for Storage."""
