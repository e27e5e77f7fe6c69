"""Microsoft.CognitiveServices: Foundry accounts, projects, models, guardrails, connections."""
