"""Files are put where they are meant to be, beside what is right; and what use changes is seen."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

import specs
from conformance.outcomes import NotOffered, Untestable
from conformance.suite.file_inputs.sending import mixed, rightly, storable
from conformance.suite.file_inputs.slots import (
    OF_VIDEOS,
    SLOTS,
    Slot,
    Slots,
    everywhere,
    named,
    planned_source,
    right,
)
from conformance.suite.file_inputs.uses import Seen, Use, changes, own_media
from conformance.suite.made import Made
from conformance.suite.sources import ById, ByUrl, Inline
from conformance.suite.studio import IMAGES
from conformance.targets.call import Answer
from strategies import sources
from strategies.inputs import Inputs
from strategies.media import Media

SPEC = specs.load()


def answer(operation, status=200, content=b"{}"):
    return Answer(
        operation=SPEC.operations[operation], status=status, headers={}, content=content, sent=0, received=0
    )


class _Studio:
    """A target that answers requests with files in the places `takes`, and finds out late about some `late`."""

    def __init__(self, takes=SLOTS, late=(), *, lean=False):
        self.takes, self.late, self.lean = takes, late, lean
        self.tries = []

    def source(self, kind):
        if isinstance(kind, Media) and kind.kind == "zip":
            raise Untestable("no")
        return SimpleNamespace(id=f"id of {kind}")

    def ahead(self, wishes):
        list(wishes)

    def tried(self, operation, *, storage_options=None, **fields):
        self.tries.append((operation, fields))
        taken = any(right(self, slot).fields == fields and slot.operation == operation for slot in self.takes)
        return self._made(operation, 200 if taken else 400)

    def body(self, operation, **fields):
        return {"operation": operation, **fields}

    def send(self, operation, body):
        late = any(slot.operation == operation and slot.field in body for slot in self.late)
        return self._made(operation, 200 if late else 404)

    def _made(self, operation, status):
        kind = "image" if operation.endswith("Image") else "video"
        begun = answer(operation, status, b'{"request_id": "r"}')
        final = begun if kind == "image" else answer("getVideo", 200, b'{"status": "done"}')
        return Made(operation=operation, kind=kind, body={}, answer=begun, final=final)


def test_every_documented_source_is_a_place():
    named_in_spec = set()
    for operation in ("editImage", "generateVideo", "editVideo", "extendVideo"):
        for name, schema in SPEC.operations[operation].request_schema["properties"].items():
            described = schema.get("items") or schema
            forms = [described, *described.get("anyOf", ())]
            if any({"url", "file_id"} <= form.get("properties", {}).keys() for form in forms):
                named_in_spec.add(f"{operation}.{name}")

    assert {slot.name for slot in SLOTS} == named_in_spec


def test_a_source_stands_in_its_place_beside_right_ones():
    assert named("editImage.image").filled("x") == {"image": "x"}
    for slot in SLOTS:
        for lean in (False, True):
            (value,) = slot.filled("x", lean=lean).values()
            if slot.place is not None:
                assert value.index("x") == slot.place
                others = [each for each in value if each != "x"]
                assert all(isinstance(each, ById | ByUrl | Inline) for each in others)
                assert len({repr(each) for each in others}) == len(others) >= 1
    lists = [slot for slot in SLOTS if slot.place is not None]
    assert len({(slot.name, slot.place) for slot in lists}) == len(lists) == 4


def test_what_is_planned_has_a_source_in_every_place():
    assert all(planned_source(slot) for slot in SLOTS)


def test_the_smallest_request_is_not_asked_for_twice():
    studio = _Studio()
    assert right(studio, named("editImage.image")).fields == {}
    assert right(studio, named("editVideo.video")).fields == {}
    assert right(studio, named("generateVideo.image")).fields == {"image": ById("png")}


def test_only_places_that_take_right_files_are_judged():
    takes = [named("editImage.image"), named("editVideo.video")]
    slots = Slots(_Studio(takes))
    assert slots.taking() == tuple(takes)
    assert slots.taking("video") == (takes[1],)
    tries = len(slots.studio.tries)
    assert slots.taking("image") == (takes[0],)
    assert len(slots.studio.tries) == tries, "what is known is not asked again"
    with pytest.raises(Untestable, match=r"\(inputs\.first-frame\)"):
        slots.taking(among=[named("generateVideo.image")])
    with pytest.raises(Untestable, match=r"\(inputs\.image-edit\)"):
        Slots(_Studio([])).taking()
    with pytest.raises(Untestable, match=r"\(inputs\.first-frame\)"):
        slots.send(named("generateVideo.image"), "x")


class _StudioOfImages(_Studio):
    """A target behind an SDK that has no words for videos."""

    def tried(self, operation, **fields):
        if operation not in IMAGES:
            raise NotOffered(f"the SDK has no {operation}")
        return super().tried(operation, **fields)


def test_what_an_sdk_lacks_is_told_as_that_whoever_asked_first():
    slots = Slots(_StudioOfImages())
    assert {slot.operation for slot in slots.taking()} == {"editImage"}

    with pytest.raises(NotOffered, match="has no generateVideo"):
        slots.taking(among=OF_VIDEOS)


def test_everything_goes_everywhere_unless_that_is_dear():
    values = Inputs.of("a", "b", "c")
    assert len(everywhere(Slots(_Studio()), values).cover()) == 3 * len(SLOTS)
    images = sum(slot.kind == "image" for slot in SLOTS)
    assert len(everywhere(Slots(_Studio()), values, "image").cover()) == 3 * images

    late = [slot for slot in SLOTS if slot.operation == "extendVideo"]
    found = everywhere(Slots(_Studio(late=late)), values).cover()
    assert [each.source for each in found if each.slot in late] == ["a"]
    assert len(found) == 3 * (len(SLOTS) - 1) + 1

    paid = everywhere(Slots(_Studio(lean=True)), values, at=str.upper).cover()
    assert [each.source for each in paid if each.slot == SLOTS[0]] == ["A", "B", "C"]
    assert {each.slot for each in paid} == set(SLOTS)
    assert len(paid) == 3 + len(SLOTS) - 1


def test_what_is_drawn_goes_into_the_first_place():
    from hypothesis import HealthCheck, given, settings

    slots = Slots(_Studio([named("generateVideo.image"), named("editVideo.video")]))
    drawn = everywhere(slots, sources.malformed_ids(), at=lambda text: {"file_id": text})

    @settings(max_examples=20, database=None, suppress_health_check=list(HealthCheck))
    @given(drawn.strategy)
    def check(filling):
        assert filling.slot == named("generateVideo.image")
        assert set(filling.source) == {"file_id"}

    check()


def test_mixes_never_have_the_same_file_twice():
    for mix in sources.mixes().cover():
        found = mixed(mix)
        assert len({repr(each) for each in found}) == len(found)
        kinds = {"file": ById, "data": Inline, "url": ByUrl}
        assert [type(each) for each in found] == [kinds[way] for way in mix]


def test_empty_texts_become_what_is_right_there():
    studio, edit, extension = _Studio(), Slot("editImage", "image"), Slot("extendVideo", "video")
    assert rightly(studio, edit, {"url": "a", "file_id": ""}) == {"url": "a", "file_id": "id of png"}
    assert rightly(studio, extension, [{"file_id": [""]}, 1]) == [{"file_id": ["id of mp4"]}, 1]
    assert rightly(studio, edit, "").startswith("data:image/png;base64,")
    assert rightly(studio, extension, {"url": {"value": ""}})["url"]["value"].startswith("data:video/mp4;")
    assert rightly(studio, edit, "text") == "text"


def test_what_cannot_be_stored_is_left_out():
    files = Inputs.of(Media("text"), Media("zip"))
    assert storable(_Studio(), files).cover() == (Media("text"),)
    with pytest.raises(Untestable, match=r"files\.upload\.any-type"):
        storable(_Studio(), Inputs.of(Media("zip")))


def test_changes_are_seen():
    before = answer("retrieveFile", content=b'{"id": "f", "filename": "a", "expires_at": null}')
    after = answer("retrieveFile", content=b'{"id": "f", "filename": "b"}')
    use = Use(None, None, Seen(before, b""), Seen(after, b""))
    names = ("id", "filename", "expires_at", "purpose")
    assert changes(use, names) == {"filename": ("a", "b")}

    ends = replace(after, content=b'{"id": "f", "filename": "a", "expires_at": 5}', _json=...)
    assert changes(replace(use, after=Seen(ends, b"")), names) == {"expires_at": (None, 5)}
    sent = answer("uploadFile", content=b'{"id": "f", "filename": "a"}')
    unsaid = replace(use, before=Seen(sent, b""), after=Seen(ends, b""))
    assert changes(unsaid, names) == {}, "an upload need not tell of its expiry"


def test_each_place_has_a_file_of_its_own():
    assert len({own_media(slot).read() for slot in SLOTS}) == len(SLOTS)
