"""What Schemathesis finds at a faulty server becomes the verdict of the requirement that it concerns."""

import pytest
from exploring import EXAMPLES, explored

import readings
from conformance.fuzzing.concerns import UNCATALOGUED, UNPROMISED


@pytest.mark.parametrize(
    ("fault", "requirement", "examples"),
    [
        ("textless-file-500", "files.answers.no-server-error", 0),  # a server error
        ("delete-answers-as-text", "files.answers.json", 0),  # another content type
        ("wrong-method-404", "files.answers.wrong-method", 0),  # a method that no document has
        ("list-without-key", "access.key.required", 0),  # a key that nobody asks for
        ("client-secret-with-any-key", "access.voice.wrong-key", 0),  # a key that nobody looks at
        ("read-crosses-teams", "access.team.read", 0),  # what another team has made
        ("poll-crosses-teams", "access.team.videos", EXAMPLES),
        ("custom-voices-as-text", UNCATALOGUED, 0),  # what no other requirement promises
        ("deleted-file-readable", "files.delete.gone", 0),  # what has been deleted
    ],
)
def test_a_fault_is_found_and_named(fault, requirement, examples):
    """With what leads to it, and nothing else is blamed that binds."""
    findings, cleaned, _ = explored(fault, examples=examples)

    found = findings.of(requirement)
    assert found, [f"{each.requirement}: {each.message}" for each in findings.found]
    assert found[0].exchanges[-1].status is not None
    assert {each.requirement for each in findings.found} <= {requirement, UNPROMISED}
    assert not cleaned.left


def test_a_server_without_faults_has_no_findings():
    """Whatever is not promised is kept apart; what was created is gone."""
    findings, cleaned, _ = explored()

    assert {each.requirement for each in findings.found} <= {UNPROMISED}
    assert not findings.of(UNCATALOGUED)
    assert findings.answers > 500
    assert cleaned.created == cleaned.deleted > 0


def test_a_refusal_may_be_json_by_another_name():
    """No source says by which; what it says is judged all the same."""
    findings, _, _ = explored(changes=[readings.problems], examples=0)

    assert {each.requirement for each in findings.found} <= {UNPROMISED}


def test_where_somebody_pays_nothing_is_generated():
    """The operations that generate are left out."""
    _, _, requests = explored(examples=0, lean=True)

    assert "uploadFile" in requests
    assert not {"generateImage", "generateVideo", "createSpeech", "transcribe"} & requests.keys()
