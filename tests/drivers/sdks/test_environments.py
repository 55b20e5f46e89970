"""Environments of SDKs: made once, whole or not at all, and what cannot be had is told in one sentence."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from conformance.drivers import environments, installing, node_environments, python_environments
from conformance.drivers.environments import EnvironmentProblem, prepare
from conformance.drivers.known import KNOWN

PIP = "ERROR: Could not find a version\nERROR: No matching distribution found for x==9\n"
DEAD = (
    "WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError: Connection refused'"
)
NPM = "npm error code ETARGET\nnpm error notarget No matching version found for x@9.\nnpm error A complete log of this"

#: Two releases of npm where nobody answers.
NPM_DEAD = (
    "npm error code ECONNREFUSED\nnpm error syscall connect\nnpm error errno ECONNREFUSED\n"
    "npm error FetchError: request to http://x failed, reason: connect ECONNREFUSED\nnpm error     at emit (node:1)"
)
NPM_LOST = (
    "npm error code ENOTFOUND\nnpm error syscall getaddrinfo\nnpm error network request to http://x failed\n"
    "npm error network This is a problem related to network connectivity."
)


@pytest.fixture
def installs(monkeypatch):
    """What is installed, by an installer that only writes down what it is asked for."""
    made = []

    def install(place, known, wanted, *, is_path):
        made.append((known.package, wanted, is_path))
        (place / "wanted").write_text("1.2.3" if is_path else wanted)

    for kind in (python_environments, node_environments):
        monkeypatch.setattr(kind, "install", install)
        monkeypatch.setattr(kind, "newest", lambda known: "9.9.9")
        monkeypatch.setattr(kind, "installed", lambda place, known: (place / "wanted").read_text())
    return made


def test_a_version_is_installed_once(installs, tmp_path):
    first = prepare("xai-sdk", "1.21.0", tmp_path)
    again = prepare("xai-sdk", "1.21.0", tmp_path)
    aio = prepare("xai-sdk-aio", "1.21.0", tmp_path)

    assert first == again
    assert first.version == "1.21.0"
    assert first.command[0] == aio.command[0]
    assert (first.command[-1], aio.command[-1]) == ("sync", "aio")
    assert installs == [("xai-sdk", "1.21.0", False)]


def test_without_a_version_it_is_the_newest(installs, tmp_path):
    assert [prepare(name, None, tmp_path).version for name in KNOWN] == ["9.9.9"] * len(KNOWN)


def test_two_at_a_time_make_one(installs, tmp_path, monkeypatch):
    begun, go = threading.Event(), threading.Event()
    install = python_environments.install

    def slow(*arguments, **keywords):
        begun.set()
        go.wait()
        install(*arguments, **keywords)

    monkeypatch.setattr(python_environments, "install", slow)
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(prepare("openai", "3.0.0", tmp_path))) for _ in "ab"
    ]
    for thread in threads:
        thread.start()
    begun.wait()
    go.set()
    for thread in threads:
        thread.join()

    assert found[0] == found[1]
    assert len(installs) == 1


def test_what_fails_in_the_middle_leaves_nothing(installs, tmp_path, monkeypatch):
    def broken(place, known, wanted, *, is_path):
        (place / "half").touch()
        raise EnvironmentProblem("there is no room")

    monkeypatch.setattr(python_environments, "install", broken)
    with pytest.raises(EnvironmentProblem, match="there is no room"):
        prepare("openai", "3.0.0", tmp_path)
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == []


def test_what_is_there_needs_no_place_to_write(installs, tmp_path, monkeypatch):
    first = prepare("openai", "3.0.0", tmp_path)

    def refuse(path):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(environments, "_locked", refuse)
    assert prepare("openai", "3.0.0", tmp_path) == first
    with pytest.raises(EnvironmentProblem, match=r"no environment can be made at .*: Permission denied"):
        prepare("openai", "3.1.0", tmp_path)


def test_a_driver_for_which_there_is_no_place_is_told_in_a_sentence(installs, tmp_path, monkeypatch):
    def refuse(**_):
        raise OSError(30, "Read-only file system")

    prepare("openai", "3.0.0", tmp_path)
    monkeypatch.setattr(node_environments.tempfile, "mkdtemp", refuse)
    monkeypatch.setattr(environments, "_made", lambda place, make: (place.mkdir(), make(place)))
    with pytest.raises(EnvironmentProblem, match=r"the driver cannot be put into .*: Read-only file system"):
        prepare("@ai-sdk/xai", "5.0.12", tmp_path)


def test_a_checkout_is_known_by_its_content(installs, tmp_path):
    checkout = tmp_path / "my-sdk"
    (checkout / ".git").mkdir(parents=True)
    (checkout / "module.py").write_text("1")
    versions = [prepare("xai-sdk", str(checkout), tmp_path / "kept").version]
    (checkout / ".git" / "index").write_text("no matter")
    versions.append(prepare("xai-sdk", str(checkout), tmp_path / "kept").version)
    (checkout / "module.py").write_text("2")
    versions.append(prepare("xai-sdk", str(checkout), tmp_path / "kept").version)

    assert versions[0] == versions[1] != versions[2]
    assert versions[0].startswith("1.2.3+")
    assert [path for _, _, path in installs] == [True, True]


@pytest.mark.parametrize(
    ("name", "version", "says"),
    [
        ("no-such-sdk", None, "no driver for 'no-such-sdk'; there are some for xai-sdk"),
        ("xai-sdk", "./nowhere", "there is nothing at ./nowhere"),
        ("openai", "nowhere.whl", "there is nothing at nowhere.whl"),
    ],
)
def test_what_cannot_be_had_is_told_in_one_sentence(installs, tmp_path, name, version, says):
    with pytest.raises(EnvironmentProblem) as problem:
        prepare(name, version, tmp_path)
    assert says in str(problem.value)
    assert "\n" not in str(problem.value)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (PIP, "No matching distribution found for x==9"),
        (
            f"{DEAD}\n{PIP}",
            "No matching distribution found for x==9 (an index of packages did not answer: Connection refused)",
        ),
        (NPM, "No matching version found for x@9."),
        (NPM_DEAD, "FetchError: request to http://x failed, reason: connect ECONNREFUSED"),
        (NPM_LOST, "request to http://x failed"),
        ("Traceback\n  boom", "boom"),
        ("", "nothing"),
    ],
)
def test_the_reason_is_the_line_that_says_why(tmp_path, said, reason):
    script = f"import sys; sys.stderr.write({said!r}); sys.exit(1)"
    with pytest.raises(EnvironmentProblem) as problem:
        installing.run((sys.executable, "-c", script), tmp_path, "Installing x")
    assert str(problem.value) == f"Installing x failed, since {Path(sys.executable).name} says: {reason}"


def test_an_installer_that_is_not_there_is_named(tmp_path):
    with pytest.raises(
        EnvironmentProblem, match="Installing x needs no-such-installer, which cannot be run here"
    ):
        installing.run(("no-such-installer", "install"), tmp_path, "Installing x")


def test_a_package_of_one_s_own_is_judged_as_it_is(tmp_path):
    """With pip itself: a package in a folder, of which nothing comes from a registry."""
    package = tmp_path / "own"
    package.mkdir()
    (package / "pyproject.toml").write_text(
        '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
        '[project]\nname = "openai"\nversion = "0.0.7"\n'
    )
    (package / "backend.py").write_text(_BACKEND)
    prepared = prepare("openai", str(package), tmp_path / "kept")

    assert prepared.version.startswith("0.0.7+")
    said = subprocess.run(
        [prepared.command[0], "-c", "import openai; print(openai.OWN)"], check=True, capture_output=True
    )
    assert said.stdout == b"True\n"


_BACKEND = """
import zipfile

