"""Forms: what is written is what a parser reads, and near misses differ from their twins in one thing."""

import hashlib
import itertools
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_multipart.multipart import MultipartParser, parse_options_header

import specs
from strategies import expiry, filenames, media, multipart
from strategies.media import Media
from strategies.multipart import Encoded, Form, Part, upload_form
from strategies.near_misses import near_misses as schema_misses

quick = settings(deadline=None, max_examples=60)
BOUNDS = expiry.bounds("UploadFile")


def parsed(encoded):
    """The parts that python-multipart reads: (name, filename, content type, SHA-256 of the body, its size)."""
    kind, options = parse_options_header(encoded.content_type)
    assert kind == b"multipart/form-data"
    found = []

    def begin():
        found.append({"headers": {}, "digest": hashlib.sha256(), "size": 0, "field": b"", "value": b""})

    def field(data, start, end):
        found[-1]["field"] += data[start:end]

    def value(data, start, end):
        found[-1]["value"] += data[start:end]

    def header():
        found[-1]["headers"][found[-1]["field"].lower()] = found[-1]["value"]
        found[-1]["field"] = found[-1]["value"] = b""

    def body(data, start, end):
        found[-1]["digest"].update(data[start:end])
        found[-1]["size"] += end - start

    ended = []
    parser = MultipartParser(
        options[b"boundary"],
        {
            "on_part_begin": begin,
            "on_header_field": field,
            "on_header_value": value,
            "on_header_end": header,
            "on_part_data": body,
            "on_end": lambda: ended.append(True),
        },
    )
    sent = 0
    for chunk in encoded.chunks():
        parser.write(chunk)
        sent += len(chunk)
    parser.finalize()
    assert sent == encoded.length
    assert ended == [True]
    parts = []
    for part in found:
        _, disposition = parse_options_header(part["headers"][b"content-disposition"])
        kind = part["headers"].get(b"content-type")
        filename = disposition.get(b"filename")
        parts.append(
            (
                disposition[b"name"].decode(),
                None if filename is None else filename.decode(),
                None if kind is None else kind.decode(),
                part["digest"].hexdigest(),
                part["size"],
            )
        )
    return parts


def meant(form):
    for part in form.parts:
        content = part.body if isinstance(part.body, bytes) else part.body.read()
        yield part.name, part.filename, part.content_type, hashlib.sha256(content).hexdigest(), len(content)


bodies = media.any_small().strategy | st.binary(max_size=200)
parts = st.builds(
    Part,
    st.sampled_from(["file", "purpose", "expires_after", "expires_after[seconds]"]),
    bodies,
    st.none() | filenames.ordinary().strategy,
    st.sampled_from([None, "image/png", "text/plain"]),
)


@quick
@given(st.lists(parts, min_size=1, max_size=4).map(lambda several: Form(tuple(several))))
def test_a_parser_reads_what_was_meant(form):
    assert parsed(form.encode()) == list(meant(form))


@pytest.mark.parametrize("content", media.any_small().cover(), ids=repr)
def test_hostile_content_arrives_unharmed(content):
    form = upload_form(content, "sample.bin")
    assert parsed(form.encode()) == list(meant(form))


@quick
@given(st.lists(parts, max_size=3).map(lambda several: Form(tuple(several))))
def test_the_delimiter_is_the_same_for_the_same_form_and_in_none_of_its_parts(form):
    encoded = form.encode()
    delimiter = encoded.content_type.partition("boundary=")[2].encode()
    assert form.encode() == encoded
    assert encoded.read().count(delimiter) == len(form.parts) + 1
    assert len(delimiter) <= 70


def test_another_content_has_another_delimiter():
    kinds = {upload_form(Media("png", seed=seed)).encode().content_type for seed in range(20)}
    assert len(kinds) == 20


def test_content_that_has_the_first_delimiter_gets_the_next(monkeypatch):
    form = upload_form(b"x")
    tried = []

    def holds(self, heads, needle):
        tried.append(needle)
        return len(tried) < 3

    monkeypatch.setattr(Form, "_holds", holds)
    assert form.encode().content_type.endswith(tried[-1].decode())
    assert len(set(tried)) == 3


