"""What the real engine streams becomes reports: right verdict, right resource, right line."""

from __future__ import annotations

import json
from pathlib import Path

from assurance.policy import __main__ as command
from tests.engine.harness import PACK, ROOT, Deployment, toolchain

PROGRAM = """import pulumi
import pulumi_azure_native as az

az.search.Service("search", resource_group_name="rg", search_service_name="srch-x", sku={"name": "standard"},
    disable_local_auth=False, public_network_access="disabled")
"""
PROJECT = "name: reports\nruntime:\n  name: python\n  options:\n    toolchain: pip\n    virtualenv: {venv}\n"
WAIVER = {"rule": "search-tier", "urn": "*", "reason": "r", "owner": "o", "ticket": "T-1", "expires": "2020-01-31"}


def test_a_breach_is_reported_at_its_line(tmp_path: Path) -> None:
    program = tmp_path / "program"
    (program / "stacks" / "policy").mkdir(parents=True)
    (program / "Pulumi.yaml").write_text(PROJECT.format(venv=ROOT / ".venv"), encoding="utf-8")
    (program / "__main__.py").write_text(PROGRAM, encoding="utf-8")
    live = {**WAIVER, "rule": "search-customer-key", "expires": "2999-01-31"}
    settings = json.dumps({"waivers": [live, WAIVER]})
    (program / "stacks" / "policy" / "reports.json").write_text(settings, encoding="utf-8")
    deployment = Deployment(tmp_path, program=program, stack="reports")
    calls = tmp_path / "calls.jsonl"
    deployment.environment |= {"PULUMI_ENABLE_STREAMING_JSON_PREVIEW": "1", "PULUMI_DEBUG_GRPC": str(calls)}
    events = tmp_path / "events.jsonl"
    streamed = deployment.preview("--json", "--policy-pack", str(PACK)).must_fail().output
    events.write_text("\n".join(line for line in streamed.splitlines() if line.startswith("{")), encoding="utf-8")
    arguments = ["--events", str(events), "--calls", str(calls), "--root", str(program)]
    assert command.main([*arguments, "--out", str(tmp_path / "out"), "--stack", "reports"]) == command.STOPPED
    results = json.loads((tmp_path / "out" / "results.json").read_text(encoding="utf-8"))["results"]
    found = {result["rule"]["id"]: result for result in results if result["urn"].endswith("::search")}
    assert found["search-local-auth-off"]["stops"]
    assert found["search-local-auth-off"]["place"] == {"file": "__main__.py", "line": 4, "exact": True}
    assert found["search-customer-key"]["status"] == "waived"
    assert "search-public-network-off" not in found


def test_make_policy_judges_the_program_and_the_deployed_state(tmp_path: Path) -> None:
    deployment = Deployment(tmp_path)
    out = tmp_path / "out"
    nothing = toolchain(deployment, "policy", "--out", str(out)).must_fail().output
    assert "nothing is deployed that could be judged" in nothing
    assert (
        "no breach in the preview" in toolchain(deployment, "policy", "--preview", "--out", str(out)).must_pass().output
    )
    judged = json.loads((out / "results.json").read_text(encoding="utf-8"))
    assert judged["source"] == "preview"
    assert judged["resources"] > 100
    unknown = [result for result in judged["results"] if result["status"] == "unknown"]
    assert unknown
    assert all(result["place"]["exact"] for result in unknown if result["urn"])
    assert all((ROOT / result["place"]["file"]).is_file() for result in judged["results"])
    deployment.up().must_pass()
    assert "no breach in what is deployed" in toolchain(deployment, "policy", "--out", str(out)).must_pass().output
