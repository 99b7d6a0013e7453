"""What ``tpl`` is given: a text that stands in the chart, where it can be checked, or one that a template makes."""

from collections.abc import Iterator, Sequence

from foundation.model.expressions import expression
from plugins.k8s_validator.subject.pipelines import Command, Pipeline, all_pipelines, pipelines
from plugins.k8s_validator.subject.template_functions import CHOOSING, KEEPING_TEXT
from plugins.k8s_validator.subject.template_references import Action

_OF_VALUES = expression(r"\$?\w*\.Values(?:\.\w+)*")
_FIELD = expression(r"\.(\w+)")
_VARIABLE = expression(r"\$\w+")
_FILE = expression(r"\$?\.Files\.Get")
#: Calls of named templates inside each other that are followed.
_DEEPEST = 6


class GivenTexts:
    """Follows what ``tpl`` is given to where it comes from.

    Args:
        actions: every action of the chart that may run.
    """

    def __init__(self, actions: Sequence[Action]) -> None:
        self._assigned: dict[tuple[str, str], list[tuple[Pipeline, Action]]] = {}
        self._calls: dict[str, list[tuple[Command, Action]]] = {}
        for action in actions:
            self._note(action)

    def _note(self, action: Action) -> None:
        if "=" in action.text and "$" in action.text:
            *variables, value = pipelines(action.text) or [()]
            for variable in (each[-1].operands[-1] for each in variables):
                if isinstance(variable, str):
                    self._assigned.setdefault((action.file, variable), []).append((value, action))
        if "include" in action.text or action.text.startswith("template"):
            for command in (command for pipeline in all_pipelines(action.text) for command in pipeline):
                for place, operand in enumerate(command.operands[:2]):
                    if isinstance(operand, str) and operand.startswith('"'):
                        rest = Command(command.operands[place:])
                        self._calls.setdefault(operand.strip('"'), []).append((rest, action))

    def is_checked(self, operand: "str | Pipeline", action: Action, depth: int = 0) -> bool:
        """Tell whether a text is a value of the chart, a text in a template or a file, as it stands there.

        Args:
            operand: what ``tpl`` is given.
            action: the action that gives it.
            depth: how many steps it has been followed.
        """
        if depth > _DEEPEST:
            return False
        if isinstance(operand, tuple):
            return all(self._is_kept(command, action, depth) for command in operand)
        if operand[0] in '"`' or _OF_VALUES.fullmatch(operand):
            return True
        if _VARIABLE.fullmatch(operand):
            given = self._assigned.get((action.file, operand), [])
            return bool(given) and all(self.is_checked(value, where, depth + 1) for value, where in given)
        field = _FIELD.fullmatch(operand)
        return field is not None and bool(action.within) and self._is_given(action.within, field[1], depth)

    def _is_kept(self, command: Command, action: Action, depth: int) -> bool:
        head, *rest = command.operands
        if isinstance(head, str) and _FILE.fullmatch(head):
            return len(rest) == 1 and isinstance(rest[0], str) and rest[0].startswith('"')
        if command.function:
            kept = command.function in KEEPING_TEXT | CHOOSING
            return kept and all(self.is_checked(operand, action, depth + 1) for operand in rest)
        return not rest and self.is_checked(head, action, depth + 1)

    def _is_given(self, name: str, field: str, depth: int) -> bool:
        """Tell whether every call of a named template gives it such a text: ``(dict "value" .Values.x)``."""
        calls = self._calls.get(name, [])
        return bool(calls) and all(
            any(self.is_checked(value, action, depth + 1) for value in _argument(command, field))
            for command, action in calls
        )


def texts_in(operand: "str | Pipeline") -> Iterator[str]:
    """Yield the texts that stand in what ``tpl`` is given, without their quotes."""
    if isinstance(operand, tuple):
        for command in operand:
            for inner in command.operands:
                yield from texts_in(inner)
    elif operand[0] in '"`':
        yield operand[1:-1]


def _argument(command: Command, field: str) -> "Iterator[str | Pipeline]":
    for operand in command.operands[1:]:
        if isinstance(operand, tuple) and len(operand) == 1 and operand[0].function == "dict":
            pairs = operand[0].operands[1:]
            named = [value for key, value in zip(pairs[::2], pairs[1::2], strict=False) if key == f'"{field}"']
            yield from named[-1:]
