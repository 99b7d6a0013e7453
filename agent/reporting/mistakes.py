"""Problems and findings for people: what it is, where, the line that it is about, and how to mend it."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from agent.reporting.repeats import advised_once, repeated
from foundation.model.errors import Problem
from foundation.model.findings import Cause, Finding
from foundation.model.flags import Flag

if TYPE_CHECKING:
    from agent.reporting.excerpts import Excerpts

_COLORS = {"error": "31", "warning": "33", "advice": "36", "baseline": "2"}
#: What is found there is not shown.
_UNSHOWN = "literal-secret"
#: How many further places of a piece of advice are named.
_MOST = 5


class MistakesText:
    """Puts the text together.

    Args:
        excerpts: shows the lines of files.
        is_file: tells whether there is a file of a name, so that it may be named as one to look at.
        colored: whether severities are in colours.
    """

    def __init__(self, excerpts: "Excerpts", is_file: Callable[[str], bool], *, colored: bool) -> None:
        self._excerpts = excerpts
        self._is_file = is_file
        self._colored = colored

    def of_problems(self, problems: Sequence[Problem]) -> str:
        """Return the text of problems; one that repeats itself in other files is told once."""
        return "".join(self._of_problem(*same) for same in repeated(problems))

    def of_findings(self, findings: Sequence[Finding]) -> str:
        """Return the text of findings in the same form, each at the place in the bundle that caused it.

        Advice that is the same in several places is given once, with these places.
        """
        return "".join(self._of_finding(same, further) for same, *further in advised_once(repeated(findings)))

    def of_known(self, findings: Sequence[Finding]) -> str:
        """Return the text of findings that a baseline holds; they block nothing."""
        return "".join(self._text("baseline", finding, _place(finding)) for finding in findings)

    def _of_problem(self, problem: Problem, *same: Problem) -> str:
        # What is said of a secret is said without the lines that it is about.
        secret = problem.code == _UNSHOWN or "a secret" in problem.message
        lines = [] if secret else self._excerpt(problem)
        return self._text("error", problem, problem.place, [*lines, *_also(same)])

    def _of_finding(self, found: Sequence[Finding], further: Sequence[Sequence[Finding]]) -> str:
        finding, *same = found
        lines = self._of_cause(finding.cause, found) if finding.cause is not None else _also(same)
        place = _told_at(finding)
        places = [(_told_at(other), other.made or "") for other, *_ in further]
        elsewhere = dict.fromkeys(made if at == place else at for at, made in places)
        return self._text(finding.severity, finding, place, [*lines, *_elsewhere([*elsewhere])])

    def _of_cause(self, cause: Cause, found: Sequence[Finding]) -> list[str]:
        lines = [] if cause.given_by or found[0].code == _UNSHOWN else self._excerpt(cause)
        if cause.given_by and not _is_by_flag(cause):
            lines.append(f"  from {cause.given_by}{f' ({cause.layer})' if cause.layer else ''}")
        return [*lines, *_where(found), *self._kept(found)]

    def _kept(self, findings: Sequence[Finding]) -> list[str]:
        """Return a line that names the files of findings, where they were kept."""
        kept = [_position(one) for one in findings if one.file and self._is_file(one.file)]
        return [f"  kept: {', '.join(kept)}"] if kept else []

    def _excerpt(self, place: Problem | Cause) -> list[str]:
        if place.file is None or place.line is None or place.column is None:
            return []
        return self._excerpts.at(place.file, place.line, place.column)

    def _text(self, severity: str, mistake: Problem | Finding, place: str, lines: Sequence[str] = ()) -> str:
        head = f"\033[{_COLORS[severity]}m{severity}\033[0m" if self._colored else severity
        where = f"  {printable(place)}" if place else ""
        inside = "".join(f"{printable(line)}\n" for line in lines)
        told = f"  {printable(mistake.message)}\n  mend: {printable(mistake.remedy)}\n"
        return f"{head} {mistake.code}{where}\n{inside}{told}"


def _place(finding: Finding) -> str:
    known = [f"{finding.environment}:"] if finding.environment and not finding.file else []
    return " ".join([*known, *(part for part in (_position(finding), finding.object, finding.path) if part)])


def _told_at(finding: Finding) -> str:
    """Return the place that stands beside a finding's code: that of its cause, if it is known."""
    cause = finding.cause
    if cause is None:
        return _place(finding)
    position = ":".join(str(part) for part in (cause.file, cause.line, cause.column) if part is not None)
    path = cause.path if finding.made else finding.path or cause.path
    return " ".join(part for part in (cause.given_by if _is_by_flag(cause) else position, path) if part)


def _is_by_flag(cause: Cause) -> bool:
    return (cause.given_by or "").startswith(f"{Flag.SET} ")


def _elsewhere(places: Sequence[str]) -> list[str]:
    """Return a line that names the further places of a piece of advice, the first of many."""
    named = [place for place in places if place]
    more = f" and {len(named) - _MOST} more" if len(named) > _MOST else ""
    return [f"  also: {', '.join(named[:_MOST])}{more}"] if named else []


def _position(mistake: Problem | Finding) -> str:
    return ":".join(str(part) for part in (mistake.file, mistake.line) if part is not None)


def _also(same: Sequence[Problem | Finding]) -> list[str]:
    return [f"  also: {', '.join(map(_position, same))}"] if same else []


def _where(findings: Sequence[Finding]) -> list[str]:
    """Return a line that names the object that findings are about, and the environments."""
    made = findings[0].made
    environments = ", ".join(dict.fromkeys(one.environment for one in findings if one.environment))
    return [f"  in {made}{f' ({environments})' if environments else ''}"] if made else []


def printable(text: str) -> str:
    """Return text without what could steer a terminal; bundles are hostile input."""
    return "".join(character if character.isprintable() or character in "\n\t" else "\ufffd" for character in text)
