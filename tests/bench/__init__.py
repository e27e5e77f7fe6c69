"""Benchmarks: one module a section, one file of results a section, one page made of all of them."""
