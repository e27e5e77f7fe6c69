"""The secured AI landing zone: settings, plan, and the composition of the components."""
