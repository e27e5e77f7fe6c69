"""The Azure Resource Manager kernel: what holds for every resource type."""
