"""Rules for Container Registry."""