@pytest.mark.parametrize(
    "form",
    [
        upload_form(b"before mark after"),
        upload_form(b"", "mark.png"),
        upload_form(Media("text"), purpose="mark"),
        Form((Part("file", Media("delimiters", 200_000, 3), "a"), Part("file", b"mark"))),
    ],
)
def test_a_delimiter_that_occurs_in_the_content_is_refused(form):
    with pytest.raises(ValueError, match="occurs"):
        form.encode(delimiter="mark")
    assert form.encode(delimiter="nowhere").read().startswith(b"--nowhere\r\n")


def test_a_delimiter_is_found_across_chunks():
    content = Media("binary", 200_000, 1)
    data = content.read()
    edges = itertools.accumulate(len(chunk) for chunk in content.chunks())
    seen = 0
    for edge in itertools.islice(edges, 3):
        piece = data[edge - 6 : edge + 6]
        seen += multipart.form._occurs(piece, content.chunks())
        assert not multipart.form._occurs(piece + b"not in it", content.chunks())
    assert seen == 3


def test_a_large_form_never_stands_in_memory():
    _, over = media.at_size_limit("public-url-file-size")
    tracemalloc.start()
    try:
        encoded = upload_form(over, purpose="testing", expires_after=BOUNDS.shortest).encode()
        sent = sum(len(chunk) for chunk in encoded.chunks())
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert sent == encoded.length > over.size
    assert peak < 2**21, f"{peak} bytes at the peak"
    assert parsed(encoded)[-1][3:] == (over.sha256(), over.size)


def test_parts_come_in_the_documented_order():
    plain = upload_form(Media("png"), purpose="testing", expires_after=BOUNDS.shortest)
    pair = upload_form(Media("png"), purpose="testing", expires_after=BOUNDS.shortest, anchor_form=True)
    assert [part.name for part in plain.parts] == ["expires_after", "purpose", "file"]
    assert [part.name for part in pair.parts] == [
        "expires_after[anchor]",
        "expires_after[seconds]",
        "purpose",
        "file",
    ]
    assert plain.expires_after == pair.expires_after == BOUNDS.shortest
    assert upload_form(b"").expires_after is None


def test_the_parts_are_those_that_the_docs_have():
    documented = specs.load().schema("UploadFile")["properties"]
    sent = {part.name for form in multipart.orders().cover() for part in form.parts}
    assert sent == set(documented)


def test_every_order_has_the_file_last_and_comes_once():
    cover = multipart.orders().cover()
    assert all([part.name for part in form.parts].index("file") == len(form.parts) - 1 for form in cover)
    assert len({tuple(part.name for part in form.parts) for form in cover}) == len(cover) == 13


@quick
@given(multipart.orders().strategy)
def test_drawn_orders_keep_the_bounds(form):
    assert form.parts[-1].name == "file"
    assert form.expires_after is None or BOUNDS.shortest <= form.expires_after <= BOUNDS.longest


def judged(form):
    """The documented rules that a form breaks, written apart from the strategies."""
    names = [part.name for part in form.parts]
    file = form.first("file")
    broken = []
    if file is None:
        broken.append("missing-file")
    elif file.filename is None:
        broken.append("missing-filename")
    elif len(file.filename) > specs.load().limit("filename-length") or set(file.filename) & set(
        filenames.forbidden_characters()
    ):
        broken.append("filename")
    if file is not None and any(name.startswith("expires_after") for name in names[names.index("file") :]):
        broken.append("misplaced")
    if form.expires_after is not None and form.expires_after < BOUNDS.shortest:
        broken.append("minimum")
    if form.expires_after is not None and form.expires_after > BOUNDS.longest:
        broken.append("maximum")
    return broken


@pytest.mark.parametrize("rule", multipart.RULES)
def test_a_miss_breaks_its_rule_alone(rule):
    cover = multipart.near_misses(rules=(rule,)).cover()
    for miss in cover:
        assert miss.rule == rule
        assert judged(miss.value) == [rule], miss
        assert judged(miss.twin) == [], miss
        assert miss.value.parts
    assert rule in specs.load().operations["uploadFile"].refusals


@quick
@given(multipart.near_misses().strategy)
def test_a_drawn_miss_breaks_its_rule_alone(miss):
    assert judged(miss.value) == [miss.rule]
    assert judged(miss.twin) == []


