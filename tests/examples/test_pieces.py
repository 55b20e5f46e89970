"""Parts that need no emulator: languages, variables, definers, answers, collecting."""

import pytest

from conformance.examples import Runtime, collect
from conformance.examples.answers import compared
from conformance.examples.collecting import PagesError
from conformance.examples.languages import flavour_of, runtime_of
from conformance.examples.script import script
from conformance.examples.shims.curl import led, rewritten, takes_the_next
from conformance.examples.variables import definer, environment_names, unassigned

ROUTES = {
    "hosts": {"api.x.ai": "http://127.0.0.1:1", "files-cdn.x.ai": "http://127.0.0.1:1/cdn"},
    "options": ["--data", "--url", "--header", "--silent", "--output", "--proxy", "--config"],
    "valued": [
        "--data",
        "--url",
        "--header",
        "--output",
        "--proxy",
        "--config",
        "-d",
        "-H",
        "-o",
        "-F",
        "-X",
        "-x",
    ],
}


@pytest.mark.parametrize(
    ("language", "text", "runtime"),
    [
        ("bash", "", Runtime.SHELL),
        ("curl", "", Runtime.SHELL),
        ("pythonXAI", "", Runtime.PYTHON),
        ("python", "", Runtime.PYTHON),
        ("javascriptAISDK", "", Runtime.JAVASCRIPT),
        ("ts", "", Runtime.JAVASCRIPT),
        ("json", "{}", None),
        ("ruby", "puts 1", None),
        ("", "curl -s https://example.org", Runtime.SHELL),
        ("", "import os\nprint(os)", Runtime.PYTHON),
        ("", 'import fs from "fs";', Runtime.JAVASCRIPT),
        ("", "only words", None),
    ],
)
def test_a_fence_means_a_runtime(language, text, runtime):
    found, unfit = runtime_of(language, text)
    assert found is runtime
    assert bool(unfit) is (runtime is None)


def test_a_flavour_is_what_the_code_shows():
    assert flavour_of(Runtime.PYTHON, "python", "from openai import OpenAI") == "openai"
    assert flavour_of(Runtime.JAVASCRIPT, "js", 'import { xai } from "@ai-sdk/xai"') == "@ai-sdk/xai"
    assert flavour_of(None, "json", "{}") == "json"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("echo $A ${B}", ("A", "B")),
        ("A=1\necho $A", ()),
        ("echo $A\nA=1", ("A",)),
        ("echo '$A' \"$B\"", ("B",)),
        ("echo ${A:-none} \\$B", ()),
        ("# $A\necho $1 $? $HOME", ()),
        ("for A in 1 2; do echo $A; done", ()),
        ("read -r A && echo $A", ()),
        ('echo "don\'t $A"', ("A",)),
        ("export A=1; echo $A", ()),
    ],
)
def test_variables_that_nobody_sets(text, names):
    assert unassigned(text) == names


def test_variables_that_a_program_reads():
    text = "os.environ['A'] os.getenv(\"B\") os.environ.get('C') process.env.D process.env['E']"
    assert environment_names(text) == ("A", "B", "C", "D", "E")


def test_the_nearest_block_of_the_section_defines_a_name(page):
    fence = "```python\n{}\n```\n\n"
    text = "".join(
        [
            "# P\n\n## One\n\n", fence.format("x = 1"), fence.format("x = 2"),
            "## Two\n\n", fence.format("from os import path as x"), fence.format("print(x)"),
            "## Three\n\n", fence.format("print(x)"), fence.format("def f():\n    y = 1"), fence.format("print(y)"),
        ]
    )  # fmt: skip
    blocks = collect([str(page(text))])
    in_two, in_three, last = blocks[3], blocks[4], blocks[6]
    assert definer("x", in_two, blocks).number == 3
    assert definer("x", in_three, blocks).number == 3
    assert definer("x", blocks[1], blocks).number == 1
    assert definer("y", last, blocks) is None
    assert definer("x", blocks[0], blocks) is None


