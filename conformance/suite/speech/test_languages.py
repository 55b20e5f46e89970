"""The language of a text."""

from conformance.checks import given, observe, requirement
from conformance.suite.speech.outcomes import fewer
from strategies import speech


@requirement("speech.language.missing")
@given(miss=speech.missing("language"))
def test_no_speech_without_a_language(speaker, miss):
    """The field is not there."""
    assert speaker.broken(miss).refused(miss)


@requirement("speech.language.accepted")
@given(language=lambda speaker: fewer(speaker, speech.languages(), lean=4))
def test_documented_languages(speaker, language):
    """Each, as it is documented."""
    speaker.spoken()

    assert speaker.tried(language=language).accepted


@requirement("speech.language.case")
@given(language=lambda speaker: fewer(speaker, speech.other_cases(), lean=4))
def test_the_case_of_a_language(speaker, language):
    """It does not matter."""
    documented = next(each for each in speech.languages().cover() if each.lower() == language.lower())
    speaker.spoken(language=documented)

    assert speaker.tried(language=language).accepted, f"{documented} is accepted, and {language} is not"


@requirement("speech.language.unlisted")
@given(unclear=lambda speaker: fewer(speaker, speech.unlisted_languages(), lean=6))
def test_languages_that_are_not_listed(speaker, unclear):
    """They may work."""
    observe(f"the language {unclear.what}", speaker.tried(language=unclear.value).status)
