"""Microsoft.Insights: Application Insights, diagnostic settings, private link scopes, action groups."""
