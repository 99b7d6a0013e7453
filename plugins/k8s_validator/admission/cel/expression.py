"""Compiling and evaluating expressions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cel_expr_python import cel
from cel_expr_python.ext import ext_optional

from foundation.model.expressions import expression
from plugins.k8s_validator.admission.cel import (
    addresses,
    comparisons,
    formatting,
    lists,
    quantities,
    regex,
    strings,
    urls,
    versions,
)
from plugins.k8s_validator.admission.cel.native import declarations
from plugins.k8s_validator.admission.cel.optionals import tolerant

_MODULES = (strings, formatting, lists, regex, quantities, versions, comparisons, addresses, urls)
#: Functions and macros of the language itself, for guessing at misspelt names.
_STANDARD = """
    all bool bytes contains double duration dyn endsWith exists exists_one filter getDate getDayOfMonth getDayOfWeek
    getDayOfYear getFullYear getHours getMilliseconds getMinutes getMonth getSeconds has hasValue int map matches none
    of ofNonZeroValue optFlatMap optMap or orValue size startsWith string timestamp type uint value
"""
FUNCTION_NAMES = frozenset(
    [*_STANDARD.split(), *(function.name for module in _MODULES for function in module.FUNCTIONS)]
)
_ERROR = expression(r"ERROR: <input>:(-?\d+):(-?\d+): (.*)")
_STATUS = expression(r"^[A-Z_]+: |\s*\[[A-Z_]+\]$")


@dataclass(frozen=True)
class Mistake:
    """What is wrong with an expression; line and column count from 1 inside it."""

    message: str
    line: int
    column: int


class CompileError(Exception):
    """An expression is wrong; the mistakes say where."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__("; ".join(mistake.message for mistake in mistakes))
        self.mistakes = mistakes


class EvaluationError(Exception):
    """An expression has no value for this object; the text says why."""


@dataclass(frozen=True)
class Expression:
    """A compiled expression.

    Attributes:
        text: the source.
        kind: type of its value as far as it is known: BOOL, STRING, DYN and so on.
    """

    text: str
    kind: str
    _program: Any

    def evaluate(self, activation: Any) -> Any:
        """Return the value as plain data.

        Args:
            activation: the variables, of ``Environment.activation``.

        Raises:
            EvaluationError: it has none.
        """
        try:
            value = self._program.eval(activation)
            failed = value.type() == cel.Type.ERROR
            plain = value.plain_value()
        except Exception as error:  # the library raises what it meets; a policy must not end the run
            raise EvaluationError(_said(str(error).partition("\n")[0])) from None
        if failed:
            raise EvaluationError(_said(str(plain)))
        return plain


class Environment:
    """The variables and functions that expressions may use.

    Args:
        variables: names of the variables; their types are found out when they have values.
    """

    def __init__(self, variables: Iterable[str]) -> None:
        self.variables = frozenset(variables)
        functions = [function for module in _MODULES for function in module.FUNCTIONS]
        self._environment = cel.NewEnv(
            variables=dict.fromkeys(sorted(self.variables), cel.Type.DYN),
            extensions=[ext_optional.ExtOptional()],
            functions=declarations(functions),
        )

    def compile(self, text: str) -> Expression:
        """Compile and check an expression.

        Raises:
            CompileError: with every mistake.
        """
        try:
            program = self._environment.compile(text)
            kind = program.return_type().name()
            asked = tolerant(text)
            return Expression(text, kind, program if asked == text else self._environment.compile(asked))
        except Exception as error:  # the library has no type of its own for this
            raise CompileError(_mistakes(str(error))) from None

    def activation(self, values: Mapping[str, Any]) -> Any:
        """Bind variables, once for any number of expressions."""
        return self._environment.Activation(dict(values))


@lru_cache(maxsize=8)
def environment(variables: frozenset[str]) -> Environment:
    """Return the environment of some variables; building one takes a millisecond."""
    return Environment(variables)


def _mistakes(text: str) -> list[Mistake]:
    found = [Mistake(_said(match[3]), max(int(match[1]), 1), max(int(match[2]), 1)) for match in _ERROR.finditer(text)]
    unique = list(dict.fromkeys(found))
    return unique or [Mistake(_said(text.partition("\n")[0]), 1, 1)]


def _said(text: str) -> str:
    """Take the library's own decorations off a message."""
    return _STATUS.sub("", _STATUS.sub("", text)).replace(" (in container '')", "").partition(" expecting {")[0]
