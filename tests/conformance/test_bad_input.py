"""What is wrong with a run that cannot start is said in one sentence, with exit 2, before anything is sent."""

import pytest
from click.testing import CliRunner

from conformance.cli import main
from conformance.cli import performing as command
from conformance.cli.values import ReportFolder


def told(ended):
    """The sentence, which is all that there is."""
    code = ended.exit_code if hasattr(ended, "exit_code") else ended.code
    assert (code, ended.stdout) == (2, "")
    lines = ended.stderr.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("Error: ")
    return lines[0].removeprefix("Error: ")


@pytest.fixture
def refused(tmp_path, monkeypatch):
    """Calls `xai-conformance run` in this process, where no worker may be started."""

    def no_worker(*_, **__):
        raise AssertionError("a run was started")

    monkeypatch.setattr(command, "perform", no_worker)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("XAI_API_KEY", raising=False)
    monkeypatch.delenv("XAI_SECOND_API_KEY", raising=False)
    return lambda *arguments: told(CliRunner().invoke(main, ["run", *map(str, arguments)]))


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--colour"], "No such option '--colour'"),
        (["--target"], "Option '--target' requires an argument"),
        (["stray"], "Got unexpected extra argument (stray)"),
        (["--area", "fils"], "'fils' is not one of 'files'"),
        (["--requirement", "files.uplod.accepted"], "did you mean files.upload.accepted"),
        (["--requirement", "qqqqqqq"], "no requirement matches 'qqqqqqq'"),
        (["--area", "access", "--requirement", "files.*"], "the options leave no requirement to judge"),
        (["--level", "must"], "'must' is not one of 'MUST'"),
        (["--shard", "4/3"], "a shard is written K/N with 1 <= K <= N, not '4/3'"),
        (["--shard", "0/3"], "not '0/3'"),
        (["--shard", "one"], "not 'one'"),
        (["--workers", "0"], "0 is not in the range"),
        (["--seed", "x"], "'x' is not a valid integer"),
        (["--examples", "-1"], "-1 is not in the range"),
        (["--profile", "nowhere.toml"], "there is no profile 'nowhere.toml'"),
        (["--profile", "/"], "Is a directory"),
        (["--profile", "x" * 5000], "File name too long"),
        (["--profile", ""], "there is no profile ''"),
        (["--report-dir", ""], "the name of a folder is missing"),
        (["--budget-usd", "-1"], "-1.0 is not in the range"),
        (["--budget-usd", "5"], "the profile has no price for 'transcription', which transcription."),
        (["--budget-usd", "nan"], "nan is no number that can be counted with"),
        (
            ["--plan", "--update-known-failures", "--known-failures", "k.toml"],
            "--plan judges nothing that --update-known-failures could write down",
        ),
        (["--plan", "--profile", "nowhere.toml"], "there is no profile 'nowhere.toml'"),
        (["--plan", "--requirement", "qqqqqqq"], "no requirement matches 'qqqqqqq'"),
        (["--update-known-failures"], "--update-known-failures needs --known-failures FILE"),
        (["--known-failures", "nowhere.toml"], "nowhere.toml cannot be read: No such file"),
        (
            ["--known-failures", "no/folder.toml", "--update-known-failures"],
            "no/folder.toml cannot be written: there is no folder no",
        ),
        (
            ["--known-failures", "k.toml", "--update-known-failures", "--area", "files"],
            "k.toml is rewritten from a whole run alone, and the options leave out",
        ),
    ],
)
def test_options(refused, arguments, sentence):
    assert sentence in refused(*arguments)


@pytest.mark.parametrize(
    "address",
    ["localhost", "ftp://localhost", "http://", "http:///v1", "http://a b", "http://h:99999", "http://h:x", "http://[::1",
     "http://ü.example", "http://a..b", "http://" + "a" * 64, "http://h\n", ""],
)  # fmt: skip
def test_addresses(refused, address):
    assert "the target is not an address" in refused("--target", address)


@pytest.mark.parametrize(
    ("address", "like"),
    [
        ("localhost:8080", "http://localhost:8080"),
        ("127.0.0.1:80/v2", "http://127.0.0.1:80/v2"),
        ("[::1]:8080", "http://[::1]:8080"),
        ("mock.example", "http://mock.example"),
        ("ftp://mock.example", "https://api.x.ai"),
    ],
)
def test_an_address_without_a_scheme_is_written_out(refused, address, like):
    assert refused("--target", address).endswith(f"write it like {like}")


def test_an_address_with_a_password_is_refused_and_not_repeated(refused):
    sentence = refused("--target", "http://me:secret@localhost")
    assert "a user or a password" in sentence
    assert "secret" not in sentence
    assert "secret" not in refused("--target", "ftp://me:secret@localhost")


