"""Every code that the source can give, found by following what is passed as one.

A code is what is given as ``code`` to a problem, a finding or a rule, or in what changes a finding. Names, parameters,
tables, tuples, conditions, format strings and calls are followed to the texts that they can be. What cannot be
followed is reported, so nothing gets by in silence.
"""

import ast
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

#: Classes whose ``code`` a user meets.
CARRIERS = {"Problem", "Finding", "Check"}
_FIELD = "code"
#: Other ways to make one, in which a code would not be seen.
_CONSTRUCTORS = ("model_construct", "model_validate", "model_validate_json")
#: Methods that give one of the values of what they are called on.
_LOOK_UP = {"get", "pop", "items", "values", "setdefault"}


class Lost(Exception):
    """An expression that cannot be followed."""


@dataclass
class Module:
    """A parsed file.

    Attributes:
        name: dotted name.
        tree: its syntax; every node knows its parent.
        constants: what names are bound to at the top level and in its classes.
        functions: functions and methods by name.
        imports: imported names: module and name there.
    """

    name: str
    tree: ast.Module
    constants: dict[str, ast.expr] = field(default_factory=dict)
    functions: dict[str, list[ast.FunctionDef]] = field(default_factory=dict)
    imports: dict[str, tuple[str, str]] = field(default_factory=dict)


def parse(name: str, text: str) -> Module:
    """Return a module with what its names mean."""
    module = Module(name, ast.parse(text))
    for node in ast.walk(module.tree):
        for child in ast.iter_child_nodes(node):
            child.parent = node  # type: ignore[attr-defined]
        if isinstance(node, ast.FunctionDef):
            module.functions.setdefault(node.name, []).append(node)
        elif isinstance(node, ast.ImportFrom) and node.module:
            module.imports.update({each.asname or each.name: (node.module, each.name) for each in node.names})
    for scope in (module.tree, *(node for node in module.tree.body if isinstance(node, ast.ClassDef))):
        for statement in scope.body:
            module.constants.update(_constants(statement))
    return module


