"""How a block in Python failed, by the exception that ended it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from conformance.examples.evidence import Evidence, Judged
from conformance.examples.outcome import At, Outcome
from conformance.examples.refusals import refusal
from conformance.examples.versions import Versions, package_of, python_sdk
from specs import Spec

_SIGNATURE = re.compile(
    r"(?:unexpected|invalid) keyword argument|positional argument|required keyword-only|multiple values for"
)
_GENERATED = re.compile(r"_pb2\b|^google\.|^xai_api\b|^grpc\b")


def python(evidence: Evidence, spec: Spec, versions: Versions) -> Judged:
    """The outcome of a block in Python that did not end well."""
    error = evidence.exception
    if not error:
        return _without(evidence, spec)
    frames = [(str(path), int(line or 0), str(name)) for path, line, name in error.get("frames", ())]
    line = next((line for path, line, _ in reversed(frames) if path == evidence.script), 0)
    found = _judged(error, frames, evidence, spec, versions)
    return Judged(
        outcome=found.outcome, at=found.at, reason=found.reason, line=line, undefined=found.undefined
    )


def _without(evidence: Evidence, spec: Spec) -> Judged:
    if evidence.refusals:
        return refusal(evidence.refusals[-1], evidence, spec)
    code = evidence.ended.code
    last = evidence.ended.errors.strip().splitlines()[-1:] or [""]
    reason = f"it ends with exit code {code}{': ' + last[0][:200] if last[0] else ''}"
    return Judged(outcome=Outcome.FAILED, at=At.UNCLEAR, reason=reason)


def _judged(  # noqa: C901, PLR0912 - one case an exception
    error: Mapping[str, Any],
    frames: list[tuple[str, int, str]],
    evidence: Evidence,
    spec: Spec,
    versions: Versions,
) -> Judged:
    kind, message = str(error.get("type", "")), " ".join(str(error.get("message", "")).split())[:240]
    bases = error.get("bases", ())
    in_block = bool(frames) and frames[-1][0] == evidence.script
    name = str(error.get("name", ""))
    said = f"{kind}: {message}" if message else kind
    if "NameError" in bases and in_block:
        return _failed(At.EXAMPLE, f"it uses `{name}`, which nothing defines", undefined=name)
    if "ModuleNotFoundError" in bases:
        if sdk := python_sdk(name, versions) if "." in name else "":
            return _failed(At.SDK, f"{sdk} has no module {name}")
        return Judged(
            outcome=Outcome.MISSING, reason=f"the package {name.partition('.')[0]} is not installed"
        )
    if "ImportError" in bases and in_block and (sdk := python_sdk(name, versions)):
        wanted = re.search(r"cannot import name '([^']+)'", message)
        return _failed(At.SDK, f"{sdk} has no {wanted[1]} in {name}" if wanted else f"{sdk}: {said}")
    if "AttributeError" in bases and in_block:
        return _attribute(error, name, message, versions)
    if kind == "TypeError" and in_block and _SIGNATURE.search(message):
        if sdk := python_sdk(str(error.get("owner", "")), versions):
            return _failed(At.SDK, f"{sdk} does not take this call: {message}")
        return _failed(At.EXAMPLE, f"it calls a function with what it does not take: {message}")
    if kind == "AssertionError" and in_block:
        return _failed(At.UNCLEAR, f"what it asserts does not hold{': ' + message if message else ''}")
    if "FileNotFoundError" in bases and (path := str(error.get("filename", ""))):
        return Judged(outcome=Outcome.MISSING, reason=f"it needs the file {path}")
    if kind == "EOFError":
        return Judged(outcome=Outcome.MISSING, reason="it needs somebody at the keyboard")
    if error.get("status") and evidence.refusals:
        return refusal(evidence.refusals[-1], evidence, spec)
    if not in_block and (sdk := _raised_by(frames, versions)):
        return _failed(At.SDK, f"{sdk} raises {said}")
    if evidence.refusals:
        return refusal(evidence.refusals[-1], evidence, spec)
    return _failed(At.UNCLEAR, f"it ends with {said}")


def _attribute(error: Mapping[str, Any], name: str, message: str, versions: Versions) -> Judged:
    owner = str(error.get("obj", ""))
    if owner.endswith(".NoneType") or "NoneType" in message:
        return _failed(At.UNCLEAR, f"it asks for `{name}` of something that is None")
    sdk = python_sdk(owner, versions)
    if not sdk and _GENERATED.search(owner):
        sdk = python_sdk("xai_sdk", versions)
    if sdk:
        return _failed(At.SDK, f"{sdk} has no `{name}` in {owner.rpartition('.')[2] or owner}")
    return _failed(At.EXAMPLE, f"it asks for `{name}`, and there is no such thing: {message}")


def _raised_by(frames: list[tuple[str, int, str]], versions: Versions) -> str:
    """The SDK whose code is on the way to where the exception was raised, the innermost."""
    for path, _, _ in reversed(frames):
        package = package_of(path)
        if sdk := python_sdk(package, versions):
            return sdk
    return ""


def _failed(at: At, reason: str, undefined: str = "") -> Judged:
    return Judged(outcome=Outcome.FAILED, at=at, reason=reason, undefined=undefined)