def test_imports_of_blocks_that_follow_each_other_stand_once(page):
    text = '# P\n\n```js\nimport a from "a";\nconst b = 1;\n```\n\n```js\nimport a from "a";\nconst b = 2;\n```\n'
    first, second = collect([str(page(text))])
    made = script(second, second.text, [first.text])
    assert made.text.count("import a") == 1
    assert made.text.splitlines()[made.before] == ""
    assert made.text.splitlines()[made.before + 1] == "const b = 2;"
    assert made.name == "example.mjs"


def test_answers_are_compared_by_their_keys():
    shown = '{"a": 1, "b": {"c": [{"d": 1, "e": 2}]}}'
    assert compared(shown, '{"a": 2, "b": {"c": [{"d": 3, "f": 0}]}}') == [
        "the answer lacks what the page shows: b.c[].e"
    ]
    assert compared(shown, shown) == ["the answer has every key that the page shows"]
    assert compared(shown, "no JSON") == compared("", shown) == []


@pytest.mark.parametrize(
    ("arguments", "result"),
    [
        (["-s", "https://api.x.ai/v1/files"], ["-s", "http://127.0.0.1:1/v1/files"]),
        (["https://files-cdn.x.ai/t/n.png"], ["http://127.0.0.1:1/cdn/t/n.png"]),
        (["--url", "https://api.x.ai/v1"], ["--url", "http://127.0.0.1:1/v1"]),
        (["--url=https://api.x.ai/v1"], ["--url", "http://127.0.0.1:1/v1"]),
        (["api.x.ai/v1"], ["http://127.0.0.1:1/v1"]),
        (["-d", "https://else.where/"], ["-d", "https://else.where/"]),
        (["-sd", "https://else.where/"], ["-sd", "https://else.where/"]),
        (["-dhttps://else.where/"], ["-dhttps://else.where/"]),
        (["--data", "api.x.ai"], ["--data", "api.x.ai"]),
        (["http://127.0.0.1:5/x"], ["http://127.0.0.1:5/x"]),
    ],
)
def test_curl_is_led_to_the_emulator(arguments, result, tmp_path):
    assert rewritten(arguments, {**ROUTES, "log": str(tmp_path / "log")}) == result


@pytest.mark.parametrize(
    "arguments",
    [
        ["https://else.where/"],
        ["else.where"],
        ["https://api.x.ai@else.where/"],
        ["https://api.x.ai.else.where/"],
        ["ftp://api.x.ai/"],
        ["-x", "proxy", "https://api.x.ai/"],
        ["-sx", "proxy", "https://api.x.ai/"],
        ["--config", "file"],
        ["--conf", "file"],
        ["--proxy=else.where", "https://api.x.ai/"],
        ["--unheard", "else.where"],
        ["http://127.0.0.1.else.where/"],
        ["http://localhost:1@else.where/"],
    ],
)
def test_curl_is_led_nowhere_else(arguments, tmp_path, capsys):
    log = tmp_path / "log"
    with pytest.raises(SystemExit) as ended:
        rewritten(arguments, {**ROUTES, "log": str(log)})
    assert ended.value.code in (2, 7)
    assert "curl: " in capsys.readouterr().err


def test_short_options_end_with_one_that_takes_the_next_word():
    assert takes_the_next("-sSd", ROUTES["valued"])
    assert not takes_the_next("-dx", ROUTES["valued"])
    assert led("https://API.x.ai/v1", ROUTES) == "http://127.0.0.1:1/v1"


def test_a_fetched_page_has_to_be_markdown():
    with pytest.raises(PagesError, match="cannot be fetched"):
        collect(["http://127.0.0.1:9/page.md"])


def test_a_flat_source_is_not_blamed_for_its_indentation(page):
    from dataclasses import replace

    from conformance.examples.outcome import Outcome
    from conformance.examples.parsing import unreadable

    text = "for x in (1, 2):\n if x:\n print(x)\n"
    (block,) = collect([str(page(f"# P\n\n```python\n{text}```\n"))])
    assert unreadable(block, text, page(text), "").outcome is Outcome.FAILED
    assert unreadable(replace(block, flat=True), text, page(text), "").outcome is Outcome.MISSING