def test_a_misplaced_form_has_the_same_parts_as_its_twin():
    for miss in multipart.near_misses(rules=("misplaced",)).cover():
        assert sorted(map(repr, miss.value.parts)) == sorted(map(repr, miss.twin.parts))


def test_both_forms_of_the_expiry_miss_every_bound():
    numbers = [miss.value for miss in schema_misses("UploadFile", rules=("minimum", "maximum")).cover()]
    plain = {value["expires_after"] for value in numbers if "expires_after" in value}
    for name in ("expires_after", "expires_after[seconds]"):
        sent = [
            miss.value.first(name) for miss in multipart.near_misses(rules=("minimum", "maximum")).cover()
        ]
        assert {int(part.text) for part in sent if part is not None} == plain


def test_an_unknown_rule_is_an_error():
    with pytest.raises(ValueError, match="quota"):
        multipart.near_misses(rules=("quota",))


@pytest.mark.parametrize(
    "inputs",
    [
        multipart.unclear(),
        multipart.unclear_expiries(),
        multipart.unclear_parts(),
        multipart.unclear_bodies(),
    ],
)
def test_what_is_unclear_is_told_apart(inputs):
    cover = inputs.cover()
    assert len({each.what for each in cover}) == len(cover)
    sent = [(each.value.encode().content_type, each.value.encode().read()) for each in cover]
    assert len(set(sent)) == len(sent)


def test_no_unclear_form_is_one_that_the_docs_speak_of():
    orders = set(multipart.orders().cover())
    misses = {miss.value for miss in multipart.near_misses().cover()}
    assert not {each.value for each in multipart.unclear().cover()} & (orders | misses)


def test_bodies_are_ready_to_be_sent():
    assert all(isinstance(each.value, Encoded) for each in multipart.unclear_bodies().cover())
    assert None in [each.value.content_type for each in multipart.unclear_bodies().cover()]


def test_a_purpose_can_follow_the_file():
    assert [part.name for part in multipart.purpose_after_file().parts] == ["file", "purpose"]


def test_forms_that_ask_for_a_url_are_sound_otherwise():
    for form in multipart.with_public_url_part().cover():
        assert judged(form.without(*(part.name for part in form.parts if "public_url" in part.name))) == []
        assert any("public_url" in part.name for part in form.parts)


@pytest.mark.parametrize(
    ("name", "way", "written"),
    [
        ("a.png", "raw", b'filename="a.png"'),
        ('a"b\\.png', "raw", b'filename="a"b\\.png"'),
        ('a"b\\.png', "escaped", b'filename="a\\"b\\\\.png"'),
        ('a"\r\n.png', "percent", b'filename="a%22%0D%0A.png"'),
        ("\u00e9\r.png", "extended", b"filename*=UTF-8''%C3%A9%0D.png"),
        ("a;b.png", "faithful", b'filename="a;b.png"'),
        ('a"b.png', "faithful", b'filename="a\\"b.png"'),
        ("a\nb.png", "faithful", b"filename*=UTF-8''a%0Ab.png"),
        ("\u00e9\u2028.png", "faithful", 'filename="\u00e9\u2028.png"'.encode()),
    ],
)
def test_names_are_written_as_asked(name, way, written):
    assert written in Part("file", b"", name, filename_as=way).head()


def test_a_faithful_name_stays_within_its_line():
    for miss in filenames.forbidden().cover():
        head = Part("file", b"", miss.value).head()
        assert head.count(b"\n") == 2, miss
        assert b"\0" not in head


def test_the_bounds_come_from_the_spec(other_spec):
    values = [
        miss.value.expires_after
        for miss in multipart.near_misses(rules=("minimum",), spec=other_spec).cover()
    ]
    assert 1799 in values
    assert 3599 not in values
    assert {form.expires_after for form in multipart.orders(spec=other_spec).cover()} == {None, 1800}
    assert any(
        each.value.first("expires_after").text == "+1800"
        for each in multipart.unclear_expiries(spec=other_spec).cover()
        if each.value.first("expires_after")
    )


def test_covers_are_the_same_every_time():
    for choice in (
        multipart.orders,
        multipart.near_misses,
        multipart.unclear,
        multipart.with_public_url_part,
    ):
        assert choice().cover() == choice().cover()
