"""The tables of rules, profiles and parameters in docs/policies.md, made from the rules themselves."""

import json
from collections.abc import Iterator
from pathlib import Path

from foundation.catalog.folder import TemplateFolder
from foundation.catalog.library import TemplateLibrary
from foundation.model.policy.platform import PlatformPolicy
from plugins.k8s_validator.objects.pods import WORKLOADS
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.rule_book import rule_book
from scripts.tables import row, with_part

PROFILES = ("baseline", "restricted", "platform")


def with_tables(page: str, templates: Path) -> str:
    """Return the page with its tables written anew.

    Args:
        page: the page's text, with a pair of marks around each table.
        templates: the template folder with the policies.
    """
    policy = TemplateLibrary([TemplateFolder(templates)]).policy
    for name, rows in (("rules", _rules(policy)), ("parameters", _parameters(policy))):
        page = with_part(page, name, "\n".join(rows) + "\n")
    return page


def _rules(policy: PlatformPolicy) -> Iterator[str]:
    books = {name: rule_book(policy, name) for name in PROFILES}
    group = ""
    for code, check in books["platform"].checks.items():
        if check.group != group:
            group = check.group
            yield f"\n### {group}\n"
            yield "| rule | severity | from profile | looks at | wants | mend | see |\n|---|---|---|---|---|---|---|"
        first = next(name for name in PROFILES if code in books[name].checks)
        severity = check.severity + (" (*)" if check.availability else "")
        cells = (f"`{code}`", severity, first, _kinds(check), check.title, check.remedy, "; ".join(check.references))
        yield row(*cells)


def _kinds(check: Check) -> str:
    if not check.kinds:
        return "everything"
    return "pods" if set(WORKLOADS) <= set(check.kinds) else ", ".join(check.kinds)


def _parameters(policy: PlatformPolicy) -> Iterator[str]:
    yield "| rule | parameter | in `platform` | what it says |\n|---|---|---|---|"
    for code, check in rule_book(policy, "platform").checks.items():
        for name, field in type(check.parameters).model_fields.items() if check.parameters else ():
            value = json.dumps(getattr(check.parameters, name))
            yield row(f"`{code}`", f"`{name}`", f"`{value}`", field.description or "")
