"""Every code that the source can give is explained, and nothing else is."""

import re
from contextlib import suppress
from typing import get_args

import pytest

from agent.use_cases.codes import CodesCommand, codes, registry
from foundation.catalog.codes import read_codes
from foundation.model.codes import KINDS, Codes, Kind, KnownCode
from plugins.k8s_validator.rules.checks import CHECKS
from plugins.k8s_validator.rules.rule_book import RuleBook
from tests.codes.scan import Scanner, failures, modules
from tests.support.codes import only_known_codes
from tests.support.generation import ROOT

PACKAGES = ("agent", "plugins", "memory", "foundation")
GROUPS = read_codes()
FAILURES = GROUPS["failures"]
OTHERS = {code: about for name, group in GROUPS.items() if name != "failures" for code, about in group.items()}
#: What a source of ours is: a file, and what of it.
_OURS = re.compile(r"((?:agent|plugins|memory|foundation|templates|prompts|docs|\.env)[\w./-]*)(?:, ([^;]+))?")


def test_every_code_of_the_source_is_explained_and_no_other() -> None:
    found, lost = Scanner(modules(ROOT, *PACKAGES)).scan()
    assert lost == [], "these codes cannot be followed; write them so that tests/codes/scan.py can"
    assert {code: place for code, place in found.items() if code not in {*CHECKS, *OTHERS}} == {}, "not explained"
    assert {*CHECKS, *OTHERS} - found.keys() == set(), "explained, but nothing gives them"


def test_every_failure_is_explained_and_no_other() -> None:
    assert failures(modules(ROOT, *PACKAGES)) == FAILURES.keys()
    assert {about.kind for about in FAILURES.values()} == {"failure"}


def test_codes_are_written_alike() -> None:
    assert [code for code in {**CHECKS, **OTHERS} if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)] == []
    assert [name for name in FAILURES if not re.fullmatch(r"[a-z]+(_[a-z]+)*", name)] == []
    for group in GROUPS.values():
        assert list(group) == sorted(group)


def test_explanations_are_sentences_of_their_own() -> None:
    known = told().codes
    assert {entry.kind for entry in known} == set(get_args(Kind)) == KINDS.keys()
    for entry in known:
        assert entry.title.endswith("."), entry.code
        assert entry.remedy.endswith("."), entry.code
        assert entry.kind != "rule" or not re.search(r"[{}]", entry.title + entry.remedy), entry.code
        assert entry.references, entry.code
    titles = [entry.title for entry in known if entry.group != "failures"]
    assert [title for title in titles if titles.count(title) > 1] == []


def test_sources_of_ours_are_there() -> None:
    for code, about in {**OTHERS, **FAILURES}.items():
        for source in about.source.split("; "):
            ours = _OURS.match(source)
            if ours is None:
                continue
            path = ROOT / ours[1]
            assert path.exists(), f"{code}: {source}"
            if ours[2] and path.suffix in (".md", ".yaml"):
                words = ours[2].rpartition(".")[2]
                assert words in path.read_text(encoding="utf-8"), f"{code}: {source}"


def test_a_code_has_one_explanation() -> None:
    entry = KnownCode(code="x", kind="input", group="files", title="X.", remedy="Y.", references=["z"])
    assert registry([entry]) == {"x": entry}
    with pytest.raises(ValueError, match="the code x is explained twice"):
        registry([entry], [entry.model_copy(update={"kind": "notice"})])


class Said:
    """Has a code, like a problem."""

    def __init__(self, *, code: str) -> None:
        self.code = code


def makes_up_a_code() -> None:
    with only_known_codes(Said):
        assert [Said(code=code).code for code in ("not-utf8", "user-id")] == ["not-utf8", "user-id"]
        with suppress(AssertionError):  # as the program might
            Said(code="made-up")


def test_nothing_is_made_with_a_code_that_nothing_explains() -> None:
    with pytest.raises(AssertionError, match="codes that nothing explains: made-up"):
        makes_up_a_code()


def told() -> Codes:
    """Every code, the rules as they are by default."""

    def default(_policy: str | None, _profile: str) -> RuleBook:
        return RuleBook("default", CHECKS, (1, 37))

    return codes(CodesCommand(), rules=default, others=read_codes)
