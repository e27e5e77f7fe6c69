"""What holds for every test."""

from hypothesis import settings

# Time limits on single examples say how busy the machine is, not whether the code is right.
settings.register_profile("project", deadline=None)
settings.load_profile("project")
