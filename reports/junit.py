"""`junit.xml`: one test case a requirement, for CI systems."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from reports.curl import line
from reports.events import Verdict
from reports.known_failures import NONE, Known
from reports.verdicts import RequirementVerdict, Run
from reports.words import one_line, visible

# What no XML 1.0 document can hold, not even as a reference; `visible` has written out most of it.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def text(run: Run, known: Known = NONE) -> str:
    """The text of `junit.xml`: a suite an area, a case a requirement.

    A deviation is a failure (a known one is skipped, with its reason), an error an error; what is
    untestable or deferred is skipped with its reason.
    """
    root = ET.Element("testsuites", name="xai-conformance", time=f"{run.seconds:.3f}")
    suites: dict[str, ET.Element] = {}
    for found in run.requirements.values():
        suite = suites.get(found.area)
        if suite is None:
            suite = suites[found.area] = ET.SubElement(root, "testsuite", name=_xml(found.area))
        _case(suite, found, run, known)
    for suite in suites.values():
        _count(suite)
        if run.started is not None:
            suite.set("timestamp", _timestamp(run.started))
    _count(root)
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _timestamp(seconds: float) -> str:
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
    except (OverflowError, ValueError, OSError):
        return datetime.fromtimestamp(0, UTC).isoformat(timespec="seconds")


def _count(element: ET.Element) -> None:
    cases = list(element.iter("testcase"))
    element.set("tests", str(len(cases)))
    for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        element.set(attribute, str(sum(case.find(tag) is not None for case in cases)))


def _case(suite: ET.Element, found: RequirementVerdict, run: Run, known: Known) -> None:
    case = ET.SubElement(
        suite,
        "testcase",
        classname=_xml(found.area),
        name=_xml(found.id),
        time=f"{found.seconds:.3f}",
    )
    if found.verdict is Verdict.DEVIATES and (entry := known.covered.get(found.id)):
        ET.SubElement(case, "skipped", message=_xml(f"known failure: {one_line(entry.reason, 300)}"))
    elif found.verdict is Verdict.DEVIATES:
        _verdict(case, "failure", found).text = _xml(_evidence(found, run))
    elif found.verdict is Verdict.ERROR:
        _verdict(case, "error", found).text = _xml(visible(found.message))
    elif found.verdict in {Verdict.UNTESTABLE, Verdict.DEFERRED}:
        reason = one_line(found.message, 300) or "no reason given"
        ET.SubElement(case, "skipped", message=_xml(f"{found.verdict}: {reason}"))
    if found.observations:
        seen = "\n".join(f"{one_line(o.what)}: {one_line(str(o.value), 300)}" for o in found.observations)
        ET.SubElement(case, "system-out").text = _xml(seen)


def _verdict(case: ET.Element, tag: str, found: RequirementVerdict) -> ET.Element:
    return ET.SubElement(case, tag, type=found.level.value, message=_xml(one_line(found.message, 300)))


def _evidence(found: RequirementVerdict, run: Run) -> str:
    lines = [found.claim, f"The docs: {found.location}", "", visible(found.message)]
    if found.counterexample is not None:
        lines += ["", "Smallest counterexample:", visible(found.counterexample.source)]
    if found.telling is not None:
        lines += ["", line(found.telling, run.target)]
    if found.blame is not None:
        lines += ["", f"Points to: {found.blame}"]
    return "\n".join(lines)


def _xml(text: str) -> str:
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)
