"""Keys and teams."""

import pytest

from conformance.emulator.process import EmulatorProcess

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32
OPERATIONS = [
    ("GET", "/v1/files"),
    ("POST", "/v1/files"),
    ("GET", "/v1/files/{}"),
    ("GET", "/v1/files/{}/content"),
    ("POST", "/v1/files/{}/public-url"),
    ("POST", "/v1/files/{}/public-url/revoke"),
    ("DELETE", "/v1/files/{}"),
]


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "Bearer",
        "Bearer wrong",
        "Basic emulator-key-alpha",
        "emulator-key-alpha",
        "Bearer é",
    ],
)
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_without_the_right_key(alpha, anyone, refused, authorization, method, path):
    """Refused, told nothing, and nothing changes."""
    file = alpha.upload(name="secret.png")
    url = alpha.url(file["id"])
    before = alpha.get(file["id"]).json()
    headers = {} if authorization is None else {"authorization": authorization.encode("utf-8")}

    answer = anyone.request(method, path.format(file["id"]), headers=headers)

    assert refused(answer, 401, "authorization")
    assert answer.headers["www-authenticate"] == "Bearer"
    assert not any(secret in answer.text for secret in ("secret.png", file["id"], url))
    assert alpha.get(file["id"]).json() == before


def test_the_schemes_case_does_not_matter(alpha, anyone):
    """As HTTP has it."""
    headers = {"authorization": "bearer emulator-key-alpha"}

    assert anyone.get("/v1/files", headers=headers).status_code == 200


def test_another_teams_file(alpha, beta, anyone, refused):
    """Not there for anyone else, whatever is tried; the CDN serves it to all."""
    file = alpha.upload()
    url = alpha.url(file["id"])
    before = alpha.get(file["id"]).json()

    for answer in (
        beta.get(file["id"]),
        beta.content(file["id"]),
        beta.delete(file["id"]),
        beta.create(file["id"]),
    ):
        assert refused(answer, 404, "file_id")
    assert beta.revoke(file["id"]).json() == {"id": file["id"], "revoked": False}
    assert file["id"] not in beta.ids()
    assert beta.ids(filter=f'file_id = "{file["id"]}"') == []
    assert refused(beta.page(after=file["id"]), 404, "after")
    assert alpha.get(file["id"]).json() == before
    assert anyone.get(url).content == PNG


def test_a_team_may_have_two_keys():
    """Both see the same files."""
    import httpx

    with EmulatorProcess({"one": "first"}, extra_keys=[("one", "second"), ("two", "third")]) as emulator:
        seen = {}
        for key in ("first", "second", "third"):
            with httpx.Client(base_url=emulator.url, headers={"authorization": f"Bearer {key}"}) as client:
                if key == "first":
                    client.post("/v1/files", files={"file": ("a.png", PNG)})
                seen[key] = len(client.get("/v1/files").json()["data"])

    assert seen == {"first": 1, "second": 1, "third": 0}
