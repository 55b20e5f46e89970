"""A spec of our own, with other numbers than the docs have: strategies have to follow it."""

import shutil
from pathlib import Path

import pytest

import specs

OTHER = {
    "3600": "1800",
    "2592000": "86401",
    "52428800": "70000",
    "48000000": "60000",
    "maximum: 255": "maximum: 40",
    "enum: [1k, 2k]": "enum: [1k, 3k]",
    "maximum: 15\n          default: 8": "maximum: 13\n          default: 8",
    "enum: [image/png, image/jpeg, image/webp]": "enum: [image/gif]",
}


@pytest.fixture(scope="session")
def other_spec(tmp_path_factory):
    folder = tmp_path_factory.mktemp("specs")
    for path in Path(specs.__file__).parent.rglob("*.yaml"):
        target = folder / path.relative_to(Path(specs.__file__).parent)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    openapi = folder / "openapi.yaml"
    text = openapi.read_text()
    for ours, other in OTHER.items():
        assert ours in text, f"the spec no longer has {ours}: choose another number to change"
        text = text.replace(ours, other)
    openapi.write_text(text.replace("[image/png, image/jpeg, video/mp4, application/pdf]", "[text/plain]"))
    return specs.load(folder)
