"""Entry point of the Pulumi program: everything is in `landing_zone`."""

from landing_zone import deploy

deploy()
