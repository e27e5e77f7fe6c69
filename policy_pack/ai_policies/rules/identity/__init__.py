"""Rules for identities and access."""
