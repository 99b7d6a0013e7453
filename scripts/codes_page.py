"""docs/codes.md: every code that a user can meet, made from the registry."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from agent.use_cases.codes import CodesCommand, codes
from foundation.catalog.codes import read_codes
from foundation.catalog.folder import TemplateFolder
from foundation.catalog.library import TemplateLibrary
from foundation.model.codes import KINDS, KnownCode
from plugins.k8s_validator.rules.rule_book import rule_book
from scripts.tables import row

_HEAD = """# Codes

Every mistake, finding and failure has a code. It stands on the terminal, in JSON, SARIF and JUnit, in `report.json` and
in events, and it stays the same when a message changes. `infra-engineer validate --list` lists them all,
`infra-engineer validate --explain CODE` says what one means; with `--policy` and `--profile` a rule says what it
wants there.

| kind | what it says | how many |
|---|---|---|
"""
_HEADINGS = {"rule": "Rules", "input": "Input", "failure": "Failures", "notice": "Notices"}
_ABOUT_RULES = "As the profile `platform` has them; [policies.md](policies.md) says more of each, and of profiles.\n"


def codes_page(templates: Path) -> str:
    """Return the page's text.

    Args:
        templates: the template folder with the policies.
    """
    policy = TemplateLibrary([TemplateFolder(templates)]).policy
    known = codes(CodesCommand(), rules=lambda _, profile: rule_book(policy, profile), others=read_codes).codes
    kinds = {kind: list(entries) for kind, entries in groupby(known, lambda entry: entry.kind)}
    lines = [row(f"[{kind}](#{_HEADINGS[kind].lower()})", KINDS[kind], str(len(kinds[kind]))) for kind in kinds]
    sections = ["\n".join(_section(kind, entries)) for kind, entries in kinds.items()]
    return _HEAD + "\n".join(lines) + "\n" + "".join(f"\n{section}\n" for section in sections)


def _section(kind: str, entries: list[KnownCode]) -> Iterator[str]:
    yield f"## {_HEADINGS[kind]}"
    yield "\n" + _ABOUT_RULES if kind == "rule" else ""
    yield (
        "| code | severity | about | wants | mend |\n|---|---|---|---|---|"
        if kind == "rule"
        else ("| code | about | what it means | mend | see |\n|---|---|---|---|---|")
    )
    for entry in entries:
        if kind == "rule":
            yield row(f"`{entry.code}`", str(entry.severity), entry.group, entry.title, entry.remedy)
        else:
            yield row(f"`{entry.code}`", entry.group, entry.title, entry.remedy, "; ".join(entry.references))
