"""JUnit XML, as test reporters of build servers read it: one suite a service, one case for a rule on a resource."""

import re
from collections.abc import Iterable
from xml.etree import ElementTree as ET

from assurance.policy.model import Result, Rule, Run, Status

# XML 1.0 has no place for these, escaped or not.
_FORBIDDEN = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")


def write(run: Run) -> str:
    """The run as one document.

    A violation that stops a deployment is a failure, a rule that crashed an error. Unknown and waived are skipped with
    their message; notes and remediations pass and say so in the output. A rule without a result is a case that passed,
    one that the stack switched off is skipped.
    """
    suites: dict[str, ET.Element] = {}
    concerned: set[str] = set()
    for result in run.results:
        concerned.add(result.rule.id)
        _fill(_case(suites, result.rule, result.resource), result)
    for rule in run.rules:
        if rule.id not in concerned:
            case = _case(suites, rule, "all resources")
            if rule.id in run.disabled:
                ET.SubElement(case, "skipped", message=f"disabled: {run.disabled[rule.id]}")
    for place, text in enumerate(run.errors):
        case = _case(suites, Rule("run", "The stack can be judged"), f"error {place + 1}")
        ET.SubElement(case, "error", type="run", message=text.partition("\n")[0]).text = text
    root = ET.Element("testsuites", name=f"policy {run.stack} ({run.source})")
    for name in sorted(suites):
        root.append(suites[name])
    for element in (root, *suites.values()):
        _count(element, suites.values() if element is root else [element])
    ET.indent(root)
    # Forbidden characters are no markup: what the serialiser let through can be replaced in the whole text.
    return (
        _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", ET.tostring(root, encoding="unicode", xml_declaration=True)) + "\n"
    )


def _case(suites: dict[str, ET.Element], rule: Rule, name: str) -> ET.Element:
    service = rule.service or "other"
    suite = suites.setdefault(service, ET.Element("testsuite", name=service))
    return ET.SubElement(suite, "testcase", classname=f"{service}.{rule.id}", name=name, time="0")


def _fill(case: ET.Element, result: Result) -> None:
    text = "\n".join(result.messages)
    case.set("file", result.place.file)
    case.set("line", str(result.place.line))
    if result.status is Status.FAILED:
        ET.SubElement(case, "error", type="rule failed", message=result.rule.title).text = text
    elif result.stops:
        kind = f"{result.rule.severity} {result.level}"
        ET.SubElement(case, "failure", type=kind, message=result.rule.title).text = text
    elif result.status in {Status.UNKNOWN, Status.WAIVED}:
        ET.SubElement(case, "skipped", message=f"{result.status.value}: {text}")
    else:
        ET.SubElement(case, "system-out").text = f"{result.status.value}: {text}"


def _count(element: ET.Element, suites: Iterable[ET.Element]) -> None:
    listed = list(suites)
    element.set("tests", str(sum(len(suite.findall("testcase")) for suite in listed)))
    for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        element.set(attribute, str(sum(len(suite.findall(f"testcase/{tag}")) for suite in listed)))
