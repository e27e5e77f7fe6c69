"""How a machine gets from a checkout to a running landing zone: installs, environment, life cycle.

Standard library only: `setup` runs before anything is installed.
"""
