"""Rules for AI on Azure: a Pulumi policy pack that stands alone."""
