"""Reads what the engine wrote (events, state) and what the project knows about rules; writes evidence for people."""
