"""Rules for Container Apps."""
