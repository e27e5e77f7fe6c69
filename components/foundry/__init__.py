"""Foundry account, project, guardrail and model deployments."""
