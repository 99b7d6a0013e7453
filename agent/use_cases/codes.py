"""Codes: every code that a user can meet, the rules of the gate with the parameters in force."""

from collections.abc import Callable, Iterable, Mapping

from foundation.model.base import FrozenModel
from foundation.model.codes import Codes, Explanation, Kind, KnownCode
from foundation.model.errors import AgentError, InputError, Problem
from foundation.model.flags import Flag
from foundation.model.names import did_you_mean
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.checks import CHECKS
from plugins.k8s_validator.rules.rule_book import RuleBook

#: In this order they are listed.
_ORDER: tuple[Kind, ...] = ("rule", "input", "failure", "notice")


class CodesCommand(FrozenModel):
    """What to tell about codes.

    Attributes:
        code: one of them; all by default.
        policy: policy folder to go before the library's.
        profile: profile of the rules; empty takes the policy's own.
    """

    code: str | None = None
    policy: str | None = None
    profile: str = ""


def codes(
    command: CodesCommand,
    *,
    rules: Callable[[str | None, str], RuleBook],
    others: Callable[[], Mapping[str, Mapping[str, Explanation]]],
) -> Codes:
    """Return every code, or one.

    Args:
        command: what to tell.
        rules: returns the rules of a policy folder and profile, each of which may be left out.
        others: returns the codes that are no rules, by group.

    Raises:
        InputError: there is no such code, and the message names the nearest one; or the policy or profile is wrong.
    """
    book = _book(command, rules)
    known = registry(_rules(book), _others(others()))
    if command.code is None:
        return Codes(codes=list(known.values()), profile=book.profile if book else None)
    if command.code not in known:
        remedy = did_you_mean(command.code, known, f"`infra-engineer validate {Flag.LIST}` shows them all.")
        message = f"there is no code {command.code!r}"
        raise InputError(Problem(code="code-unknown", message=message, remedy=remedy, file=Flag.EXPLAIN))
    return Codes(codes=[known[command.code]], profile=book.profile if book else None)


def registry(*groups: Iterable[KnownCode]) -> dict[str, KnownCode]:
    """Return codes by name and in the order of their kinds.

    Raises:
        ValueError: a code stands there twice.
    """
    known: dict[str, KnownCode] = {}
    for entry in sorted((entry for group in groups for entry in group), key=lambda entry: _ORDER.index(entry.kind)):
        if entry.code in known:
            raise ValueError(f"the code {entry.code} is explained twice")
        known[entry.code] = entry
    return known


def _book(command: CodesCommand, rules: Callable[[str | None, str], RuleBook]) -> RuleBook | None:
    """Return the rules in force; where these are broken and nobody named them, the defaults are told."""
    try:
        return rules(command.policy, command.profile)
    except AgentError:
        if command.policy or command.profile:
            raise
        return None


def _rules(book: RuleBook | None) -> Iterable[KnownCode]:
    for code, check in CHECKS.items():
        mine = book.checks.get(code) if book else check
        yield _of_rule(mine or check, holds=mine is not None)


def _of_rule(check: Check, *, holds: bool) -> KnownCode:
    return KnownCode(
        code=check.code,
        kind="rule",
        group=check.group,
        title=check.title,
        remedy=check.remedy,
        references=list(check.references),
        severity=check.severity if holds else "off",
        kinds=list(check.kinds),
        parameters=check.parameters.model_dump() if check.parameters else {},
    )


def _others(groups: Mapping[str, Mapping[str, Explanation]]) -> Iterable[KnownCode]:
    for group, explained in groups.items():
        for code, about in explained.items():
            yield KnownCode(
                code=code,
                kind=about.kind,
                group=group,
                title=about.title,
                remedy=about.remedy,
                references=[about.source],
            )
