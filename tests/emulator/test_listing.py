"""Lists: order, pages, tokens, and walks while files come and go."""

import itertools

import httpx
import pytest

from conformance.emulator.process import EmulatorProcess

NAMES = ["b", "C", "a", "\u00e9", "B", "a", "\U0001f600", "\uffee"]
SIZES = [3, 1, 2, 2, 3, 10, 9, 2]


@pytest.fixture(scope="module")
def shelf(alpha):
    """Files with ties in every sort key, in the order of their upload."""
    return [alpha.upload(b"x" * size, name, "text/plain") for name, size in zip(NAMES, SIZES, strict=True)]


def walk(team, **query):
    """All pages."""
    token: dict[str, str] = {}
    while True:
        page = team.page(**query, **token).raise_for_status().json()
        yield page["data"]
        if "pagination_token" not in page:
            return
        token = {"pagination_token": page["pagination_token"]}


KEYS = {"created_at": "created_at", "filename": "filename", "size": "bytes"}


@pytest.mark.parametrize(("sort_by", "order"), list(itertools.product(KEYS, ["asc", "desc"])))
@pytest.mark.parametrize("limit", [1, 3, 4, 8, 100])
def test_a_walk_sorts_and_visits_all_once(alpha, shelf, sort_by, order, limit):
    """By code point, ties by upload; only the last page is short, and it has no token."""
    position = {file["id"]: number for number, file in enumerate(shelf)}
    expected = sorted(
        shelf, key=lambda file: (file[KEYS[sort_by]], position[file["id"]]), reverse=order == "desc"
    )

    pages = list(walk(alpha, sort_by=sort_by, order=order, limit=limit))

    assert [file["id"] for page in pages for file in page] == [file["id"] for file in expected]
    assert [len(page) for page in pages[:-1]] == [limit] * (len(pages) - 1)
    assert len(pages[-1]) < limit


def test_the_defaults(alpha, shelf):
    """Newest first, a hundred at most."""
    assert alpha.ids() == alpha.ids(sort_by="created_at", order="desc", limit=100)


@pytest.mark.parametrize(
    "query",
    [{"limit": value} for value in ("0", "-1", "101", "ten", "1.0", "", " 1", "+1", "9" * 400)]
    + [{"order": "up"}, {"order": ""}, {"sort_by": "bytes"}, {"sort_by": "filename; DROP TABLE files"}]
    + [{"pagination_token": token} for token in ("x", "%00", "AAAA", "\u00e9", "x" * 4000, "file_1")]
    + [{"after": "file_1"}],
)
def test_what_is_refused(alpha, refused, query):
    """By the parameter's name."""
    status = 404 if query.keys() & {"pagination_token", "after"} else 400  # there is no such page
    assert refused(alpha.page(**query), status, next(iter(query)))


def test_parameters_given_twice(alpha, refused):
    """Which of them counts is nobody's to guess."""
    assert refused(alpha.http.get("/v1/files?limit=1&limit=2"), 400, "limit")
    assert refused(alpha.http.get("/v1/files?filter=%ff"), 400, "query")


def test_tokens_belong_to_their_list(alpha, beta, shelf, refused):
    """To its sort and order, and to its team; another limit or filter is allowed."""
    query = {"sort_by": "size", "order": "asc", "limit": 2}
    token = alpha.page(**query).json()["pagination_token"]

    for other in ({"order": "desc"}, {"sort_by": "filename"}):
        assert refused(alpha.page(**{**query, **other, "pagination_token": token}), 404, "pagination_token")
    assert refused(beta.page(**query, pagination_token=token), 404, "pagination_token")
    assert refused(alpha.page(**query, pagination_token=token[:-1]), 404, "pagination_token")
    assert refused(alpha.page(**query, pagination_token=token, after=shelf[0]["id"]), 400, "after")
    assert (
        alpha.ids(**{**query, "limit": 3}, pagination_token=token) == alpha.ids(**{**query, "limit": 5})[2:]
    )


def test_after_is_an_id(alpha, shelf):
    """It goes on behind that file."""
    ids = alpha.ids(order="asc")

    assert alpha.ids(order="asc", after=ids[2]) == ids[3:]
    assert alpha.ids(order="asc", after=ids[-1]) == []


@pytest.mark.parametrize("order", ["asc", "desc"])
@pytest.mark.parametrize("sort_by", KEYS)
def test_a_walk_while_files_come_and_go(sort_by, order):
    """Those that stay are seen once, even when the file that a page ended with is deleted."""
    numbers = itertools.count()
    with EmulatorProcess() as emulator:
        client = httpx.Client(
            base_url=emulator.url, headers={"authorization": f"Bearer {emulator.keys['alpha']}"}
        )

        def upload():
            number = next(numbers)
            content = b"x" * (1 + number % 4)
            return client.post("/v1/files", files={"file": (f"{number % 3}.txt", content)}).json()["id"]

        staying, seen, passing = {upload() for _ in range(9)}, [], [upload() for _ in range(9)]
        query = {"sort_by": sort_by, "order": order, "limit": "2"}
        while True:
            page = client.get("/v1/files", params=query).json()
            seen += [file["id"] for file in page["data"]]
            for file_id in {file["id"] for file in page["data"]} - staying:
                client.delete(f"/v1/files/{file_id}")
            if passing:
                client.delete(f"/v1/files/{passing.pop()}")
            if len(seen) < 30:
                upload()
            if "pagination_token" not in page:
                break
            query["pagination_token"] = page["pagination_token"]
        client.close()

    assert sorted(file_id for file_id in seen if file_id in staying) == sorted(staying)


def test_filter_sort_and_pages_together(alpha, shelf):
    """The filtered walk is the walk filtered."""
    query = {"sort_by": "filename", "order": "desc", "limit": 2}
    filtered = [file["id"] for page in walk(alpha, filter="size_bytes >= 2", **query) for file in page]

    assert filtered == [file["id"] for page in walk(alpha, **query) for file in page if file["bytes"] >= 2]
