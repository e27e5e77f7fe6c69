"""Starts the pack: rules, session and analyzer."""

import gc
import sys

from pulumi_policy import EnforcementLevel, PolicyPack

from ai_policies.kit import servicer, stock
from ai_policies.kit.registry import all_rules
from ai_policies.kit.session import Session

NAME = "ai-policies"


def start() -> None:
    """Serve the engine until it hangs up."""
    rules = all_rules()
    session = Session(rules)
    if not servicer.install(session):
        sys.stderr.write(f"{NAME}: pulumi-policy is not {servicer.PINNED}: running on its own, slower analyzer\n")
    # What was loaded so far lives as long as the process: the collector need not look through it again and again.
    gc.freeze()
    PolicyPack(NAME, policies=stock.policies(rules, session), enforcement_level=EnforcementLevel.MANDATORY)
