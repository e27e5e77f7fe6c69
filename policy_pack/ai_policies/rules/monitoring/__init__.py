"""Rules for logs and telemetry."""
