"""What runs blocks on this machine: bash, curl, Python and Node with the SDKs, and in which versions."""

from __future__ import annotations

import functools
import json
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from conformance.drivers.environments import EnvironmentProblem, Prepared, default_folder, prepare
from conformance.examples.block import Runtime

#: Packages that examples in JavaScript import, of which the first brings the others.
SDK = "@ai-sdk/xai"
PACKAGES = (SDK, "ai", "ws")
DISTRIBUTIONS = ("xai-sdk", "openai", "httpx", "requests", "websockets")
#: Since then a module can be read before the program.
_HOOKS = (20, 6)
_OPTION = re.compile(r"^\s*(?:(?P<short>-\S),\s+)?(?P<long>--[\w.-]+)(?P<value>\s+<)?", re.MULTILINE)


class ToolProblem(Exception):
    """A tool that a block needs is missing; the message is a phrase that names it."""


@dataclass(frozen=True, slots=True)
class Tools:
    """Where the tools are. The SDK for Node is kept in `folder`, as `sdk` keeps it, and made when it is asked for.

    `tell` gets a sentence before something takes long.
    """

    folder: Path | None = None
    tell: Callable[[str], None] = lambda _: None

    def command(self, runtime: Runtime) -> str:
        """The program that runs blocks of `runtime`.

        Raises:
            ToolProblem: it is not on this machine.
        """
        if runtime is Runtime.PYTHON:
            return sys.executable
        if runtime is Runtime.JAVASCRIPT:
            return _node(self.folder, self.tell)[0]
        if (path := shutil.which("bash")) is None:
            raise ToolProblem("bash is not on this machine")
        return path

    def node_modules(self) -> Path:
        """The folder with the packages that examples import.

        Raises:
            ToolProblem: Node or npm is missing, or it could not install them.
        """
        return _node(self.folder, self.tell)[1]

    def versions(self, runtime: Runtime) -> Mapping[str, str]:
        """The tool and SDKs of a runtime with their versions, as far as they are there."""
        try:
            return dict(_versions(self, runtime))
        except ToolProblem:
            return {}


@functools.cache
def options_of(curl: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The long options of this curl, and those of any length that take a value."""
    said = subprocess.run([curl, "--help", "all"], capture_output=True, text=True, check=False)  # noqa: S603
    found = list(_OPTION.finditer(said.stdout))
    valued = [name for match in found if match["value"] for name in (match["short"], match["long"]) if name]
    return tuple(match["long"] for match in found), tuple(valued)


@functools.cache
def _node_version(node: str) -> tuple[int, ...]:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    return tuple(int(part) for part in re.findall(r"\d+", said.stdout)[:3])


def strips_types(node: str) -> bool:
    """Whether Node runs TypeScript, by itself or when asked."""
    return _node_version(node) >= (22, 6)


_ONE = threading.Lock()  # blocks side by side ask for the same


def _node(folder: Path | None, tell: Callable[[str], None]) -> tuple[str, Path]:
    """Node, and the folder with the packages."""
    with _ONE:
        node, modules = _prepared(folder or default_folder(), tell)
    if _node_version(node) < _HOOKS:
        raise ToolProblem(f"Node {'.'.join(map(str, _HOOKS))} or newer is not on this machine")
    return node, modules


@functools.cache
def _prepared(folder: Path, tell: Callable[[str], None]) -> tuple[str, Path]:
    if shutil.which("node") is None:
        raise ToolProblem("Node is not on this machine")
    tell(f"Getting {SDK} ready in {folder}")
    try:
        command = _newest(folder).command
    except EnvironmentProblem as problem:
        raise ToolProblem(str(problem).rstrip(".")) from problem
    # The driver lies in a folder of its own beside the packages; Node is its own where that of the machine is too old.
    return str(shutil.which(command[0])), Path(command[1]).parent.parent / "node_modules"


def _newest(folder: Path) -> Prepared:
    """The newest SDK; where nobody says which that is, the newest of those that are there."""
    try:
        return prepare(SDK, None, folder)
    except EnvironmentProblem:
        there = re.compile(rf"{SDK.lstrip('@').replace('/', '-')}-(\d+\.\d+\.\d+)-node")
        known = [match[1] for path in folder.glob("*") if (match := there.fullmatch(path.name))]
        if not known:
            raise
        return prepare(SDK, max(known, key=lambda each: [int(part) for part in each.split(".")]), folder)


def _versions(tools: Tools, runtime: Runtime) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    if runtime is Runtime.PYTHON:
        found.append(("Python", ".".join(map(str, sys.version_info[:3]))))
        for name in DISTRIBUTIONS:
            try:
                found.append((name, metadata.version(name)))
            except metadata.PackageNotFoundError:
                continue
    elif runtime is Runtime.JAVASCRIPT:
        found.append(("Node", ".".join(map(str, _node_version(tools.command(runtime))))))
        for package in PACKAGES:
            manifest = tools.node_modules() / package / "package.json"
            if manifest.exists():
                found.append((package, str(json.loads(manifest.read_text("utf-8"))["version"])))
    elif curl := shutil.which("curl"):
        said = subprocess.run([curl, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
        found.append(("curl", [*said.stdout.split(), "", ""][1]))
    return found
