"""The project's body of knowledge: data with a schema, and the generators that carry it to its users."""
