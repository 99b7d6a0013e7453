"""What a function of ours is, and how the library is told of it.

The library calls Python with plain values and cannot carry Python objects, so Kubernetes' own types
(quantities, addresses, URLs, versions) travel as mappings of one marked entry in a canonical spelling:
equal values are equal mappings.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from cel_expr_python import cel

STRING, INT, BOOL, DOUBLE, DYN, LIST = (
    cel.Type.STRING,
    cel.Type.INT,
    cel.Type.BOOL,
    cel.Type.DOUBLE,
    cel.Type.DYN,
    cel.Type.LIST,
)
STRINGS = cel.Type.List(STRING)
#: One of Kubernetes' own types.
OPAQUE = cel.Type.Map(STRING, DYN)
#: The library matches a parameter of unknown type against nothing, so every type is listed.
ANY = (STRING, INT, DOUBLE, BOOL, OPAQUE)


@dataclass(frozen=True)
class Native:
    """One overload of a function.

    Attributes:
        name: name in CEL; a dot in it is part of the name.
        takes: types of the parameters; of a member the receiver's first.
        gives: type of the result.
        run: the function; a ``ValueError`` is an evaluation error with its message.
        member: whether it is called on its first parameter.
    """

    name: str
    takes: tuple[Any, ...]
    gives: Any
    run: Callable[..., Any]
    member: bool = True


def declarations(functions: Iterable[Native]) -> list[cel.FunctionDecl]:
    """Return the library's declarations of functions, all overloads of a name together."""
    by_name: dict[str, list[cel.Overload]] = {}
    for function in functions:
        overloads = by_name.setdefault(function.name, [])
        overloads.append(
            cel.Overload(
                f"{function.name}_{len(overloads)}",
                return_type=function.gives,
                parameters=list(function.takes),
                is_member=function.member,
                impl=function.run,
            )
        )
    return [cel.FunctionDecl(name, overloads) for name, overloads in by_name.items()]


def marked(mark: str, value: Any) -> str:
    """Return what a mapping of ours carries.

    Raises:
        ValueError: the value is something else.
    """
    if not isinstance(value, dict) or value.keys() != {mark}:
        raise ValueError(f"the value is no {mark.rpartition('.')[2]}")
    return str(value[mark])


def accepts(parse: Callable[[str], Any]) -> Callable[[str], bool]:
    """Return the function that tells whether another one takes a text."""

    def check(text: str) -> bool:
        try:
            parse(text)
        except ValueError:
            return False
        return True

    return check
