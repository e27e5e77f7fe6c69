"""A pack whose only policy is disabled: what the engine's calls cost by themselves. The SDK refuses a pack of none."""

from pulumi_policy import EnforcementLevel, PolicyPack, ResourceValidationPolicy

NOTHING = ResourceValidationPolicy(
    name="nothing",
    description="Nothing.",
    validate=lambda _args, _report: None,
    enforcement_level=EnforcementLevel.DISABLED,
)
PolicyPack("null", policies=[NOTHING])
