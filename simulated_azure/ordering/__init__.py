"""Whether the order of a deployment is safe and short: which writes may overlap, what each dependency is good for."""
