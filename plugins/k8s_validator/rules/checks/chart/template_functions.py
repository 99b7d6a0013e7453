"""Templates give the same text each time: no clock, no dice, no network, no cluster."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from foundation.helm.archives import UNREADABLE, with_inner_charts
from foundation.model.expressions import expression
from foundation.model.findings import Finding
from plugins.k8s_validator.rules.check import Check, NothingToCheck
from plugins.k8s_validator.subject.pipelines import Command, Pipeline, all_pipelines, pipelines
from plugins.k8s_validator.subject.subject import ChartSubject, Subject
from plugins.k8s_validator.subject.template_functions import HANDING_ON, KEYWORDS, ORDERING, REPEATABLE, UNORDERED
from plugins.k8s_validator.subject.template_references import Action, actions, code, reached_actions
from plugins.k8s_validator.subject.template_texts import GivenTexts, texts_in

_NAME = expression(r"(?<![\w.$])[^\W\d]\w*")
_TEMPLATE_OF_INNER = expression(r"(?:.*/)?charts/[^/]+/templates/.*")
_VALUES_FILE = expression(r"(?:.*/)?values(?:-[^/]*)?\.ya?ml")
_FILE = expression(r"\.Files\.Get\s+\"([^\"]+)\"")
_UNCHECKED = "the function tpl is given a text that a template makes; only values and files of the chart are looked at"


def _run(check: Check, subject: Subject) -> Iterator[Finding]:
    if subject.chart is None:
        raise NothingToCheck("there is no chart")
    chart = subject.chart
    run = reached_actions(dict(subject.templates) | _inner_templates(chart), chart.folder, chart.name)
    found = [(action, message) for action in run for message in _faults(action.text)]
    filled = [action for action in run if "tpl" in action.text and "tpl" in _names(action.text)]
    if filled:
        given = reached_actions(_texts_for_tpl(chart, run), chart.folder, chart.name)
        found += [(action, message) for action in given for message in _faults(action.text)]
        found += _of_tpl(filled, GivenTexts(run))
    for action, message in found:
        place = f"{chart.folder}{action.file}"
        yield subject.finding(check, message, file=place).model_copy(update={"line": action.line})


def _inner_templates(chart: ChartSubject) -> dict[str, str]:
    """Return the templates of the charts inside a chart, packed or not."""
    if not any(path.startswith("charts/") for path in chart.files):
        return {}
    return {
        f"{chart.folder}{path}": content.decode("utf-8", "replace")
        for path, content in _everything(chart.files).items()
        if _TEMPLATE_OF_INNER.fullmatch(path)
    }


def _everything(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
    try:
        return with_inner_charts(files)
    except UNREADABLE:  # no render comes of it either
        return files


def _texts_for_tpl(chart: ChartSubject, run: tuple[Action, ...]) -> dict[str, str]:
    """Return what ``tpl`` may be given: values, and files that templates name."""
    named = {name for action in run for name in _FILE.findall(action.text)}
    files = {
        f"{chart.folder}{path}": content.decode("utf-8", "replace")
        for path, content in _everything(chart.files).items()
        if _VALUES_FILE.fullmatch(path) or path in named or any(path.endswith(f"/{name}") for name in named)
    }
    given = {f"{chart.folder}values-{name}.yaml": text for name, text in chart.values.items()}
    return {path: text for path, text in (files | given).items() if "{{" in text}


def _of_tpl(filled: list[Action], given: GivenTexts) -> Iterator[tuple[Action, str]]:
    for action in filled:
        for command in (command for pipeline in all_pipelines(action.text) for command in pipeline):
            if command.function != "tpl":
                continue
            if len(command.operands) < 2 or not given.is_checked(command.operands[1], action):
                yield action, _UNCHECKED
                continue
            for text in texts_in(command.operands[1]):
                # A brace that is written with an escape opens an action, too.
                yield from ((action, _UNCHECKED) for _ in text[:1] if "\\" in text)
                yield from ((action, message) for _, inner in actions(text) for message in _faults(inner))


@lru_cache(maxsize=4096)
def _faults(action: str) -> tuple[str, ...]:
    """Return what is wrong with one action; the same stands in many charts."""
    names = _names(action)
    found = {f"the function {name} may give something else each time" for name in names - REPEATABLE}
    if names & UNORDERED:
        for pipeline in pipelines(action):
            if _is_unordered(pipeline, found):
                found.add(_unordered(names & UNORDERED))
    return tuple(sorted(found))


def _names(action: str) -> frozenset[str]:
    return frozenset(_NAME.findall(code(action))) - KEYWORDS


def _is_unordered(pipeline: Pipeline, found: set[str]) -> bool:
    """Tell whether a pipeline gives entries in any order, and note where these are used as if they had one."""
    unordered = False
    for command in pipeline:
        inner = [_is_unordered(operand, found) for operand in command.operands if isinstance(operand, tuple)]
        given, function = unordered or any(inner), command.function
        unordered = function in UNORDERED or (given and (function in HANDING_ON or _is_value(command)))
        if given and not unordered and function not in ORDERING:
            found.add(_unordered(UNORDERED))
    return unordered


def _is_value(command: Command) -> bool:
    return not command.function and len(command.operands) == 1


def _unordered(names: frozenset[str]) -> str:
    return f"the function {' or '.join(sorted(names))} gives the entries in another order each time without sortAlpha"


CHECK = Check(
    code="template-functions",
    severity="error",
    title="Templates use only functions that give the same each time: none of time, chance, network or cluster.",
    remedy="Take the value from the bundle or the policy instead.",
    references=("Helm: Template function list",),
    run=_run,
    waivable=False,
)
