"""A multipart body as it streams in: its parts in order, each with its headers and then its data."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser

from conformance.emulator.errors import Refusal
from conformance.emulator.parameters import disposition, extended, media_type, shortened

# The parser logs every malformed body as a warning; for a server that is the client's business.
logging.getLogger("python_multipart").setLevel(logging.ERROR)

PARTS = 256  # parts that one body may have
HEADERS = 16  # headers that one part may have
HEADER_SIZE = 16 * 1024  # bytes of one header line

_IDENTITIES = {"", "7bit", "8bit", "binary"}


@dataclass(frozen=True, slots=True)
class Begin:
    """A part begins. `filename` is None where the part has none."""

    name: str
    filename: str | None
    content_type: str | None


@dataclass(frozen=True, slots=True)
class Data:
    """Some bytes of the part that began last."""

    data: bytes


@dataclass(frozen=True, slots=True)
class End:
    """The part that began last is complete."""


Event = Begin | Data | End


class FormReader:
    """Feed it the body piece by piece; it answers with what happened in each.

    Raises:
        Refusal: 400 (415 for another media type); the body, or its declared type, is malformed.
    """

    def __init__(self, content_type: str) -> None:
        essence, parameters = media_type(content_type)
        if essence != "multipart/form-data":
            raise Refusal(415, f"content-type: expected multipart/form-data, got {shortened(essence)}")
        boundary = parameters.get("boundary", "")
        if not boundary:
            raise Refusal(400, "content-type: multipart/form-data without a boundary")
        self._events: list[Event] = []
        self._name = b""
        self._value = b""
        self._headers: dict[bytes, bytes] = {}
        self._parts = 0
        self.complete = False
        try:
            self._parser = MultipartParser(
                boundary.encode("latin-1"),
                {
                    "on_part_begin": self._part_begin,
                    "on_header_begin": self._header_begin,
                    "on_header_field": self._header_field,
                    "on_header_value": self._header_value,
                    "on_header_end": self._header_end,
                    "on_headers_finished": self._headers_finished,
                    "on_part_data": self._part_data,
                    "on_part_end": self._part_end,
                    "on_end": self._end,
                },
                max_header_count=HEADERS,
                max_header_size=HEADER_SIZE,
            )
        except (FormParserError, UnicodeError):
            raise Refusal(400, "content-type: the boundary is too long") from None

    def feed(self, data: bytes) -> list[Event]:
        """What `data` brings, in order.

        Raises:
            Refusal: 400; the body is malformed.
        """
        try:
            self._parser.write(data)
        except FormParserError as error:
            raise Refusal(400, f"body: malformed multipart: {error}") from None
        events, self._events = self._events, []
        return events

    def finish(self) -> None:
        """Say that the body has ended.

        Raises:
            Refusal: 400; the closing delimiter never came.
        """
        if not self.complete:
            raise Refusal(400, "body: malformed multipart: it ends before its closing delimiter")

    def _part_begin(self) -> None:
        self._parts += 1
        if self._parts > PARTS:
            raise Refusal(400, f"body: more than {PARTS} parts")
        self._headers = {}

    def _header_begin(self) -> None:
        self._name, self._value = b"", b""

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_end(self) -> None:
        name = self._name.lower()
        if name in self._headers:
            raise Refusal(400, f"body: part {self._parts} has the header {shortened(name.decode())} twice")
        self._headers[name] = self._value

    def _headers_finished(self) -> None:
        try:
            described = self._headers.get(b"content-disposition", b"").decode("utf-8")
            content_type = self._headers.get(b"content-type", b"").decode("utf-8")
            encoding = self._headers.get(b"content-transfer-encoding", b"").decode("ascii")
        except UnicodeDecodeError:
            raise Refusal(400, f"body: the headers of part {self._parts} are not UTF-8") from None
        if encoding.strip().lower() not in _IDENTITIES:
            raise Refusal(400, f"body: part {self._parts} has the transfer encoding {shortened(encoding)}")
        kind, parameters = disposition(described)
        if kind != "form-data" or "name" not in parameters:
            raise Refusal(400, f"body: part {self._parts} is no named part of a form")
        filename = parameters.get("filename")
        if "filename*" in parameters:
            filename = extended(parameters["filename*"], "filename*")
        self._events.append(Begin(parameters["name"], filename, content_type or None))

    def _part_data(self, data: bytes, start: int, end: int) -> None:
        self._events.append(Data(data[start:end]))

    def _part_end(self) -> None:
        self._events.append(End())

    def _end(self) -> None:
        self.complete = True
