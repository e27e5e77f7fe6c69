"""Managed identities: user-assigned, by list of resource ids."""
