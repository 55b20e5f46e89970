"""Films with a title, in whatever encoding."""

import struct


def titled(film, title):
    """The MP4 in `film` with a title of these bytes, as programs that cut films write them.

    Its frames have to stand before its tables, so that no table points elsewhere afterwards.
    """
    text = _atom(b"data", struct.pack(">II", 1, 0), title)
    said = _atom(b"ilst", _atom(b"\xa9nam", text))
    kind = _atom(b"hdlr", bytes(8), b"mdirappl", bytes(9))
    more = _atom(b"udta", _atom(b"meta", bytes(4), kind, said))
    at = film.index(b"moov") - 4
    (size,) = struct.unpack_from(">I", film, at)
    end = at + size
    return film[:at] + struct.pack(">I", size + len(more)) + film[at + 4 : end] + more + film[end:]


def _atom(name, *parts):
    body = b"".join(parts)
    return struct.pack(">I", len(body) + 8) + name + body
