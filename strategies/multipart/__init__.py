"""Multipart forms: how they are written, and which ones a check is fed."""

from strategies.multipart.form import Body, Content, Encoded, FilenameEncoding, Form, Part, carries
from strategies.multipart.misses import RULES, near_misses
from strategies.multipart.orders import lifetimes, orders
from strategies.multipart.silent import (
    Request,
    purpose_after_file,
    unclear,
    unclear_bodies,
    unclear_expiries,
    unclear_parts,
    with_public_url_part,
)
from strategies.multipart.uploads import anchors, file_part, upload_form

__all__ = [
    "RULES",
    "Body",
    "Content",
    "Encoded",
    "FilenameEncoding",
    "Form",
    "Part",
    "Request",
    "anchors",
    "carries",
    "file_part",
    "lifetimes",
    "near_misses",
    "orders",
    "purpose_after_file",
    "unclear",
    "unclear_bodies",
    "unclear_expiries",
    "unclear_parts",
    "upload_form",
    "with_public_url_part",
]
