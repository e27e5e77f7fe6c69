"""Rules for how the pack itself is used."""
