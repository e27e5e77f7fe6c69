"""Events as the engine streams them, with messages that the pack itself writes."""

import functools
import json
from datetime import date
from pathlib import Path

import jsonschema

from ai_policies.kit import messages
from ai_policies.kit.findings import Unknown, Violated
from ai_policies.kit.registry import all_rules
from ai_policies.kit.settings import Waiver
from assurance.policy import catalogue, events
from assurance.policy.model import Place

RULES = {rule.id: rule for rule in all_rules()}
RULE = RULES["storage-shared-key-off"]
URN = "urn:pulumi:sandbox::ai-landing-zone::azure-native:storage:StorageAccount::models"
FALLBACK = Place("stacks/Pulumi.sandbox.yaml")
DATA = Path(__file__).parent / "data"
WAIVER = Waiver(RULE.id, "*::models", "it knows no tokens", "data platform", date(2030, 1, 31), "SEC-1")


def policy_event(kind, *, rule=RULE.id, urn=URN, path="allowSharedKeyAccess", message=""):
    wrong = messages.violated(RULES[rule], "StorageAccount 'models'", [Violated("is true", path)], "file.json")
    text = (
        message
        or {
            "violated": wrong,
            "waived": messages.waived(wrong, WAIVER),
            "unknown": messages.unknown(RULES[rule], "StorageAccount 'models'", Unknown(path)),
        }[kind]
    )
    return {
        "policyEvent": {
            "resourceUrn": urn,
            "message": f"{text}\n",
            "policyName": rule,
            "policyPackName": "ai-policies",
            "policyPackVersion": "0.1.0",
            "enforcementLevel": "mandatory" if kind == "violated" else "advisory",
            "severity": RULES[rule].severity.value,
        }
    }


def summary(result="succeeded"):
    return {"summaryEvent": {"PolicyPacks": {"ai-policies|local|policy_pack": "0.1.0"}, "result": result}}


@functools.cache
def sarif_schema():
    return jsonschema.Draft4Validator(json.loads((DATA / "sarif-2.1.0-rtm.5.json").read_text()))


@functools.cache
def pack_rules():
    return catalogue.rules()


def run_of(*found, places=None, **changes):
    lines = [json.dumps(event) for event in found]
    given = {
        "rules": pack_rules(),
        "places": places or {},
        "fallback": FALLBACK,
        "stack": "sandbox",
        "source": "preview",
    }
    return events.read(lines, **(given | changes))
