"""Pages to blocks: files, folders, diff pages and addresses."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from conformance.examples.block import Block, Runtime
from conformance.examples.languages import flavour_of, runtime_of
from specs.extraction import SourceError, read
from specs.extraction.naming import id_from_path
from specs.extraction.pages import Block as Part
from specs.extraction.pages import Code, Page, fragment_of, parse_page

_SECONDS = 30.0
_LARGEST = 8 * 1024 * 1024  # bytes of a page


class PagesError(Exception):
    """A page cannot be had, or holds no code; the message is one sentence that names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A page, and where it came from."""

    source: str
    page: Page


def collect(sources: Iterable[str], *, before: bool = False) -> tuple[Block, ...]:
    """Every fenced block of `sources`, numbered: files, folders, and http or https addresses of Markdown.

    Of a page that shows a change it is the newer side, or with `before` the older one.

    Raises:
        PagesError: a source cannot be read, or there is no block in any.
    """
    found = [each for source in sources for each in _pages(source, before=before)]
    blocks = [block for each in found for block in _blocks(each)]
    if not blocks:
        raise PagesError("there is no code block in these pages")
    return tuple(_numbered(blocks))


def is_address(source: str) -> bool:
    """Whether a source is fetched from elsewhere."""
    return source.startswith(("http://", "https://"))


def _pages(source: str, *, before: bool) -> Iterator[Found]:
    if is_address(source):
        yield _fetched(source)
        return
    if "://" in source:
        raise PagesError(f"{source}: the address of a page begins with http:// or https://")
    try:
        reading = read([Path(source)])
    except SourceError as error:
        raise PagesError(str(error)) from error
    for page in reading.before if before else reading.pages:
        yield Found(source=source, page=page)


def _fetched(address: str) -> Found:
    try:
        with (
            httpx.Client(follow_redirects=True, timeout=_SECONDS) as client,
            client.stream("GET", address) as answer,
        ):
            if not answer.is_success:
                raise PagesError(f"{address}: answered with {answer.status_code}")
            content = b""
            for piece in answer.iter_bytes():
                content += piece
                if len(content) > _LARGEST:
                    raise PagesError(f"{address}: larger than {_LARGEST} bytes")
            kind = answer.headers.get("content-type", "")
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        raise PagesError(f"{address}: cannot be fetched: {error or type(error).__name__}") from error
    text = content.decode("utf-8-sig", "replace")
    if "html" in kind or text.lstrip()[:15].lower().startswith(("<!doctype", "<html")):
        raise PagesError(
            f"{address}: an HTML page; give the address of its Markdown, often the same with .md"
        )
    name = urlsplit(address).path.strip("/") or urlsplit(address).netloc
    return Found(source=address, page=parse_page(id_from_path(name), [fragment_of(text)]))


def _blocks(found: Found) -> Iterator[Block]:
    page = found.page
    for place, part in enumerate(page.blocks):
        if not isinstance(part, Code):
            continue
        runtime, unfit = runtime_of(part.language, part.text)
        yield Block(
            number=0,
            source=found.source,
            page=page.id,
            heading=part.heading,
            line=part.line,
            language=part.language,
            text=_unprompted(part.text) if runtime is Runtime.SHELL else part.text,
            runtime=runtime,
            flavour=flavour_of(runtime, part.language, part.text),
            unfit=unfit,
            cut=part.cut,
            flat=part.flat,
            answer=_answer(page.blocks[place + 1 :], part.heading),
        )


def _numbered(blocks: Sequence[Block]) -> Iterator[Block]:
    from dataclasses import replace

    for number, block in enumerate(blocks, start=1):
        yield replace(block, number=number)


def _unprompted(text: str) -> str:
    """A session at a prompt as a script: only the lines after `$`, and those that continue them; as many lines."""
    lines = text.split("\n")
    if not any(line.startswith("$ ") for line in lines):
        return text
    kept, continues = [], False
    for line in lines:
        asked = line.startswith("$ ")
        kept.append(line[2:] if asked else line if continues else "")
        continues = (asked or continues) and line.rstrip().endswith("\\")
    return "\n".join(kept)


def _answer(following: Sequence[Part], heading: str) -> str:
    """The JSON document that is shown next in the section, before any other program."""
    for part in following:
        if part.heading != heading:
            return ""
        if isinstance(part, Code):
            if part.language.lower() == "json":
                return part.text if _is_object(part.text) else ""
            return ""
    return ""


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False