def build_wheel(folder, config_settings=None, metadata_directory=None):
    name = "openai-0.0.7-py3-none-any.whl"
    files = {
        "openai.py": "OWN = True\\n",
        "openai-0.0.7.dist-info/METADATA": "Metadata-Version: 2.1\\nName: openai\\nVersion: 0.0.7\\n",
        "openai-0.0.7.dist-info/WHEEL": "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
    }
    with zipfile.ZipFile(f"{folder}/{name}", "w") as wheel:
        for path, text in files.items():
            wheel.writestr(path, text)
        record = "".join(f"{path},,\\n" for path in files)
        wheel.writestr("openai-0.0.7.dist-info/RECORD", record + "openai-0.0.7.dist-info/RECORD,,\\n")
    return name
"""


def test_nothing_of_ours_can_be_imported_where_an_sdk_lives(tmp_path):
    """A driver sees the drivers, and no module of the environment that this project is installed in."""
    launch = Path(environments.__file__).with_name("launch.py")
    script = (
        "import runpy, sys; sys.argv = ['launch.py', 'no_such_driver']\n"
        f"try: runpy.run_path({str(launch)!r}, run_name='__main__')\n"
        "except ModuleNotFoundError as error: print(error.name)\n"
        "try: import conformance.checks\n"
        "except ModuleNotFoundError as error: print(error.name)\n"
    )
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path)], check=True)
    said = subprocess.run(
        [tmp_path / "bin" / "python", "-P", "-c", script], capture_output=True, text=True, check=True
    )
    assert said.stdout.splitlines()[0] == "conformance.drivers.no_such_driver"
    assert len(said.stdout.splitlines()) == 2
