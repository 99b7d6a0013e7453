import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import pytest

from agent.evaluation.outcome import AssertionResult, CaseResult, Outcome
from agent.evaluation.reports.junit import junit
from agent.evaluation.reports.page import page
from agent.evaluation.reports.results import as_file, failing_cases
from agent.evaluation.reports.visible import visible
from foundation.model.conversation import Answer, Message, ModelIdentity, TokenUsage
from foundation.model.errors import InputError, Problem

MODEL = ModelIdentity(provider="openai", model="gpt-4o", base_url="https://models.example.com")
HOSTILE = "<script>alert(1)</script> ]]> & \x00\x1b \ud800 {{ 7 * 7 }}"


def result(case: str, status: str, **changes: Any) -> CaseResult:
    fields: dict[str, Any] = {
        "prompt": "small",
        "version": 1,
        "model": MODEL,
        "dataset": "words",
        "case": case,
        "status": status,
        "messages": [Message(role="user", text=HOSTILE)],
    }
    return CaseResult(**{**fields, **changes})


RESULTS = [
    result(
        "good",
        "passed",
        outcome=Outcome(answer=Answer(text=HOSTILE, usage=TokenUsage(input_tokens=5)), cost=0.5, seconds=1.25),
        assertions=[AssertionResult(name="gate", status="skipped", reason="nobody can tell")],
    ),
    result(
        "bad",
        "failed",
        outcome=Outcome(answer=Answer(refusal="no")),
        assertions=[AssertionResult(name="contains", status="failed", reason=HOSTILE)],
    ),
    result("old", "stale", problems=[Problem(code="recording-stale", message="stale\n  -a\n  +b", remedy="Record.")]),
    result("down", "error", problems=[Problem(code="model-timeout", message="silence", remedy="Wait.")]),
    result("bad", "passed", repetition=2),
]


def test_junit_tells_failures_from_stale_recordings_and_errors() -> None:
    root = Xml.fromstring(junit(RESULTS))
    (suite,) = root
    counts = {"tests": "5", "failures": "2", "errors": "1", "skipped": "0", "time": "1.250"}
    assert root.attrib == counts
    assert suite.attrib == {"name": "small/v1 gpt-4o", **counts}
    found = {
        case.attrib["name"]: [(child.tag, child.get("type")) for child in case if child.tag != "system-out"]
        for case in suite
    }
    assert found == {
        "good": [],
        "bad": [("failure", "failed")],
        "old": [("failure", "stale")],
        "down": [("error", "error")],
        "bad #2": [],
    }
    assert suite[0].attrib["time"] == "1.250"
    assert suite[0].findtext("system-out") == "skipped gate: nobody can tell"


class Page(HTMLParser):
    """Collects tags and what a browser would load."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.loads: list[str] = []
        self.ids: list[str] = []
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        found = dict(attrs)
        self.loads += [f"{name}={value}" for name, value in attrs if name in ("src", "href", "srcset", "data")]
        self.ids += [found["id"] or ""] if "id" in found else []
        self.open += [tag] if "open" in found else []

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_stands_alone_and_escapes_what_models_say() -> None:
    text = page(RESULTS, "small")
    found = Page()
    found.feed(text)
    assert not {"script", "link", "img", "iframe", "object"} & found.tags
    assert {load.removeprefix("href=#") for load in found.loads} <= {*found.ids}
    assert len(found.ids) == len({*found.ids})
    assert found.open == []
    assert "url(" not in text
    assert "<script>alert(1)</script>" in found.text
    assert "{{ 7 * 7 }}" in found.text
    for number in ("0000", "001B", "D800"):
        assert f"⟨U+{number}⟩" in found.text
    assert "66.7 %" in found.text
    assert "$0.5000" in found.text
    assert "skipped (nobody can tell)" in found.text


def test_the_matrix_of_the_page_leads_to_every_run() -> None:
    other = [entry.model_copy(update={"version": 2}) for entry in RESULTS]
    found = Page()
    found.feed(page([*RESULTS, *other], "small"))
    links = [load.removeprefix("href=#") for load in found.loads if "run-" in load]
    assert sorted(links) == sorted(f"run-{number}" for number in range(1, 11))
    assert {*links} <= {*found.ids}
    assert "v2 gpt-4o" in found.text


def test_two_models_have_cases_of_different_names() -> None:
    other = MODEL.model_copy(update={"model": "other"})
    root = Xml.fromstring(junit([RESULTS[0], RESULTS[0].model_copy(update={"model": other})]))
    names = [(case.get("classname"), case.get("name")) for case in root.iter("testcase")]
    assert names == [("small.v1.gpt-4o.words", "good"), ("small.v1.other.words", "good")]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain\tand\nlines", "plain\tand\nlines"),
        ("äöü 漢字 🙂", "äöü 漢字 🙂"),
        ("a\u202eb", "a⟨U+202E⟩b"),
        ("a\u200bb", "a⟨U+200B⟩b"),
        ("\U000e0041", "⟨U+E0041⟩"),
        ("\ud800", "⟨U+D800⟩"),
        ("\u2028", "⟨U+2028⟩"),
        ("\r\x00", "⟨U+000D⟩⟨U+0000⟩"),
    ],
)
def test_what_nobody_would_see_is_shown_by_its_number(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_results_of_another_prompt_are_no_filter(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    path.write_text(json.dumps(as_file("other", [])))
    with pytest.raises(InputError) as raised:
        failing_cases(path, "small")
    assert raised.value.problems[0].code == "results-foreign"


def test_the_same_results_give_the_same_reports() -> None:
    assert page(RESULTS, "small") == page(RESULTS, "small")
    assert junit(RESULTS) == junit(RESULTS)


def test_results_tell_the_next_run_what_to_repeat(tmp_path: Path) -> None:
    path = tmp_path / "results.json"
    clean = [entry.model_copy(update={"messages": [], "outcome": None, "assertions": []}) for entry in RESULTS[1:4]]
    path.write_text(json.dumps(as_file("small", [*clean, result("good", "passed", messages=[])])))
    assert failing_cases(path, "small") == {"bad", "old", "down"}


@pytest.mark.parametrize("text", ["", "{}", "[1]"])
def test_what_is_no_results_file(tmp_path: Path, text: str) -> None:
    path = tmp_path / "results.json"
    path.write_text(text)
    with pytest.raises(InputError) as raised:
        failing_cases(path, "small")
    assert raised.value.problems[0].code == "results-unreadable"


def luminance(color: str) -> float:
    """Relative luminance of a colour (WCAG 2.2)."""
    digits = "".join(digit * 2 for digit in color) if len(color) == 3 else color
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_text_stands_out_from_its_ground(theme: int) -> None:
    block = re.findall(r":root \{(.*?)\}", page(RESULTS, "small"), re.DOTALL)[theme]
    colors = dict(re.findall(r"--([a-z-]+): #([0-9a-f]+)", block))
    pairs = [("text", "page"), ("text", "soft"), ("quiet", "page"), ("quiet", "soft"), ("accent", "page")]
    pairs += [(name, f"{name}-soft") for name in ("passed", "failed", "error", "stale")]
    for pair in pairs:
        low, high = sorted(luminance(colors[name]) for name in pair)
        assert (high + 0.05) / (low + 0.05) >= 4.5, pair
