"""The rules of this project as ordinary policies, without the dispatching analyzer; all advisory: cost, not verdict."""

import sys
from pathlib import Path

from pulumi_policy import EnforcementLevel, PolicyPack

sys.path.insert(0, str(Path(__file__).resolve().parents[4] / "policy_pack"))

from ai_policies.kit import stock
from ai_policies.kit.registry import all_rules
from ai_policies.kit.session import Session

RULES = all_rules()
POLICIES = stock.policies(RULES, Session(RULES))
for policy in POLICIES:
    policy.enforcement_level = EnforcementLevel.ADVISORY
PolicyPack("stock", policies=POLICIES)
