"""What a rule contributes to, in SARIF's two forms: tags for people to filter by, taxonomies with the whole mapping."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Final

from assurance.policy.model import Rule
from knowledge.frameworks import Framework, frameworks

TAG_LIMIT: Final = 10
"""GitHub shows ten tags of a rule, warns beyond them and refuses a file with more than 20 (docs.github.com, "SARIF
results exceed one or more limits")."""

# The frameworks whose requirements come first when a rule has more tags than are shown; `OWASP-` + `LLM01:2025`.
_PREFIXES: Final = {
    "owasp-llm-2025": "OWASP-",
    "owasp-agentic-2026": "OWASP-",
    "owasp-mcp-2025": "OWASP-",
    "mitre-atlas": "MITRE-ATLAS-",
    "mcsb-v2": "MCSB-",
    "owasp-llm-2026": "OWASP-",
    "caf-secure-ai": "CAF-SECURE-AI-",
    "nist-ai-rmf": "NIST-AI-RMF-",
}


def tags(rule: Rule) -> list[str]:
    """What the rule is about, then what it contributes to, as far as there is room."""
    own = ["security", *filter(None, (rule.service.replace("_", "-"), rule.control))]
    return list(islice((*own, *_contributions(rule)), TAG_LIMIT))


def taxonomies() -> list[dict[str, Any]]:
    """Every framework as a taxonomy with all its requirements, for `run.taxonomies`."""
    return [_taxonomy(framework) for framework in frameworks().values()]


def supported() -> list[dict[str, Any]]:
    """References to the taxonomies, for `tool.driver.supportedTaxonomies`."""
    return [{"name": name, "index": index} for index, name in enumerate(frameworks())]


def relationships(rule: Rule) -> list[dict[str, Any]]:
    """References from a rule to every requirement that it contributes to."""
    index = {name: place for place, name in enumerate(frameworks())}
    return [
        {"target": {"id": id_, "toolComponent": {"name": name, "index": index[name]}}, "kinds": ["relevant"]}
        for name, ids in rule.requirements.items()
        for id_ in ids
    ]


def _contributions(rule: Rule) -> Iterator[str]:
    for name, prefix in _PREFIXES.items():
        for id_ in rule.requirements.get(name, ()):
            yield f"{prefix}{id_}".replace(" ", "-")


def _taxonomy(framework: Framework) -> dict[str, Any]:
    return {
        "name": framework.id,
        "fullName": framework.title,
        "shortDescription": {"text": f"{framework.title}: {framework.complete}."},
        "informationUri": framework.source,
        # Of ATLAS's techniques only those that the catalogue names are listed.
        "isComprehensive": not framework.techniques,
        "taxa": [_taxon(id_, title) for id_, title in _entries(framework)],
    }


def _entries(framework: Framework) -> Sequence[tuple[str, str]]:
    return [*((item.id, item.title) for item in framework.requirements), *framework.techniques.items()]


def _taxon(id_: str, title: str) -> dict[str, Any]:
    return {"id": id_, "shortDescription": {"text": title}}
