"""Which runtime a fence means, and what a person calls the code in it."""

from __future__ import annotations

import re

from conformance.examples.block import Runtime

#: What stands behind a fence, in lower case. Longer words that begin like the last three mean the same.
_WORDS = {
    **dict.fromkeys(
        ("bash", "sh", "shell", "zsh", "console", "curl", "shell-session", "terminal"), Runtime.SHELL
    ),
    **dict.fromkeys(("py", "py3", "python3"), Runtime.PYTHON),
    **dict.fromkeys(("js", "mjs", "cjs", "ts", "mts", "node", "nodejs"), Runtime.JAVASCRIPT),
}
_BEGINNINGS = {
    "python": Runtime.PYTHON,
    "javascript": Runtime.JAVASCRIPT,
    "typescript": Runtime.JAVASCRIPT,
}
_SHELL = re.compile(r"^\s*(?:\$ )?(?:curl|export [A-Z]|[A-Z_]+=\$\(curl)\b", re.MULTILINE)
_PYTHON = re.compile(r"^(?:import \w+$|from [\w.]+ import )", re.MULTILINE)
_JAVASCRIPT = re.compile(
    r"^(?:import .+ from ['\"]|(?:const|let) .+=|(?:export )?async function )", re.MULTILINE
)
#: The first that a text has names its flavour.
_FLAVOURS: dict[Runtime, tuple[tuple[str, str], ...]] = {
    Runtime.SHELL: ((r"\bcurl\b", "curl"),),
    Runtime.PYTHON: (
        (r"\bxai_sdk\b", "xai-sdk"),
        (r"\bopenai\b", "openai"),
        (r"\bwebsockets?\b", "websockets"),
        (r"\brequests\b", "requests"),
        (r"\bhttpx\b", "httpx"),
        (r"\baiohttp\b", "aiohttp"),
    ),
    Runtime.JAVASCRIPT: (
        (r"@ai-sdk/xai", "@ai-sdk/xai"),
        (r"['\"]openai['\"]", "openai (Node)"),
        (r"\bWebSocket\b", "WebSocket"),
        (r"\bfetch\(", "fetch"),
    ),
}
_TYPES = re.compile(r"ts|mts|typescript")
_INFO = frozenset(
    (
        "json",
        "jsonc",
        "yaml",
        "toml",
        "xml",
        "html",
        "text",
        "txt",
        "plaintext",
        "proto",
        "protobuf",
        "csv",
        "http",
    )
)


def runtime_of(language: str, text: str) -> tuple[Runtime | None, str]:
    """What runs a block whose fence says `language`; or None, and why it is not run.

    Without a word behind the fence the code itself has to tell.
    """
    word = language.lower()
    if word in _WORDS:
        return _WORDS[word], ""
    for beginning, runtime in _BEGINNINGS.items():
        if word.startswith(beginning):
            return runtime, ""
    if word in _INFO:
        return None, f"{language} is no program"
    if word:
        return None, f"nothing here runs {language}"
    for pattern, runtime in (
        (_SHELL, Runtime.SHELL),
        (_PYTHON, Runtime.PYTHON),
        (_JAVASCRIPT, Runtime.JAVASCRIPT),
    ):
        if pattern.search(text):
            return runtime, ""
    return None, "its fence names no language"


def flavour_of(runtime: Runtime | None, language: str, text: str) -> str:
    """What a person calls it: the library or tool that it shows, else its language."""
    for pattern, name in _FLAVOURS[runtime] if runtime else ():
        if re.search(pattern, text):
            return name
    return runtime.value if runtime else language


def typed(language: str) -> bool:
    """Whether a fence means TypeScript."""
    return _TYPES.match(language.lower()) is not None
