"""A throw-away folder in which one block runs, with tools of its own before those of the machine."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import stat
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from conformance.examples.block import Runtime
from conformance.examples.outside import Outside
from conformance.examples.tools import ToolProblem, Tools, options_of

SHIMS = Path(__file__).parent / "shims"
#: Tools that install software, or that speak to others and go by no proxy. None of them is called from a block.
REFUSED = (
    "pip", "pip3", "pipx", "uv", "uvx", "poetry", "conda", "npm", "npx", "yarn", "pnpm", "bun", "bunx", "deno", "brew",
    "apt", "apt-get", "yum", "dnf", "apk", "sudo", "su", "ssh", "scp", "sftp", "rsync", "git", "docker", "nc", "ncat",
    "telnet", "wget", "websocat", "wscat", "grpcurl", "http", "https", "xh", "openssl", "open", "xdg-open",
)  # fmt: skip
#: Of the user's environment, only what says where programs and letters are.
KEPT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "SYSTEMROOT", "TZ")
_EXECUTABLE = stat.S_IRWXU


class Workshop:
    """The folder of one block, for as long as a `with` block lasts.

    `folder` is where the block runs. `routes` says which documented host leads where: `hosts` are base addresses by
    host, `api` the hosts of the API, `grpc` the address for SDKs that speak it.
    """

    def __init__(self, tools: Tools, runtime: Runtime, outside: Outside) -> None:
        self._tools = tools
        self._runtime = runtime
        self._outside = outside
        self._home = tempfile.TemporaryDirectory(prefix="xai-example-", ignore_cleanup_errors=True)
        root = Path(self._home.name).resolve()
        self.folder = root / "work"
        self.log = root / "log.jsonl"
        self.output = root / "stdout"
        self.errors = root / "stderr"
        self._bin = root / "bin"
        self._routes = root / "routes.json"
        for folder in (self.folder, self._bin, root / "tmp"):
            folder.mkdir()

    def furnish(self, routes: Mapping[str, Any]) -> None:
        """Lay out the tools.

        Raises:
            ToolProblem: one that every block of this runtime needs is missing.
        """
        curl = shutil.which("curl")
        options, valued = options_of(curl) if curl else ((), ())
        document = {**routes, "log": str(self.log), "curl": curl, "options": options, "valued": valued}
        self._routes.write_text(json.dumps(document), encoding="utf-8")
        self.log.touch()
        python = shlex.quote(sys.executable)
        if curl:
            self._tool("curl", f'exec {python} -I -S {shlex.quote(str(SHIMS / "curl.py"))} "$@"')
        for name in ("python", "python3"):
            self._tool(name, f'exec {python} "$@"')
        for name in REFUSED:
            shutil.copyfile(SHIMS / "refused.sh", self._bin / name)
            (self._bin / name).chmod(_EXECUTABLE)
        if self._runtime is Runtime.JAVASCRIPT:
            (self.folder / "node_modules").symlink_to(self._tools.node_modules())
        elif self._runtime is Runtime.SHELL and curl is None:
            raise ToolProblem("curl is not on this machine")

    def environment(self, key: str, variables: Mapping[str, str]) -> dict[str, str]:
        """The variables that a block sees: nothing of the user's but the path and the language."""
        root = self.folder.parent
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        path = os.pathsep.join([str(self._bin), kept.get("PATH", os.defpath)])
        return {
            **kept,
            "PATH": path,
            "HOME": str(self.folder),
            "TMPDIR": str(root / "tmp"),
            "XAI_API_KEY": key,
            **variables,
            **self._outside.environment,
            "XAI_EXAMPLES_ROUTES": str(self._routes),
            "XAI_EXAMPLES_LOG": str(self.log),
            "BASH_ENV": str(SHIMS / "prelude.sh"),
            "PYTHONPATH": str(SHIMS / "python"),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONIOENCODING": "utf-8",
            "NODE_OPTIONS": f"--import={(SHIMS / 'node' / 'hook.mjs').as_uri()}",
            "NODE_NO_WARNINGS": "1",
        }

    def notes(self) -> list[dict[str, Any]]:
        """What the tools wrote down."""
        found = []
        for line in self.log.read_text("utf-8", "replace").splitlines():
            try:
                found.append(json.loads(line))
            except ValueError:  # the block may have been stopped in the middle of a line
                continue
        return [note for note in found if isinstance(note, dict)]

    def _tool(self, name: str, command: str) -> None:
        path = self._bin / name
        path.write_text(f"#!/bin/sh\n{command}\n", encoding="utf-8")
        path.chmod(_EXECUTABLE)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._home.cleanup()
