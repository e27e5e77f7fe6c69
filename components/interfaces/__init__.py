"""Interfaces with one shape in every component: private endpoint, diagnostics, roles, lock, identities, key, tags."""