def modules(root: Path, *packages: str) -> list[Module]:
    """Return every module of the packages."""
    found = []
    for package in packages:
        for path in sorted((root / package).rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            name = ".".join(parts).removesuffix(".__init__")
            found.append(parse(name, path.read_text(encoding="utf-8")))
    return found


def _constants(statement: ast.stmt) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(statement, ast.Assign):
        yield from ((target.id, statement.value) for target in statement.targets if isinstance(target, ast.Name))
    elif isinstance(statement, ast.AnnAssign) and statement.value and isinstance(statement.target, ast.Name):
        yield statement.target.id, statement.value


class Scanner:
    """Follows codes through modules.

    Args:
        parsed: the modules; what they import from others is not followed.
    """

    def __init__(self, parsed: list[Module]) -> None:
        self.modules = {module.name: module for module in parsed}
        self._calls: dict[str, list[tuple[Module, ast.Call]]] = {}
        for module in parsed:
            for node in ast.walk(module.tree):
                if isinstance(node, ast.Call):
                    self._calls.setdefault(_called(module, node), []).append((module, node))
        self._open: set[tuple[int, int | None]] = set()

    def scan(self) -> tuple[dict[str, str], list[str]]:
        """Return every code with a place that gives it, and the places whose code cannot be followed."""
        found: dict[str, str] = {}
        lost = []
        for module, given in self._given():
            place = f"{module.name}:{given.lineno}"
            try:
                for code in sorted(self._texts(module, given)):
                    found.setdefault(code, place)
            except Lost as reason:
                lost.append(f"{place} {ast.unparse(given)}: {reason}")
        return found, lost

    def _given(self) -> Iterator[tuple[Module, ast.expr]]:
        """Yield what is given as a code; where that does not show, the whole call."""
        for name in CARRIERS:
            for module, call in self._calls.get(name, []):
                yield module, next((keyword.value for keyword in call.keywords if keyword.arg == _FIELD), call)
        for name in _CONSTRUCTORS:
            for module, call in self._calls.get(name, []):
                if isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) in CARRIERS:
                    yield module, call
        for module, call in self._calls.get("model_copy", []):
            for changes in (keyword.value for keyword in call.keywords if isinstance(keyword.value, ast.Dict)):
                for key, value in zip(changes.keys, changes.values, strict=True):
                    if isinstance(key, ast.Constant) and key.value == _FIELD:
                        yield module, value

    def _texts(self, module: Module, node: ast.expr, at: int | None = None) -> set[str]:
        """Return the texts that an expression can be, or an element of it.

        Args:
            module: where it stands.
            node: the expression.
            at: which element, of expressions that hold tuples.

        Raises:
            Lost: it cannot be followed.
        """
        key = (id(node), at)
        if key in self._open:
            return set()  # a name that is bound to itself adds nothing
        self._open.add(key)
        try:
            return self._followed(module, node, at)
        finally:
            self._open.discard(key)

    def _followed(self, module: Module, node: ast.expr, at: int | None) -> set[str]:
        match node:
            case ast.Constant(value=str(text)):
                return {text}
            case ast.Constant(value=None) | ast.Attribute(attr="code"):
                return set()  # the code of what was found is known where it was made
            case ast.Tuple(elts=elements) if at is not None and not any(isinstance(e, ast.Starred) for e in elements):
                return self._texts(module, elements[at])
            case ast.JoinedStr(values=parts):
                shown = [part.value if isinstance(part, ast.FormattedValue) else part for part in parts]
                pieces = [self._texts(module, part) for part in shown]
                return {"".join(chosen) for chosen in product(*pieces)}
            case ast.IfExp(body=body, orelse=orelse):
                return self._all(module, [body, orelse], at)
            case ast.BoolOp(values=values) | ast.Dict(values=values) | ast.List(elts=values):
                return self._all(module, values, at)
            case ast.DictComp(value=value) | ast.ListComp(elt=value) | ast.GeneratorExp(elt=value):
                return self._texts(module, value, at)
            case ast.Subscript(value=value, slice=ast.Constant(value=int(place))):
                return self._texts(module, value, place)
            case ast.Subscript(value=value):
                return self._texts(module, value, at)
            case ast.Attribute() | ast.Name():
                return self._named(module, node, at)
            case ast.Call() if _called(module, node) in CARRIERS:
                raise Lost("the code is not given by name")
            case ast.Call():
                return self._returned(module, node, at)
        raise Lost(f"a {type(node).__name__} is not followed")

    def _all(self, module: Module, nodes: list[ast.expr], at: int | None) -> set[str]:
        return {text for node in nodes for text in self._texts(module, node, at)}

    def _named(self, module: Module, node: ast.Name | ast.Attribute, at: int | None) -> set[str]:
        """Return the texts of a name: a local one, a parameter, a constant, an imported constant."""
        name = node.id if isinstance(node, ast.Name) else node.attr
        function = _around(node) if isinstance(node, ast.Name) else None
        while function is not None:
            bound = list(_bound(function, name))
            if bound:
                return {t for value, own in bound for t in self._texts(module, value, at if own is None else own)}
            if name in _parameters(function):
                return self._passed(module, function, name, at)
            function = _around(function)
        if name in module.constants:
            return self._texts(module, module.constants[name], at)
        origin, there = module.imports.get(name, ("", ""))
        other = self.modules.get(origin)
        if other is not None and there in other.constants:
            return self._texts(other, other.constants[there], at)
        raise Lost(f"the name {name} is bound nowhere")

    def _passed(self, module: Module, function: ast.FunctionDef, name: str, at: int | None) -> set[str]:
        """Return the texts that callers pass to a parameter."""
        found: set[str] = set()
        names = _parameters(function)
        called = _class(function) if function.name == "__init__" else function.name
        for other, call in self._calls.get(called, []):
            if not any(meant is function for _, meant in self._meant(other, call)):
                continue
            given = [keyword.value for keyword in call.keywords if keyword.arg == name]
            place = names.index(name) - (names[0] in ("self", "cls"))
            given = given or call.args[place : place + 1]
            if not given and name not in _defaults(function):
                raise Lost(f"a call in {other.name}:{call.lineno} does not show it")
            found |= self._all(other, given, at) if given else self._texts(module, _defaults(function)[name], at)
        return found

    def _returned(self, module: Module, node: ast.Call, at: int | None) -> set[str]:
        """Return the texts that a call gives: of a look-up in a table, or of one of our functions."""
        if isinstance(node.func, ast.Attribute) and node.func.attr in _LOOK_UP:
            with suppress(Lost):
                given = node.args[1:] if node.func.attr == "get" else []
                return self._all(module, [node.func.value, *given], at)
        functions = self._meant(module, node)
        if not functions:
            raise Lost(f"what {_called(module, node)} returns is not known")
        return {
            text
            for other, function in functions
            for inner in ast.walk(function)
            if isinstance(inner, ast.Return | ast.Yield) and inner.value is not None
            for text in self._texts(other, inner.value, at)
        }

    def _meant(self, module: Module, call: ast.Call) -> list[tuple[Module, ast.FunctionDef]]:
        """Return the functions that a call can mean: the own or imported one, or every method that it fits."""
        name = _called(module, call)
        if isinstance(call.func, ast.Name):
            origin, there = module.imports.get(call.func.id, (module.name, name))
            other = self.modules.get(origin)
            if other is None:
                return []
            made = [made for made in other.functions.get("__init__", []) if _class(made) == there]
            return [(other, function) for function in [*other.functions.get(there, []), *made]]
        methods = [
            (other, function)
            for other in self.modules.values()
            for function in other.functions.get(name, [])
            if _class(function) and _fits(call, function)
        ]
        around = _around(call)
        own = around and [each for each in methods if each[0] is module and _class(each[1]) == _class(around)]
        return own if own and _on_itself(call) else methods


