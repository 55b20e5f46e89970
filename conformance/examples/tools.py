"""What runs blocks on this machine: bash, curl, Python and Node with the SDKs, and in which versions."""

from __future__ import annotations

import functools
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path

from conformance.examples.block import Runtime

#: Packages that examples in JavaScript import.
PACKAGES = ("@ai-sdk/xai", "ai", "ws", "openai")
DISTRIBUTIONS = ("xai-sdk", "openai", "httpx", "requests", "websockets")
CACHE = Path("~/.cache/xai-conformance")
_SECONDS = 600
_VALUED = re.compile(r"^\s*(?:(?P<short>-\S),\s+)?(?P<long>--[\w.-]+)\s+<", re.MULTILINE)


class ToolProblem(Exception):
    """A tool that a block needs is missing; the message is a phrase that names it."""


@dataclass(frozen=True, slots=True)
class Tools:
    """Where the tools are. `modules` is a `node_modules` with the SDKs, made by npm when it is first asked for."""

    modules: Path | None = None
    cache: Path = field(default_factory=lambda: CACHE.expanduser() / "examples")
    tell: Callable[[str], None] = lambda _: None

    def command(self, runtime: Runtime) -> str:
        """The program that runs blocks of `runtime`.

        Raises:
            ToolProblem: it is not on this machine.
        """
        if runtime is Runtime.PYTHON:
            return sys.executable
        name = {Runtime.SHELL: "bash", Runtime.JAVASCRIPT: "node"}[runtime]
        if (path := shutil.which(name)) is None:
            raise ToolProblem(f"{name} is not on this machine")
        if runtime is Runtime.JAVASCRIPT and not _has_import_hooks(path):
            raise ToolProblem("Node 20.6 or newer is not on this machine")
        return path

    def node_modules(self) -> Path:
        """The folder with the packages that examples import.

        Raises:
            ToolProblem: npm is missing, or could not install them.
        """
        if self.modules is not None:
            return self.modules
        return _installed(self.cache, self.tell)

    def versions(self, runtime: Runtime) -> Mapping[str, str]:
        """The tool and SDKs of a runtime with their versions, as far as they are there."""
        try:
            return dict(_versions(self, runtime))
        except ToolProblem:
            return {}


@functools.cache
def options_with_values(curl: str) -> tuple[str, ...]:
    """The options of this curl that take a value."""
    said = subprocess.run([curl, "--help", "all"], capture_output=True, text=True, check=False)  # noqa: S603
    found = [option for match in _VALUED.finditer(said.stdout) for option in match.groups() if option]
    return tuple(found)


def _has_import_hooks(node: str) -> bool:
    return _node_version(node) >= (20, 6)


@functools.cache
def _node_version(node: str) -> tuple[int, ...]:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    return tuple(int(part) for part in re.findall(r"\d+", said.stdout)[:3])


def strips_types(node: str) -> bool:
    """Whether Node runs TypeScript, by itself or when asked."""
    return _node_version(node) >= (22, 6)


@functools.cache
def _installed(cache: Path, tell: Callable[[str], None]) -> Path:
    modules = cache / "node_modules"
    if all((modules / package / "package.json").exists() for package in PACKAGES):
        return modules
    npm = shutil.which("npm")
    if npm is None:
        raise ToolProblem("npm is not on this machine, so the JavaScript SDKs cannot be installed")
    tell(f"Installing {', '.join(PACKAGES)} into {cache}")
    cache.mkdir(parents=True, exist_ok=True)
    command = [npm, "install", "--no-audit", "--no-fund", "--no-package-lock", "--silent", "--ignore-scripts"]
    try:
        ended = subprocess.run(  # noqa: S603 - npm, with names that are written above
            [*command, f"--prefix={cache}", *PACKAGES],
            capture_output=True, text=True, check=False, timeout=_SECONDS,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise ToolProblem(f"npm could not install {', '.join(PACKAGES)} in time") from None
    if ended.returncode:
        said = " ".join((ended.stderr or ended.stdout).split())[:200]
        raise ToolProblem(f"npm could not install {', '.join(PACKAGES)}: {said or 'it says nothing'}")
    return modules


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
        found.append(("curl", (said.stdout.split() + ["", ""])[1]))
    return found
