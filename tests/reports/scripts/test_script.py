"""`repro.sh`, written and really run."""

import json
import shutil
import stat
import subprocess

import pytest

from reports.writing import write_all

BOUNDS = "public-url.expiry.bounds"


def test_the_script(make, written, snapshot):
    """What a person reads before running it."""
    assert (
        written(make.bounds_exchanges(), "POST answered 200 to 3599,\nand $(rm -rf /) was no good")
        == snapshot
    )


def test_a_script_for_a_single_request_is_shorter(make, written, snapshot):
    """Nothing is created, nothing captured: no Python, nothing to delete."""
    text = written(
        [make.exchange("GET", "/v1/files?limit=2", 200, {"data": []}, operation="listFiles")], "an odd order"
    )
    assert "python3" not in text
    assert "DELETE" not in text
    assert text == snapshot


def test_it_shows_the_deviation_and_leaves_nothing(make, service, replayed):
    """Captured ids and URLs take the place of the recorded ones, and the file is deleted."""
    code, output = replayed(make.bounds_exchanges(), service.url)
    assert code == 1, output
    assert "The answers are again those recorded" in output
    assert "Cleaned up file_new-1: DELETE answered 200." in output
    assert not service.files
    assert [(method, path) for method, path, *_ in service.seen] == [
        ("POST", "/v1/files"),
        ("POST", "/v1/files/file_new-1/public-url"),
        ("GET", "/cdn/token-0/file_new-1.txt"),
        ("DELETE", "/v1/files/file_new-1"),
    ]
    assert service.seen[0][2]["Authorization"] == "Bearer one"
    assert json.loads(service.seen[1][3]) == {"expires_after": 3599}
    assert "Authorization" not in service.seen[2][2]


def test_it_says_when_the_deviation_is_gone(make, service, replayed):
    """The same script against a target that was mended."""
    service.refuses = True
    code, output = replayed(make.bounds_exchanges(), service.url)
    assert code == 0, output
    assert "does not show" in output
    assert not service.files


def test_a_token_is_captured_and_encoded_anew(make, service, replayed):
    """It stands percent-encoded in the next request, and raw in the answer."""
    first = make.exchange(
        "GET", "/v1/files?limit=1", 200, {"data": [], "pagination_token": "old/token+of=files"}
    )
    second = make.exchange("GET", "/v1/files?limit=1&pagination_token=old%2Ftoken%2Bof%3Dfiles", 200)
    code, output = replayed([first, second], service.url)
    assert code == 1, output
    assert service.seen[1][1] == "/v1/files?limit=1&pagination_token=next%2Fpage%3D%3Dof%2Bfiles"


def test_part_of_a_public_url_is_captured(make, service, replayed):
    """A request for the same token with another name, at the CDN that the answer named."""
    upload, create, _ = make.bounds_exchanges()
    file_id = "file_0f3c2a4e-77aa-4b6e-9a3b-6a3c1d2e4f50"
    other = make.exchange(
        "HEAD", f"https://cdn.example/tok_8c1b7a/{file_id}.jpg?x=1", 404, identity="none", response_body=None
    )
    # In the recorded URL the token is the first segment; here it is the second, after /cdn.
    code, output = replayed([upload, create, other], service.url)
    assert code in {0, 1}, output
    method, path, *_ = service.seen[2]
    assert method == "HEAD"
    assert path.endswith("/file_new-1.jpg?x=1")


def test_two_teams_use_two_keys(make, service, replayed):
    """And each team deletes its own files."""
    code, output = replayed([make.upload(identity="second")], service.url)
    assert code == 1, output
    assert [headers["Authorization"] for _, _, headers, _ in service.seen] == ["Bearer two", "Bearer two"]


def test_the_clock_of_an_emulator_is_turned_again(make, service, replayed):
    """The control plane is part of what was recorded."""
    turn = make.exchange(
        "POST",
        "/.well-known/xai-conformance/clock",
        404,
        identity="none",
        request_body=make.body('{"advance": 3600}'),
    )
    replayed([turn], service.url)
    assert service.seen[0][1] == "/.well-known/xai-conformance/clock"
    assert service.seen[0][3] == b'{"advance": 3600}'