def test_an_address_with_a_query_is_refused(refused):
    assert "a query or a fragment" in refused("--target", "http://localhost/?a=b")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("name =", "not TOML"),
        ("= [[[", "not TOML"),
        ("x = " + "[" * 100_000, "nested too deeply"),
        ("colour = 1", "unknown key 'colour'; known are areas, base_url"),
        ("name = 1", "name has to be a text"),
        ("base_url = 1", "base_url has to be an address"),
        ('base_url = "nowhere"', "base_url is not an address: 'nowhere'"),
        ('cdn = "nowhere"', "cdn is not an address"),
        ('areas = "files"', "areas has to be a list"),
        ('areas = ["fils"]', "areas has to be made of files"),
        ("areas = [1]", "areas has to be made of files"),
        ("areas = []", "the profile names no area"),
        ("capabilities = true", "capabilities has to be a table"),
        ("capabilities.clock = 1", "capabilities.clock has to be true or false"),
        ("readings.invalid_key_status = 400", "readings.invalid_key_status has to be a list of statuses"),
        ('prices.speech = "a lot"', "prices.speech has to be a number of dollars"),
        ("timing.timeout = 0", "timing.timeout has to be more than 0 seconds"),
        ("timing.timeout = nan", "timing.timeout has to be a number of seconds"),
        ("timing.timeout = inf", "timing.timeout has to be a number of seconds"),
        ("timing.timeout = true", "timing.timeout has to be a number of seconds"),
        ('timing.settle = "1"', "timing.settle has to be a number of seconds"),
        (
            "timing.patience = 1",
            "timing.patience has to be one of clock_tolerance, generation, poll, settle, silence, timeout",
        ),
    ],
)
def test_profiles(refused, profile, text, sentence):
    assert sentence in refused("--profile", profile(text))


def test_a_profile_in_another_encoding(refused, tmp_path):
    path = tmp_path / "latin.toml"
    path.write_bytes('name = "ü"'.encode("latin-1"))
    assert refused("--profile", path).endswith("latin.toml: not UTF-8 text")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("known =", "is not TOML"),
        ("[other]", "may hold [[known]] entries alone"),
        ('[[known]]\nrequirement = "x"', "entry 1: `message` is missing"),
        (
            '[[known]]\nrequirement = "x"\nmessage = "m"\nreason = "r"\nexpires = "soon"',
            "`expires` is missing or not a date",
        ),
    ],
)
@pytest.mark.parametrize("update", [True, False])
def test_known_failures(refused, profile, text, sentence, update):
    more = ["--update-known-failures"] if update else []
    assert sentence in refused("--known-failures", profile(text, "known.toml"), *more)


def test_report_folders(refused, tmp_path):
    file = tmp_path / "file"
    file.write_text("mine")
    assert "it is a file" in refused("--report-dir", file)
    assert "cannot be written" in refused("--report-dir", file / "below")
    assert "cannot be written" in refused("--report-dir", "/proc/nowhere")
    assert file.read_text() == "mine"


@pytest.mark.parametrize("name", ["summary.md", "index.html", "failures", "allure-results"])
@pytest.mark.parametrize("command", ["run", "sdk", "strength", "examples"])
def test_what_is_no_report_is_not_replaced_by_one(tmp_path, monkeypatch, command, name):
    monkeypatch.chdir(tmp_path)
    mine = tmp_path / name
    mine.mkdir() if name == "failures" else mine.write_text("mine")

    ended = CliRunner().invoke(main, [command, "--report-dir", "."])

    assert told(ended) == (
        f"the report cannot be written to .: it would replace {name}, and no earlier report lies there"
    )
    assert mine.exists()


def test_a_report_is_replaced(tmp_path):
    (tmp_path / "summary.md").write_text("of an earlier run")
    (tmp_path / "events.jsonl").touch()

    assert ReportFolder().convert(str(tmp_path), None, None) == tmp_path


def test_a_missing_key(run, emulator):
    assert "there is no key" in told(run("--target", emulator.url))


@pytest.mark.parametrize("wrong", ["with space", "ümlaut", "new\nline"])
def test_keys_that_cannot_be_sent(refused, wrong):
    sentence = refused("--target", "http://127.0.0.1:1", "--api-key", wrong)
    assert sentence == "the key in XAI_API_KEY has characters that no header can carry"


def test_one_key_for_both_teams(refused):
    both = ["--api-key", "the-same", "--second-api-key", "the-same"]
    assert "is the same key as XAI_API_KEY" in refused("--target", "http://127.0.0.1:1", *both)


def test_wrong_keys(run, emulator, keys):
    sentence = told(run("--target", emulator.url, "--api-key", "wrong-key-canary"))
    assert sentence == f"{emulator.url} refuses the key in XAI_API_KEY (401)"
    both = ["--api-key", keys["XAI_API_KEY"], "--second-api-key", "wrong-key-canary"]
    assert "refuses the key in XAI_SECOND_API_KEY" in told(run("--target", emulator.url, *both))


def test_nobody_is_there(run, twister, keys):
    twister.__exit__()
    sentence = told(run("--target", twister.url, env=keys))
    assert sentence.startswith(f"the target does not answer: GET {twister.url}/")
    assert "no connection" in sentence


def test_somebody_else_is_there(run, twister, keys):
    twister.twist = lambda _request, _reply: [
        b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 6\r\n\r\n<html>"
    ]
    assert "is it the address of the API" in told(run("--target", twister.url, env=keys))
