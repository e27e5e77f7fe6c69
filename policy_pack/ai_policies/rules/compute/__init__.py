"""Rules for machines and clusters."""
