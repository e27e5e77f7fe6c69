"""Azure Resource Graph: a small evaluator of its query language. What it does not know it refuses by name."""
