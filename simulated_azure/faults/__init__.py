"""Planned faults: what goes wrong, where, when and how often. A world keeps its plan, so every process obeys it."""
