"""What must go together does: targets and help, components and their tests, pins in several places."""

import json
import re
import subprocess
import sys
from pathlib import Path

import yaml

from toolchain import layout, plugins

ROOT = Path(__file__).resolve().parents[2]
NO_SERVICE = {"interfaces", "__pycache__"}


def services() -> list[Path]:
    return sorted(path for path in (ROOT / "components").iterdir() if path.is_dir() and path.name not in NO_SERVICE)


def test_every_target_of_the_makefile_is_in_help():
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z][a-z-]*):(?!=)", makefile, re.MULTILINE))
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert targets == set(re.findall(r"^  make ([a-z-]+)", shown, re.MULTILINE))


def test_every_target_of_the_makefile_is_phony():
    makefile = (ROOT / "Makefile").read_text().replace("\\\n", " ")
    targets = set(re.findall(r"^([a-z][a-z-]*):(?!=)", makefile, re.MULTILINE))
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony is not None
    assert set(phony[1].split()) == targets


def test_every_component_has_arguments_an_implementation_and_a_test():
    missing = [
        f"components/{service.name}/{name}"
        for service in services()
        for name in ("args.py", "component.py")
        if not (service / name).is_file()
    ]
    tests = "\n".join(path.read_text() for path in (ROOT / "tests" / "unit" / "components").rglob("*.py"))
    missing += [
        f"a test in tests/unit/components that imports components.{service.name}"
        for service in services()
        if not re.search(rf"(from|import) components\.{service.name}\b", tests)
    ]
    assert missing == []


def test_helpers_of_tests_have_names_of_their_own():
    """They are imported by bare name: of two with one name, whoever comes first would win."""
    folders = [
        conftest.parent for conftest in (ROOT / "tests").rglob("conftest.py") if "sys.path" in conftest.read_text()
    ]
    helpers = [path.stem for folder in folders for path in folder.glob("[!_]*.py") if not path.name.startswith("test_")]
    shared = [name for name in helpers if name != "conftest"]
    assert sorted(shared) == sorted(set(shared))
    assert not set(shared) & sys.stdlib_module_names


def test_the_entry_point_stays_small():
    assert len((ROOT / "__main__.py").read_text().splitlines()) <= 20


def test_versions_agree():
    requirements = (ROOT / "requirements.txt").read_text()
    assert f"pulumi-azure-native=={layout.AZURE_NATIVE_VERSION}\n" in requirements
    assert f"github.com/pulumi/pulumi/sdk/v3 v{layout.PULUMI_VERSION}" in (ROOT / "toolchain" / "go.mod").read_text()
    assert plugins.AZURE_NATIVE.endswith(layout.AZURE_NATIVE_VERSION)


def test_requirements_are_pinned_exactly():
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = [line.split(" #")[0].strip() for line in (ROOT / name).read_text().splitlines()]
        loose = [
            line
            for line in lines
            if line and not line.startswith(("#", "-r ")) and not re.fullmatch(r"[\w.-]+==[\w.]+", line)
        ]
        assert loose == []


def test_the_project_file_names_what_the_toolchain_assumes():
    project = yaml.safe_load((ROOT / "Pulumi.yaml").read_text())
    assert project["name"] == "ai-landing-zone"
    assert project["stackConfigDir"] == "stacks"
    assert project["runtime"]["options"]["virtualenv"] == ".venv"


def test_the_sandbox_has_a_salt():
    """Without one the first command would rewrite the tracked file."""
    stack = yaml.safe_load((ROOT / "stacks" / f"Pulumi.{layout.STACK}.yaml").read_text())
    assert stack["encryptionsalt"].startswith("v1:")


def test_the_schema_is_json():
    assert json.loads((ROOT / "stacks" / "schema.json").read_text())["$schema"]


def test_links_in_the_documentation_lead_somewhere():
    """Relative links of every page, and their anchors."""
    broken: list[str] = []
    for page in pages():
        for target in targets(page):
            path, _, anchor = target.partition("#")
            file = (page.parent / path).resolve() if path else page
            if not file.exists() or (anchor and anchor not in anchors(file)):
                broken.append(f"{page.relative_to(ROOT)}: {target}")
    assert broken == []


def test_every_page_of_the_documentation_can_be_reached():
    """From the index or from a page beside it."""
    linked = {(page.parent / target.partition("#")[0]).resolve() for page in pages() for target in targets(page)}
    unlinked = [str(page.relative_to(ROOT)) for page in pages() if page not in linked]
    assert unlinked == ["README.md"], "link the page from docs/README.md or from its neighbour"


def pages() -> list[Path]:
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def targets(page: Path) -> list[str]:
    """Relative targets of links; what stands in code is none."""
    prose = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    return [target for target in re.findall(r"\]\(([^)\s]+)\)", prose) if not re.match(r"[a-z]+:", target)]


def anchors(page: Path) -> set[str]:
    """Anchors as the usual renderers make them of headings."""
    text = page.read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    given = re.findall(r'<a id="([^"]+)">', text)
    return {*given, *(re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings)}
