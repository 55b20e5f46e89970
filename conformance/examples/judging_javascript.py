"""How a block in JavaScript failed, by the error that ended it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from conformance.examples.evidence import Evidence, Judged
from conformance.examples.outcome import At, Outcome
from conformance.examples.refusals import refusal
from conformance.examples.versions import Versions, node_sdk, package_of
from specs import Spec

_UNDEFINED = re.compile(r"^(?P<name>[\w$]+) is not defined")
_NO_EXPORT = re.compile(
    r"requested module '(?P<module>[^']+)' does not provide an export named '(?P<name>[^']+)'"
)
_NO_PACKAGE = re.compile(r"Cannot find (?:package|module) '(?P<name>[^']+)'")
_NO_FUNCTION = re.compile(r"(?P<what>[\w$.]+) is not a (?:function|constructor)")
_THROWN = re.compile(
    r"^(?P<type>[\w$]+(?:Error|Exception)[\w$]*)(?: \[(?P<code>\w+)\])?: (?P<message>.+)$", re.MULTILINE
)
_LINE = r"{script}:(\d+)"


def javascript(evidence: Evidence, spec: Spec, versions: Versions) -> Judged:
    """The outcome of a block in JavaScript that did not end well."""
    error = evidence.exception or _from(evidence.ended.errors)
    stack = str(error.get("stack", "")) or evidence.ended.errors
    places = re.findall(_LINE.format(script=re.escape(evidence.script)), stack)
    found = _judged(error, stack, evidence, spec, versions)
    return Judged(
        outcome=found.outcome,
        at=found.at,
        reason=found.reason,
        line=int(places[0]) if places else 0,
        undefined=found.undefined,
    )


def _from(errors: str) -> Mapping[str, Any]:
    """What Node prints of an error that came before anybody could look at it."""
    match = _THROWN.search(errors)
    if match is None:
        return {}
    return {"type": match["type"], "code": match["code"] or "", "message": match["message"], "stack": errors}


def _judged(  # noqa: C901 - one case an error
    error: Mapping[str, Any], stack: str, evidence: Evidence, spec: Spec, versions: Versions
) -> Judged:
    kind, message = str(error.get("type", "")), " ".join(str(error.get("message", "")).split())[:240]
    said = f"{kind}: {message}" if message else kind
    if kind == "ReferenceError" and (match := _UNDEFINED.match(message)):
        return _failed(
            At.EXAMPLE, f"it uses `{match['name']}`, which nothing defines", undefined=match["name"]
        )
    if match := _NO_EXPORT.search(message):
        sdk = node_sdk(match["module"], versions)
        if sdk:
            return _failed(At.SDK, f"{sdk} has no export {match['name']}")
        return _failed(At.EXAMPLE, f"{match['module']} has no export {match['name']}")
    if match := _NO_PACKAGE.search(message):
        return Judged(outcome=Outcome.MISSING, reason=f"the package {match['name']} is not installed")
    if kind == "SyntaxError" and not _raised_by(stack, versions):
        return _failed(At.EXAMPLE, f"Node cannot read it: {message}")
    if error.get("code") == "ENOENT":
        return Judged(outcome=Outcome.MISSING, reason=f"it needs the file {error.get('path') or message}")
    if evidence.refusals and (error.get("status") or not _raised_by(stack, versions)):
        return refusal(evidence.refusals[-1], evidence, spec)
    if kind == "TypeError" and (match := _NO_FUNCTION.search(message)) and not _raised_by(stack, versions):
        sdk = _imported(match["what"].partition(".")[0], evidence.text, versions)
        if sdk:
            return _failed(At.SDK, f"{sdk} has no {match['what']}")
    if sdk := _raised_by(stack, versions):
        return _failed(At.SDK, f"{sdk} raises {said}")
    if evidence.refusals:
        return refusal(evidence.refusals[-1], evidence, spec)
    code = evidence.ended.code
    return _failed(At.UNCLEAR, f"it ends with {said}" if said else f"it ends with exit code {code}")


def _raised_by(stack: str, versions: Versions) -> str:
    """The SDK in whose code the error was made, by the first place of the stack that is in a package."""
    for line in stack.splitlines():
        if line.lstrip().startswith("at ") and (package := package_of(line)):
            return node_sdk(package, versions)
    return ""


def _imported(name: str, text: str, versions: Versions) -> str:
    """The SDK that a name is imported from."""
    for match in re.finditer(r"import\s+(?P<names>[^'\"]+?)\s+from\s+['\"](?P<module>[^'\"]+)['\"]", text):
        if re.search(rf"\b{re.escape(name)}\b", match["names"]):
            return node_sdk(match["module"], versions)
    return ""


def _failed(at: At, reason: str, undefined: str = "") -> Judged:
    return Judged(outcome=Outcome.FAILED, at=at, reason=reason, undefined=undefined)
