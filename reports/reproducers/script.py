"""`repro.sh`: the recorded requests as a shell script that anyone with curl can run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from reports.curl import Request, request
from reports.events import Exchange, Target
from reports.reproducers.captures import Capture, Captures, place
from reports.reproducers.functions import CREATED, FINISH, FUNCTIONS, PICK, POLL
from reports.reproducers.jobs import GENERATIONS, GET_VIDEO, IMAGES, VOICED, Asked, Jobs, asked, stores
from reports.reproducers.likeness import ALIKE, Likeness, likeness
from reports.shell import Template, Variable, quoted
from reports.verdicts import RequirementVerdict
from reports.words import first_lines, listed, one_line, visible
from specs.model import Operation, Spec

KEYS = {"XAI_API_KEY": "an API key of the target", "XAI_SECOND_API_KEY": "an API key of a second team"}
IDENTITIES = {
    "first": "first team's key",
    "second": "second team's key",
    "none": "no key",
    "wrong": "a key that was never issued",
    "other": "another key",
}
PREVIEW_LINES, PREVIEW_WIDTH = 6, 200


@dataclass(frozen=True, slots=True)
class _Step:
    """One request of the script. `creates` is the field that names files which it made, if it may have made any."""

    number: int
    exchange: Exchange
    url: Template
    request: Request
    captures: tuple[Capture, ...]
    creates: str
    polls: bool


def script(found: RequirementVerdict, target: Target, spec: Spec) -> str:
    """The text of `repro.sh` for a requirement that deviates; its exchanges must not be empty."""
    upload, delete = spec.operations.get("uploadFile"), spec.operations.get("deleteFile")
    jobs = Jobs.of(spec)
    steps = _steps(asked(found.exchanges, jobs), target, upload)
    creates = delete is not None and any(step.creates for step in steps)
    polls = any(step.polls for step in steps)
    picks = polls or any(step.captures for step in steps)
    alike = likeness([step.exchange for step in steps])
    python = picks or creates or alike is not None
    words = " ".join(word for step in steps for word in (*step.request.words, *_commands(step)))
    needed = [name for name in KEYS if f"${name}" in words or f"${{{name}}}" in words]
    if "XAI_API_KEY" not in needed and any(
        step.creates and step.exchange.identity != "second" for step in steps
    ):
        needed.insert(0, "XAI_API_KEY")
    parts = [
        *_header(found, target, needed, python=python, storing=creates),
        FUNCTIONS,
        *([PICK] if picks else []),
        *([_poll(jobs)] if polls else []),
        *([CREATED] if creates else []),
        *([ALIKE] if alike is not None else []),
        *_preparation(target, needed, steps, python=python),
        *([_finish(delete)] if creates and delete else ['\nfinish() {\n  rm -rf "$work"\n}\n']),
        "trap finish EXIT\ntrap 'exit 130' INT\ntrap 'exit 143' TERM\n",
        *(_step_text(step, creates=creates) for step in steps),
        *_ending(found, alike),
    ]
    return "".join(parts)


def _steps(questions: Sequence[Asked], target: Target, upload: Operation | None) -> list[_Step]:
    captures = Captures()
    requests = []
    for number, question in enumerate(questions, 1):
        exchange = question.exchange
        url = captures.url(exchange, target.base_url)
        requests.append((url, request(exchange, fill_in=captures.fill_in, url=url, prefix=f"{number}-")))
        captures.learn(number, exchange)
    used = tuple(captures.used.values())
    storing = any(stores(question.exchange) for question in questions)
    return [
        _Step(
            number=number,
            exchange=question.exchange,
            url=url,
            request=sent,
            captures=tuple(capture for capture in used if capture.step == number),
            creates=_creates(question, url, upload, storing=storing),
            polls=question.polls,
        )
        for number, (question, (url, sent)) in enumerate(zip(questions, requests, strict=True), 1)
    ]


def _creates(question: Asked, url: Template, upload: Operation | None, *, storing: bool) -> str:
    """The field of the answer that names files which this script has made; empty where it makes none."""
    operation = question.exchange.operation
    if upload is not None and _is(question.exchange, upload):
        return "id"
    # A video whose start is not among the requests is somebody else's.
    started = any(isinstance(part, Variable) and part.name != "base" for part in url)
    made = operation in IMAGES or (operation == GET_VIDEO and started)
    return "file_output" if storing and made else ""


def _is(exchange: Exchange, operation: Operation) -> bool:
    if exchange.operation:
        return exchange.operation == operation.id
    return exchange.method == operation.method and urlsplit(exchange.url).path == operation.path


def _commands(step: _Step) -> Iterator[str]:
    for file in step.request.files:
        yield from file.commands


def _header(
    found: RequirementVerdict, target: Target, needed: Sequence[str], *, python: bool, storing: bool
) -> Iterator[str]:
    yield "#!/bin/sh\n"
    yield from _comment(f"{found.id} ({found.level})", found.claim, f"The docs: {found.location}", "")
    yield from _comment(
        "Sends the recorded requests again, in order, and compares the answers: all statuses, and what",
        "of the last body is no id, no time and no list.",
        "Exit status: 1 the deviation shows again, 0 the answers differ, 2 it could not be judged.",
        f"Needs curl{' and python3' if python else ''}. Reads {listed(['XAI_BASE_URL', *needed])};",
        f"without XAI_BASE_URL it asks {target.base_url}.",
        "It deletes the files that it makes, and nothing else." if storing else "It leaves nothing behind.",
    )
    if any(exchange.operation in GENERATIONS for exchange in found.exchanges):
        yield from _comment("It asks for images or videos, for which a paid service sends a bill.")
    if any(exchange.operation in VOICED for exchange in found.exchanges):
        yield from _comment("It has something spoken or transcribed, for which a paid service sends a bill.")
    # Recorded text may hold dollar signs, and is quoted for that reason; the trap calls a function.
    yield "# shellcheck disable=SC2016,SC2317,SC2329\n\nset -u\n"


def _comment(*lines: str) -> Iterator[str]:
    for text in lines:
        # A comment ends with its line: nothing recorded may break out of it.
        yield f"# {one_line(text)}".rstrip() + "\n"


def _preparation(
    target: Target, needed: Sequence[str], steps: Sequence[_Step], *, python: bool
) -> Iterator[str]:
    yield f"\nbase=${{XAI_BASE_URL:-{quoted(target.base_url)}}}\nbase=${{base%/}}\n"
    unreachable = "Nothing answers at that address: set XAI_BASE_URL to where the target is."
    if target.embedded:
        unreachable = (
            "Nothing answers at that address. The run judged the emulator of the package, which is gone: "
            "start one with `xai-conformance serve`, and set XAI_BASE_URL to it and the keys to its own."
        )
    yield f"unreachable={quoted(unreachable)}\n"
    for tool in ("curl", "python3") if python else ("curl",):
        yield f"command -v {tool} > /dev/null || stop 'This script needs {tool}.'\n"
    for name in needed:
        yield f"[ -n \"${{{name}:-}}\" ] || stop 'Set {name} to {KEYS[name]}.'\n"
    yield "work=$(mktemp -d) || stop 'No temporary folder can be made.'\n"
    yield f"same=yes\nlast={len(steps)}\n"


def _poll(jobs: Jobs) -> str:
    pending, *others = jobs.texts
    return POLL.format(pending=pending, others=" | ".join(others), status=jobs.status)


def _finish(delete: Operation) -> str:
    return FINISH.format(method=delete.method, path=delete.path.replace("{file_id}", "${entry#*=}"))


def _step_text(step: _Step, *, creates: bool) -> str:
    exchange = step.exchange
    status = "000" if exchange.status is None else str(exchange.status)
    where = "".join(_shown(part) for part in step.url)
    about = ", ".join(filter(None, [exchange.operation, IDENTITIES[exchange.identity]]))
    title = f"{step.number}. {exchange.method} {one_line(where, 100)} ({about})"
    lines = ["", f"# {one_line(title)}"]
    if exchange.request_body is not None and exchange.request_body.truncated and exchange.form is None:
        kept = len(exchange.request_body.content())
        lines.append(f"# Of its body only the first {kept} of {exchange.request_body.size} bytes were kept.")
    lines.append(f"printf '\\n%s\\n' {quoted(title)}")
    lines += _recorded(exchange, status)
    lines += _file_lines(step.request)
    lines.append(_ask(step, status))
    if step.creates and creates:
        team = "second" if exchange.identity == "second" else "first"
        lines.append(f"created {step.number} {team} {step.creates}")
    for capture in step.captures:
        arguments = " ".join(quoted(str(key)) for key in capture.path)
        part = quoted(capture.part or "whole")
        encoding = "encoded" if capture.encoded else "plain"
        missing = f"Answer {step.number} has no text at {one_line(place(capture.path), 60)}."
        lines.append(
            f"{capture.name}=$(pick {step.number} {part} {encoding} {arguments}) || differs {quoted(missing)}"
        )
    return "\n".join(lines) + "\n"


def _shown(part: str | Variable) -> str:
    if isinstance(part, str):
        return part
    return "" if part.name == "base" else f"{{{part.name}}}"


def _recorded(exchange: Exchange, status: str) -> Iterator[str]:
    answer = exchange.response_body
    if exchange.status is None:
        shown = one_line(exchange.error or "no answer", PREVIEW_WIDTH)
    elif answer is None or answer.size == 0:
        shown = ""
    elif answer.text is None:
        shown = f"({answer.size} bytes)"
    else:
        shown = first_lines(answer.text, PREVIEW_LINES, PREVIEW_WIDTH)
    yield f"printf '   recorded: %s\\n' {status}"
    if shown:
        yield f"printf '       %s\\n' {' '.join(quoted(line) for line in shown.splitlines())}"


def _file_lines(sent: Request) -> Iterator[str]:
    for file in sent.files:
        commands = file.commands
        if not commands:
            yield f': > "$work/{file.name}"'
        elif len(commands) == 1 and "<<" not in commands[0].partition("\n")[0]:
            yield f'{commands[0]} > "$work/{file.name}"'
        else:
            # A here-document ends at the margin, so that nothing in the group is indented.
            yield "\n".join(["{", *commands, f'}} > "$work/{file.name}"'])


def _ask(step: _Step, status: str) -> str:
    lines: list[str] = []
    for word in step.request.words:
        # An option and its argument share a line.
        if lines and lines[-1].startswith("-") and " " not in lines[-1] and lines[-1] != "--head":
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    how = "poll" if step.polls else "ask"
    return " \\\n  ".join([f"{how} {step.number} {status} {step.exchange.identity}", *lines])


def _ending(found: RequirementVerdict, alike: Likeness | None) -> Iterator[str]:
    message = [line for line in visible(found.message).splitlines() if line.strip()] or ["(no message)"]
    yield f"\nprintf '\\nThe docs promise (%s):\\n       %s\\n' {quoted(one_line(found.location))} "
    yield f"{quoted(one_line(found.claim))}\n"
    shown = " ".join(quoted(line) for line in message[:20])
    yield f"printf 'The run found:\\n'\nprintf '       %s\\n' {shown}\n"
    yield "[ \"$same\" = yes ] || differs 'The statuses are not those recorded.'\n"
    if alike is not None:
        what = f"{alike.step} {quoted(alike.kept)} {quoted(alike.given)}"
        yield f"alike {what} || differs 'Answer {alike.step} is not the recorded one.'\n"
    yield "printf '\\nThe answers are again those recorded: the deviation shows.\\n'\n"
    yield "printf 'If it lies in a list or a time, that cannot tell: run repro.py.\\n'\n"
    yield "exit 1\n"
