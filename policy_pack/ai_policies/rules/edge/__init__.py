"""Rules: edge."""