def _called(module: Module, node: ast.Call) -> str:
    """Return the name of what is called, as it is called where it was made."""
    match node.func:
        case ast.Name(id=name):
            return module.imports.get(name, ("", name))[1]
        case ast.Attribute(attr=name):
            return name
    return ""


def _parameters(function: ast.FunctionDef) -> list[str]:
    given = function.args
    return [argument.arg for argument in (*given.posonlyargs, *given.args, *given.kwonlyargs)]


def _defaults(function: ast.FunctionDef) -> dict[str, ast.expr]:
    given = function.args
    positional = [argument.arg for argument in (*given.posonlyargs, *given.args)]
    late = dict(zip(reversed(positional), reversed(given.defaults), strict=False))
    named = {a.arg: d for a, d in zip(given.kwonlyargs, given.kw_defaults, strict=True) if d is not None}
    return {**late, **named}


def _class(function: ast.FunctionDef) -> str:
    """Return the name of the class that a method is of; empty for other functions."""
    holder = function.parent  # type: ignore[attr-defined]
    return holder.name if isinstance(holder, ast.ClassDef) else ""


def _on_itself(call: ast.Call) -> bool:
    match call.func:
        case ast.Attribute(value=ast.Name(id="self" | "cls")):
            return True
    return False


def _fits(call: ast.Call, method: ast.FunctionDef) -> bool:
    """Tell whether a method can be called so."""
    names = _parameters(method)
    names = names[names[:1] in (["self"], ["cls"]) :]
    given = [*names[: len(call.args)], *(keyword.arg for keyword in call.keywords)]
    if len(call.args) > len(names) or any(isinstance(argument, ast.Starred) for argument in call.args):
        return False
    return set(given) <= set(names) <= {*given, *_defaults(method)}


def _around(node: ast.AST) -> ast.FunctionDef | None:
    """Return the function that a node stands in."""
    parent = getattr(node, "parent", None)
    while parent is not None and not isinstance(parent, ast.FunctionDef):
        parent = getattr(parent, "parent", None)
    return parent


def _bound(function: ast.FunctionDef, name: str) -> Iterator[tuple[ast.expr, int | None]]:
    """Yield what a local name is bound to; with the element's place where it is one of several."""
    for node in ast.walk(function):
        targets: list[tuple[ast.expr, ast.expr]] = []
        if isinstance(node, ast.Assign):
            targets = [(target, node.value) for target in node.targets]
        elif isinstance(node, ast.AnnAssign | ast.NamedExpr) and node.value is not None:
            targets = [(node.target, node.value)]
        elif isinstance(node, ast.For | ast.comprehension):
            targets = [(node.target, node.iter)]
        for target, value in targets:
            if isinstance(target, ast.Name) and target.id == name:
                yield value, None
            elif isinstance(target, ast.Tuple):
                for place, element in enumerate(target.elts):
                    if isinstance(element, ast.Name) and element.id == name:
                        yield value, place


def failures(parsed: list[Module]) -> set[str]:
    """Return the names of failures: what classes say under ``failure``."""
    return {
        value.value
        for module in parsed
        for scope in ast.walk(module.tree)
        if isinstance(scope, ast.ClassDef)
        for statement in scope.body
        for name, value in _constants(statement)
        if name == "failure" and isinstance(value, ast.Constant)
    }
