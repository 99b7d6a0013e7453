"""Texts of templates of others: names with holes, conditions and loops, and nothing that could grow without end.

What a template may say is a list, because nothing else bounds it: a sandbox keeps a template from the machine, and not
from its time and its memory. Without assignments, calls and arithmetic, with loops over given values no deeper than
two, an expression is as large as what it names, a few times over.
"""

import traceback
from functools import lru_cache

from jinja2 import Template, TemplateError, nodes

from foundation.rendering.sandbox import sandbox

#: Characters of a template, and of what becomes of it.
LARGEST_TEMPLATE, LARGEST_TEXT = 64 * 1024, 1024 * 1024
_LOOPS, _FILTERS = 2, 4
_LONGEST_ARGUMENT, _LARGEST_ARGUMENT = 40, 16
_NODES = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.For,
    nodes.If,
    nodes.Name,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Const,
    nodes.List,
    nodes.Tuple,
    nodes.Filter,
    nodes.Test,
    nodes.Keyword,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.CondExpr,
    nodes.Concat,
)
_ALLOWED_FILTERS = frozenset(
    ["abs", "capitalize", "count", "d", "default", "dictsort", "first", "float", "int", "items", "join", "last"]
) | frozenset(["length", "list", "lower", "round", "sort", "string", "title", "tojson", "trim", "unique", "upper"])
_ALLOWED_TESTS = frozenset(
    ["boolean", "defined", "divisibleby", "eq", "equalto", "even", "false", "float", "ge", "gt", "in", "integer"]
) | frozenset(["iterable", "le", "lower", "lt", "mapping", "ne", "none", "number", "odd", "sameas", "sequence"])
_ALLOWED_TESTS |= frozenset(["string", "true", "undefined", "upper"])


class TextTemplateError(Exception):
    """A template of text is wrong.

    Args:
        message: what is wrong.
        line: one-based line, if it is known.
    """

    def __init__(self, message: str, line: int | None) -> None:
        super().__init__(message)
        self.message, self.line = message, line


def render_text(template: str, values: dict[str, object]) -> str:
    """Return a template of text with its holes filled in.

    Args:
        template: the template; every line break in it counts.
        values: what it may name.

    Raises:
        TextTemplateError: it cannot be read, says what no such template may, names what there is not, or becomes too
            large.
    """
    try:
        parts, left = [], LARGEST_TEXT
        for part in _compiled(template).generate(values):
            left -= len(part)
            if left < 0:
                raise TextTemplateError(f"it becomes more than {LARGEST_TEXT} characters", None)
            parts.append(part)
        return "".join(parts)
    except TemplateError as error:
        raise TextTemplateError(error.message or "it cannot be rendered", _line(error)) from None
    except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise TextTemplateError(str(error) or "it cannot be rendered", _line(error)) from None


@lru_cache(maxsize=256)
def _compiled(template: str) -> Template:
    if len(template) > LARGEST_TEMPLATE:
        raise TextTemplateError(f"it has more than {LARGEST_TEMPLATE} characters", None)
    environment = sandbox(literal=True)
    tree = environment.parse(template)
    _check(tree, 0)
    return environment.from_string(tree)


def _check(node: nodes.Node, loops: int) -> None:
    if not isinstance(node, _NODES):
        raise TextTemplateError(f"{_words(node)} has no place in it", node.lineno)
    if isinstance(node, nodes.Filter) and not (node.name in _ALLOWED_FILTERS and _is_small(node)):
        raise TextTemplateError(f"the filter {node.name}, or what it is given, has no place in it", node.lineno)
    if isinstance(node, nodes.Test) and node.name not in _ALLOWED_TESTS:
        raise TextTemplateError(f"the test {node.name} has no place in it", node.lineno)
    if isinstance(node, nodes.For):
        loops += 1
        if loops > _LOOPS or node.recursive:
            raise TextTemplateError(f"loops stand more than {_LOOPS} deep inside each other", node.lineno)
    if isinstance(node, nodes.Output | nodes.For | nodes.If):
        _check_growth(node)
    for inner in node.iter_child_nodes():
        _check(inner, loops)


def _is_small(node: nodes.Filter) -> bool:
    """Tell whether a filter is given short texts and small numbers alone."""
    given = [*node.args, *(pair.value for pair in node.kwargs)]
    if node.dyn_args is not None or node.dyn_kwargs is not None:
        return False
    return all(isinstance(each, nodes.Const) and len(str(each.value)) <= _LONGEST_ARGUMENT for each in given) and all(
        not isinstance(each.value, int) or each.value <= _LARGEST_ARGUMENT
        for each in given
        if isinstance(each, nodes.Const)
    )


def _check_growth(node: nodes.Node) -> None:
    """Each filter of an expression may make the text a few times as long, and joining as long as its own length."""
    for expression in node.iter_child_nodes():
        if not isinstance(expression, nodes.Expr):
            continue
        filters = [*expression.find_all(nodes.Filter), *([expression] if isinstance(expression, nodes.Filter) else [])]
        joins = [each for each in filters if each.name == "join"]
        if len(filters) > _FILTERS or len(joins) > 1:
            raise TextTemplateError(f"more than {_FILTERS} filters, or two that join, in one place", expression.lineno)


def _words(node: nodes.Node) -> str:
    known = {"Assign": "set", "Call": "a call", "Macro": "macro", "Mul": "*", "Pow": "**", "Mod": "%", "Add": "+"}
    return known.get(type(node).__name__, type(node).__name__.lower())


def _line(error: BaseException) -> int | None:
    """Return the line of the template at which it stopped."""
    known = getattr(error, "lineno", None)
    if isinstance(known, int):
        return known
    frames = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == "<template>"]
    return frames[-1] if frames else None
