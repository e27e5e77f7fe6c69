"""Connections: what projects, accounts and workspaces reach data, tools and models through."""

FOUNDRY = (
    "Microsoft.CognitiveServices/accounts/connections",
    "Microsoft.CognitiveServices/accounts/projects/connections",
)
"""Connections of Foundry accounts and projects."""
ALL = (*FOUNDRY, "Microsoft.MachineLearningServices/workspaces/connections")
"""Those, and the ones of Machine Learning workspaces and hubs, which have the same properties."""
