"""Reusable Pulumi components of a secured AI landing zone on Azure."""
