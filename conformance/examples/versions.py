"""Names of SDKs, for sentences about them."""

from __future__ import annotations

import re
from collections.abc import Mapping

Versions = Mapping[str, str]

#: Top packages of Python, and how their distribution is called.
_PYTHON = {"xai_sdk": "xai-sdk", "openai": "openai"}


def python_sdk(module: str, versions: Versions) -> str:
    """`xai-sdk 1.21.0` for the name of a module in it; "" where it is none of the SDKs."""
    name = _PYTHON.get(module.partition(".")[0], "")
    return f"{name} {versions[name]}".strip() if name and name in versions else name


def package_of(path: str) -> str:
    """The name of the package of a file of Python or Node, "" where it is none that is installed."""
    path = path.replace("\\", "/")
    match = re.search(r"/(?:site-packages|dist-packages)/([\w.-]+)", path)
    if match:
        return match[1].removesuffix(".py")
    if found := re.findall(r"/node_modules/((?:@[\w.-]+/)?[\w.-]+)", path):
        return str(found[-1])
    return ""


def node_sdk(package: str, versions: Versions) -> str:
    """`@ai-sdk/xai 5.0.12` for a package of Node; "" where it is none of the SDKs."""
    if package.startswith("@ai-sdk/") and package not in versions:
        package = "@ai-sdk/xai"
    return f"{package} {versions[package]}" if package in versions else ""
