"""Generated reference: the schema of stack files, and the pages on settings and components."""
