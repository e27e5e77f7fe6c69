"""Rules for Machine Learning."""
