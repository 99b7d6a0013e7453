"""Compiling the expressions of one policy."""

from foundation.model.errors import InputError, Problem
from foundation.source.tree import Path
from plugins.k8s_validator.admission.cel.expression import Environment, Expression, environment
from plugins.k8s_validator.admission.mistakes import Source
from plugins.k8s_validator.admission.model import NamedExpression, ValidatingAdmissionPolicy, Validation
from plugins.k8s_validator.admission.policy import Binding, Named, Policy, Rule

_VARIABLES = frozenset({"object", "oldObject", "request", "namespaceObject", "variables"})
#: Match conditions are evaluated before variables and parameters are there.
_CONDITION_VARIABLES = frozenset({"object", "oldObject", "request"})


def compile_policy(shape: ValidatingAdmissionPolicy, source: Source, bindings: list[Binding]) -> Policy:
    """Compile a policy.

    Raises:
        InputError: with every mistake of every expression.
    """
    compiler = _Compiler(shape, source)
    conditions = [compiler.condition(index, item) for index, item in enumerate(shape.spec.match_conditions)]
    variables = [compiler.variable(index, item) for index, item in enumerate(shape.spec.variables)]
    rules = [compiler.rule(index, item) for index, item in enumerate(shape.spec.validations)]
    if compiler.problems:
        raise InputError(*compiler.problems)
    return Policy(
        name=shape.metadata.name,
        file=source.file,
        resources=shape.spec.match_constraints,
        fail_closed=shape.spec.failure_policy == "Fail",
        environment=compiler.environment,
        conditions=[item for item in conditions if item],
        variables=[item for item in variables if item],
        rules=[rule for rule in rules if rule],
        bindings=bindings,
    )


class _Compiler:
    def __init__(self, shape: ValidatingAdmissionPolicy, source: Source) -> None:
        self._source = source
        self._defined: list[str] = []
        self.problems: list[Problem] = []
        takes_params = shape.spec.param_kind is not None
        self.environment = environment(_VARIABLES | {"params"} if takes_params else _VARIABLES)
        self._conditions = environment(_CONDITION_VARIABLES | {"params"} if takes_params else _CONDITION_VARIABLES)

    def condition(self, index: int, item: NamedExpression) -> Named | None:
        path = ("spec", "matchConditions", index, "expression")
        expression = self._compile(item.expression, path, self._conditions, "BOOL", identity=True)
        # Compiled for its mistakes above; it runs where the other expressions do.
        return Named(item.name, self.environment.compile(item.expression)) if expression else None

    def variable(self, index: int, item: NamedExpression) -> Named | None:
        expression = self._compile(item.expression, ("spec", "variables", index, "expression"), self.environment, "DYN")
        self._defined.append(item.name)
        return Named(item.name, expression) if expression else None

    def rule(self, index: int, item: Validation) -> Rule | None:
        path = ("spec", "validations", index)
        expression = self._compile(item.expression, (*path, "expression"), self.environment, "BOOL")
        message = None
        if item.message_expression is not None:
            where = (*path, "messageExpression")
            message = self._compile(item.message_expression, where, self.environment, "STRING")
        line = self._source.line((*path, "expression"))
        return Rule(expression, item.message, message, line) if expression else None

    def _compile(
        self, text: str, path: Path, scope: Environment, kind: str, *, identity: bool = False
    ) -> Expression | None:
        compiled, problems = self._source.compile(
            text, path, scope, kind=kind, variables=self._defined, identity=identity
        )
        self.problems += problems
        return compiled
