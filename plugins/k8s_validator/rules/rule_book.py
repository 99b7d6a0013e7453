"""A profile turned into checks: which rules hold, how severe they are, with which parameters."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import lru_cache

from pydantic import ValidationError

from foundation.model.base import FrozenModel
from foundation.model.errors import InputError, Problem
from foundation.model.flags import Flag
from foundation.model.names import did_you_mean, nearest
from foundation.model.policy.platform import PlatformPolicy, RuleSetting, RuleSeverity, SourcedProfile
from foundation.source.tree import Document, Path, dotted
from foundation.source.validation import validate
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.checks import CHECKS, UNWORDED
from plugins.k8s_validator.rules.wording import worded

#: The newest version of the Pod Security Standards whose changes the rules know.
NEWEST_POD_SECURITY = (1, 37)
#: Groups that had another name before; profiles of others may still use it.
_RENAMED = {"exceptions": "waivers"}


@dataclass(frozen=True)
class RuleBook:
    """The rules of a profile.

    Attributes:
        profile: its name.
        checks: the checks that hold, by code, as the profile wants them.
        pod_security: version of the Pod Security Standards.
    """

    profile: str
    checks: dict[str, Check]
    pod_security: tuple[int, int]


class _Same:
    """Compares by identity: a policy is large, and it is the same one for a whole process."""

    def __init__(self, policy: PlatformPolicy) -> None:
        self.policy = policy

    def __hash__(self) -> int:
        return id(self.policy)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.policy is self.policy


def rule_book(policy: PlatformPolicy, profile: str) -> RuleBook:
    """Return the rules of a profile, worked out once.

    Args:
        policy: the platform policy with its profiles.
        profile: name of one; empty takes the policy's own.

    Raises:
        InputError: there is no such profile, or one names an unknown rule, group or parameter.
    """
    return _rule_book(_Same(policy), profile or policy.profile)


@lru_cache(maxsize=16)
def _rule_book(key: _Same, profile: str) -> RuleBook:
    chain = _chain(key.policy, profile)
    problems = [problem for sourced in chain for problem in _unknown_names(sourced)]
    if problems:
        raise InputError(*problems)
    groups = {_group(name) for sourced in chain for name in sourced.profile.groups}
    checks = {code: check for code, check in UNWORDED.items() if check.group in groups}
    version = NEWEST_POD_SECURITY
    for sourced in chain:
        version = _version(sourced.profile.pod_security) or version
        for code, setting in sourced.profile.rules.items():
            try:
                _apply(checks, code, setting, sourced)
            except InputError as error:
                problems += error.problems
    if problems:
        raise InputError(*problems)
    ordered = {code: checks[code] for code in CHECKS if code in checks}
    return RuleBook(profile, worded(ordered, UNWORDED), version)


def _group(name: str) -> str:
    """Return a group by the name it has now; profiles may use the one that it had before."""
    return _RENAMED.get(name, name)


def _chain(policy: PlatformPolicy, profile: str) -> list[SourcedProfile]:
    """Return a profile after those that it extends."""
    chain: list[SourcedProfile] = []
    name: str | None = profile
    while name is not None:
        found = policy.profiles.get(name)
        if found is None or found in chain:
            what = "extends itself" if found else "is not there"
            raise InputError(_profile_problem(policy, name, what, chain[0] if chain else None))
        chain.insert(0, found)
        name = found.profile.extends
    return chain


def _profile_problem(policy: PlatformPolicy, name: str, what: str, extending: SourcedProfile | None) -> Problem:
    close = nearest(name, policy.profiles)
    known = f"Use one of {', '.join(sorted(policy.profiles))}."
    return Problem(
        code="profile-unknown",
        message=f"the profile {name!r} {what}",
        remedy=f"Did you mean {close}?" if close and close != name else known,
        file=extending.source.file if extending else None,
        line=extending.source.lines.get("extends", (None,))[0] if extending else None,
        path="extends" if extending else "profile",
    )


def _unknown_names(sourced: SourcedProfile) -> list[Problem]:
    groups = sorted({check.group for check in CHECKS.values()})
    unknown = [
        _unknown(sourced, "group-unknown", f"there is no group of rules {name!r}", name, ("groups", index), groups)
        for index, name in enumerate(sourced.profile.groups)
        if _group(name) not in groups
    ]
    unknown += [
        _unknown(sourced, "rule-unknown", f"there is no rule {name!r}", name, ("rules", name), CHECKS)
        for name in sourced.profile.rules
        if name not in CHECKS
    ]
    return unknown


def _unknown(
    sourced: SourcedProfile, code: str, message: str, name: str, path: Path, known: Collection[str]
) -> Problem:
    position = sourced.source.lines.get(dotted(path), (None, None))
    return Problem(
        code=code,
        message=message,
        remedy=did_you_mean(name, known, f"`infra-engineer validate {Flag.LIST}` shows the rules."),
        file=sourced.source.file,
        line=position[0],
        column=position[1],
        path=dotted(path),
    )


def _apply(checks: dict[str, Check], code: str, setting: RuleSetting | RuleSeverity, sourced: SourcedProfile) -> None:
    severity = setting.severity if isinstance(setting, RuleSetting) else setting
    if severity == "off":
        checks.pop(code, None)
        return
    check = checks.get(code, UNWORDED[code])
    if severity is not None:
        check = replace(check, severity=severity)
    if isinstance(setting, RuleSetting) and setting.parameters:
        check = replace(check, parameters=_parameters(check, setting, sourced))
    checks[code] = check


def _parameters(check: Check, setting: RuleSetting, sourced: SourcedProfile) -> FrozenModel:
    path: Path = ("rules", check.code, "parameters")
    if check.parameters is None:
        raise InputError(
            Problem(
                code="parameters-unknown",
                message=f"the rule {check.code} has no parameters",
                remedy="Leave them out.",
                file=sourced.source.file,
                line=sourced.source.lines.get(dotted(path), (None,))[0],
                path=dotted(path),
            )
        )
    model = type(check.parameters)
    given = {**check.parameters.model_dump(), **setting.parameters}
    try:
        return model.model_validate(given)
    except ValidationError:
        raise InputError(*_located(model, given, path, sourced)) from None


def _located(model: type[FrozenModel], given: dict[str, object], path: Path, sourced: SourcedProfile) -> list[Problem]:
    """Return the mistakes in parameters at their lines in the profile's file."""
    try:
        validate(model, Document(given), sourced.source.file)
    except InputError as error:
        return [_moved(problem, dotted(path), sourced) for problem in error.problems]
    return []


def _moved(problem: Problem, inside: str, sourced: SourcedProfile) -> Problem:
    path = f"{inside}.{problem.path}" if problem.path else inside
    place = path
    while place and place not in sourced.source.lines:
        place = place.rpartition(".")[0]
    line, column = sourced.source.lines.get(place, (None, None))
    return problem.model_copy(update={"path": path, "line": line, "column": column})


def _version(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    return NEWEST_POD_SECURITY if text == "latest" else (1, int(text.partition(".")[2]))
