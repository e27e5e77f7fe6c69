"""Rules for AI accounts, deployments, guardrails and connections."""
