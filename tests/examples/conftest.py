"""Pages of our own, run as a command would run them."""

from pathlib import Path

import pytest

from conformance.examples import Settings, collect, run


@pytest.fixture(scope="session")
def ran(tmp_path_factory):
    """Runs a page: the result of the first block under each heading."""

    def call(text, **settings):
        page = tmp_path_factory.mktemp("page") / "own-page.md"
        page.write_text(f"# Own page\n\n{text}\n", encoding="utf-8")
        blocks = collect([str(page)])
        found = list(run(blocks, blocks, Settings(**settings)))
        return {result.block.heading: result for result in reversed(found)}

    return call


@pytest.fixture
def page(tmp_path):
    """Writes a page: its path."""

    def write(text, name="own-page.md"):
        path: Path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write
