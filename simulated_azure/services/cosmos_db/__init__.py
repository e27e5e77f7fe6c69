"""Microsoft.DocumentDB: accounts, SQL databases, containers and data-plane roles."""
