"""Media are told by their looks, and addresses are taken apart."""

import pytest

from conformance.suite.media_types import media_type_of
from conformance.suite.storage_options.addresses import extension_of, last_part
from strategies.media import KINDS, sample

MEDIA = [name for name, kind in KINDS.items() if kind.content_type.startswith(("image/", "video/"))]


@pytest.mark.parametrize("kind", MEDIA)
def test_what_could_have_been_generated_is_told(kind):
    assert media_type_of(sample(kind).read()) == KINDS[kind].content_type


@pytest.mark.parametrize("content", [b"", b"(what was generated)", b"%PDF-1.7", b'{"data": []}', b"\x89PN"])
def test_anything_else_is_nothing(content):
    assert media_type_of(content) is None


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://files-cdn.x.ai/token/file_1.jpg", "file_1.jpg"),
        ("http://127.0.0.1:8080/cdn/token/file%201.tar.gz?a=b#c", "file 1.tar.gz"),
        ("https://files-cdn.x.ai/", ""),
    ],
)
def test_the_last_part_of_an_address(url, name):
    assert last_part(url) == name


@pytest.mark.parametrize(("name", "ending"), [("a.jpg", "jpg"), ("a.tar.gz", "gz"), ("a", ""), ("a.", "")])
def test_the_extension_of_a_name(name, ending):
    assert extension_of(name) == ending
