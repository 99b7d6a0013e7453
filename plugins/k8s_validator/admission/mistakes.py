"""Mistakes in expressions: what is wrong, where in the file, and which name was meant."""

import re
from collections.abc import Iterator

from foundation.model.errors import Problem
from foundation.model.expressions import expression
from foundation.model.names import did_you_mean
from foundation.source.tree import Document, Path, place
from plugins.k8s_validator.admission.cel.expression import (
    FUNCTION_NAMES,
    CompileError,
    Environment,
    Expression,
    Mistake,
)
from plugins.k8s_validator.admission.cel.literals import masked
from plugins.k8s_validator.admission.positions import place_in_file
from plugins.k8s_validator.objects.values import value_at

_UNDECLARED = expression(r"undeclared reference to '([^']+)'")
_FIELD = expression(r"(?<![\w.])(variables|request)\s*\.\s*(?:\?\s*)?(\w+)")
_TWO_VARIABLES = expression(
    r"\.(all|exists|existsOne|transformList|transformMap|transformMapEntry)\(\s*\w+\s*,\s*\w+\s*,"
)
#: What an admission request has; who sends it is known to the cluster alone.
REQUEST_FIELDS = """
    dryRun kind name namespace operation options requestKind requestResource requestSubResource resource subResource
    uid userInfo
"""
_CLUSTER_ONLY = {
    "authorizer": "it asks the cluster who may do what",
    "userInfo": "who sends the request is known to the cluster alone",
}


class Source:
    """One file of policies, for compiling its expressions.

    Args:
        file: its name for messages.
        text: its content.
        document: the document that the expressions are in.
    """

    def __init__(self, file: str, text: str, document: Document) -> None:
        self.file = file
        self._text = text
        self._document = document

    def line(self, path: Path) -> int | None:
        """Return the line of a value."""
        return self._document.position(path)[0]

    def compile(
        self,
        expression: str,
        path: Path,
        environment: Environment,
        *,
        kind: str,
        variables: list[str],
        identity: bool = False,
    ) -> tuple[Expression | None, list[Problem]]:
        """Compile one expression.

        Args:
            expression: the text.
            path: where in the document it is.
            environment: what it may use.
            kind: type that its value must have: BOOL or STRING; DYN takes any.
            variables: names under ``variables`` that are defined before it.
            identity: whether it may ask who sends the request; nobody in particular does here.
        """
        found = list(self._unknown_fields(expression, path, variables, identity))
        try:
            compiled = environment.compile(expression)
        except CompileError as error:
            return None, [
                *found,
                *(self._problem(expression, path, _inside(expression, item), environment) for item in error.mistakes),
            ]
        if kind != "DYN" and compiled.kind not in (kind, "DYN"):
            message = f"the value is of the type {compiled.kind.lower()}, not {kind.lower()}"
            found.append(self._at(path, 1, 1, "cel-type", message, "Write an expression with such a value."))
        return (None if found else compiled), found

    def _unknown_fields(self, text: str, path: Path, variables: list[str], identity: bool) -> Iterator[Problem]:
        bare = masked(text, " ")
        for match in _FIELD.finditer(bare):
            name, field = match.groups()
            line, column = _line_and_column(text, match.start(2))
            if name == "request" and field == "userInfo" and not identity:
                yield self._unsupported(path, line, column, "request.userInfo", _CLUSTER_ONLY["userInfo"])
                continue
            valid = variables if name == "variables" else REQUEST_FIELDS.split()
            if field not in valid:
                known = f"Known: {', '.join(valid)}." if valid else "None is defined before this expression."
                remedy = did_you_mean(field, valid, known, before=f"{name}.")
                yield self._at(path, line, column, "cel-name", f"there is no {name}.{field}", remedy)

    def _problem(self, text: str, path: Path, mistake: Mistake, environment: Environment) -> Problem:
        undeclared = _UNDECLARED.search(mistake.message)
        if undeclared is None:
            code = "cel-type" if "no matching overload" in mistake.message else "cel-syntax"
            remedy = "Mend the expression (CEL as in ValidatingAdmissionPolicy)."
            return self._at(path, mistake.line, mistake.column, code, mistake.message, remedy)
        lines = text.split("\n")
        line = lines[mistake.line - 1] if mistake.line <= len(lines) else ""
        full = undeclared[1]
        if line[mistake.column - 1 : mistake.column] == "(":
            return self._unknown_function(path, mistake, line, full)
        name = full.partition(".")[0]
        column = max((found.start() + 1 for found in re.finditer(rf"\b{re.escape(name)}\b", line)
                      if found.start() < mistake.column), default=mistake.column)  # fmt: skip
        if name in _CLUSTER_ONLY:
            return self._unsupported(path, mistake.line, column, name, _CLUSTER_ONLY[name])
        if _TWO_VARIABLES.search(text):
            return self._unsupported(
                path, mistake.line, column, name, "comprehensions with two variables are not available"
            )
        remedy = did_you_mean(name, environment.variables, f"Known: {', '.join(sorted(environment.variables))}.")
        return self._at(path, mistake.line, column, "cel-name", f"there is no variable {name}", remedy)

    def _unknown_function(self, path: Path, mistake: Mistake, line: str, full: str) -> Problem:
        name = full if full in line else full.rpartition(".")[2]
        column = max(line.rfind(name, 0, mistake.column) + 1, 1)
        remedy = did_you_mean(name, FUNCTION_NAMES, "See the CEL libraries of Kubernetes for what there is.")
        return self._at(path, mistake.line, column, "cel-function", f"the function {name} is not available", remedy)

    def _unsupported(self, path: Path, line: int, column: int, name: str, why: str) -> Problem:
        message = f"{name} cannot be evaluated before a cluster is asked: {why}"
        remedy = "Keep this policy in the cluster alone, or write it without."
        return self._at(path, line, column, "cel-unsupported", message, remedy)

    def _at(self, path: Path, line: int, column: int, code: str, message: str, remedy: str) -> Problem:
        position = self._document.positions.get(path)
        expression = str(value_at(self._document.data, path))
        where = place_in_file(self._text, position, expression, (line, column)) if position else (None, None)
        return Problem(
            code=code, message=message, remedy=remedy, file=self.file, line=where[0], column=where[1], path=place(path)
        )


def _inside(text: str, mistake: Mistake) -> Mistake:
    """What is missing at the end is missing after the last word, not after the line breaks behind it."""
    lines = text.rstrip().split("\n")
    if mistake.line <= len(lines):
        return mistake
    return Mistake(mistake.message, len(lines), len(lines[-1]) + 1)


def _line_and_column(text: str, offset: int) -> tuple[int, int]:
    before = text[:offset].split("\n")
    return len(before), len(before[-1]) + 1