def test_a_missing_key_is_asked_for(make, service, replayed):
    """Before anything is sent."""
    code, output = replayed([make.upload()], service.url, keys=())
    assert code == 2
    assert "Set XAI_API_KEY" in output
    code, output = replayed([make.upload(identity="second")], service.url, keys=("one",))
    assert code == 2
    assert "Set XAI_SECOND_API_KEY" in output
    assert not service.seen


def test_a_wrong_key_is_no_sign_of_a_mended_target(make, service, replayed):
    """Nothing can be said, and the answer cannot steer the terminal."""
    code, output = replayed(make.bounds_exchanges(), service.url, keys=("three",))
    assert code == 2, output
    assert "does not know the key of the first team" in output
    assert "\x1b" not in output


def test_a_limited_rate_is_no_sign_of_a_mended_target(make, service, replayed):
    """Unless it is the last answer that changed."""
    service.slow_down = True
    code, output = replayed(make.bounds_exchanges(), service.url)
    assert code == 2, output


@pytest.mark.parametrize("embedded", [True, False])
def test_a_target_that_is_gone_is_said_to_be(make, replayed, embedded):
    """The recorded address is the default; that of an embedded target answers no more."""
    gone = "http://127.0.0.1:9"
    record = make.exchange("GET", f"{gone}/v1/files", 200)
    code, output = replayed([record], None, base_url=gone, embedded=embedded)
    assert code == 2, output
    assert "Nothing answers" in output
    assert ("emulator" in output) == embedded


def test_an_answer_without_the_captured_value_differs(make, service, replayed):
    """The next request could not be the recorded one."""
    first = make.exchange("GET", "/v1/files", 200, {"data": [{"id": "file_12345678"}]})
    second = make.exchange("GET", "/v1/files/file_12345678", 200)
    code, output = replayed([first, second], service.url)
    assert code == 0, output
    assert "Answer 1 has no text at data.0.id." in output
    assert len(service.seen) == 1


def test_what_is_written_can_be_run(sample, spec, tmp_path):
    """The file is executable, and its exchanges are the recorded ones."""
    write_all(sample, tmp_path, spec=spec)
    folder = tmp_path / "failures" / BOUNDS
    assert (folder / "repro.sh").stat().st_mode & stat.S_IXUSR
    document = json.loads((folder / "exchanges.json").read_text())
    found = sample.requirements[BOUNDS]
    assert document["exchanges"] == [exchange.as_json() for exchange in found.exchanges]


@pytest.mark.skipif(shutil.which("shellcheck") is None, reason="needs shellcheck")
def test_shellcheck_has_nothing_to_say(make, sample, spec, written, tmp_path):
    """Scripts are read by careful people."""
    write_all(sample, tmp_path, spec=spec)
    single = tmp_path / "failures" / "single" / "repro.sh"
    single.parent.mkdir()
    single.write_text(written([make.exchange("GET", "/v1/files", 200)]))
    answer = {"status": "done", "video": {"url": "https://vidgen.example/abc.mp4"}}
    body = make.body('{"storage_options": {}, "image": {"url": "data:image/png;base64,' + "A" * 5000 + '"}}')
    jobs = [
        make.exchange(
            "POST",
            "/v1/videos/edits",
            200,
            {"request_id": "abcdefgh"},
            operation="editVideo",
            request_body=body,
        ),
        make.exchange("GET", "/v1/videos/abcdefgh", 200, answer, operation="getVideo"),
    ]
    video = tmp_path / "failures" / "video" / "repro.sh"
    video.parent.mkdir()
    video.write_text(written(jobs))
    scripts = sorted(map(str, tmp_path.glob("failures/*/repro.sh")))
    done = subprocess.run(["shellcheck", *scripts], check=False, capture_output=True, text=True)
    assert done.stdout == ""
