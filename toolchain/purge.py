"""`make purge`: what soft delete holds of this stack, what may be purged of it, and what to do about the rest."""

from collections.abc import Sequence

from toolchain import lifecycle, soft_delete
from toolchain.console import agreed, say
from toolchain.errors import ToolchainError
from toolchain.layout import Layout
from toolchain.pulumi import Cli
from toolchain.soft_delete import Kept


def purge(layout: Layout, extra: Sequence[str] = (), *, yes: bool) -> int:
    """Shows the plan, asks, then purges; the exit code is 1 when the user says no.

    Args:
        layout: the checkout.
        extra: `--config-file FILE` names another stack file.
        yes: do not ask.

    Raises:
        ToolchainError: the world or the stack file cannot be read, or Azure refuses a purge.
    """
    cli = lifecycle.prepare(layout)
    found = soft_delete.kept(cli, extra)
    if not found:
        say("soft delete holds nothing of this stack")
        return 0
    say(describe(found))
    going = [each for each in found if each.purgeable]
    if going and not yes and not agreed("make purge"):
        say("nothing changed")
        return 1
    for each in going:
        _purge(cli, each)
    staying = [each for each in found if not each.purgeable]
    say(_advice(staying, int(soft_delete.settings(cli, extra).get("naming", {}).get("incarnation", 1))))
    return 0


def describe(found: Sequence[Kept]) -> str:
    """The plan, one line a resource."""
    return "\n".join(["soft delete holds of this stack:", *(f"  {_intent(each)}" for each in found)])


def _intent(each: Kept) -> str:
    if each.purgeable:
        return f"purge  {each.type} {each.name} (kept until {each.until_date} otherwise)"
    reason = "purge protection" if each.protected else "this type has no purge"
    return f"keep   {each.type} {each.name} until {each.until_date}: {reason}"


def _purge(cli: Cli, each: Kept) -> None:
    say(f"purging {each.name}")
    result = cli.simulated_azure("purge", each.id)
    if result.returncode != 0:
        raise ToolchainError(f"{each.id} cannot be purged: {result.stderr.strip()}", "run `make purge` again")


def _advice(staying: Sequence[Kept], incarnation: int) -> str:
    if not any(each.incarnation == incarnation for each in staying):
        return "nothing holds the names of the next `make up`"
    return (
        "names that the stack file asks for are still held. Two ways on:\n"
        "  a new incarnation: `make up` raises settings.naming.incarnation by itself\n"
        "  the old resource: recover it and import it (docs/how-to/tear-down-and-purge.md)"
    )
