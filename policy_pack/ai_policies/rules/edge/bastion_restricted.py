"""Bastion hosts share no links, copy no files and no clipboard."""

from collections.abc import Iterator

from ai_policies.kit import Finding, Resource, ResourceRule, Severity


def check(resource: Resource) -> Iterator[Finding]:
    """Bastion hosts share no links, copy no files and no clipboard."""
    yield from resource.refuse("enableShareableLink", True)
    yield from resource.refuse("enableFileCopy", True)
    if resource.parameters.get("copy_paste_allowed") is not True:
        yield from resource.expect("disableCopyPaste", True)


RULE = ResourceRule(
    id="bastion-restricted",
    control="EDG-009",
    title="Bastion hosts share no links, copy no files and no clipboard",
    severity=Severity.MEDIUM,
    types=("Microsoft.Network/bastionHosts",),
    remedy=(
        "Write `disable_copy_paste=True` in BastionHost(...) and leave shareable links and file copy out; "
        "`copy_paste_allowed` in the `parameters` of the stack's policy settings permits the clipboard."
    ),
    url="https://learn.microsoft.com/azure/bastion/configuration-settings",
    parameters={"copy_paste_allowed": False},
    check=check,
    fix={"enableShareableLink": False, "enableFileCopy": False, "disableCopyPaste": True},
)
