"""``'%s of %d'.format([...])``: the verbs of CEL's string extension."""

import math
from typing import Any

from foundation.model.expressions import expression
from plugins.k8s_validator.admission.cel.native import LIST, STRING, Native

_VERB = expression(r"%(%|(?:\.(\d{1,3}))?([a-zA-Z]))")
_SPECIAL = {math.inf: "Infinity", -math.inf: "-Infinity"}


def _format(text: str, arguments: list[Any]) -> str:
    left = list(arguments)
    parts: list[str] = []
    end = 0
    for verb in _VERB.finditer(text):
        parts.append(_plain(text[end : verb.start()]))
        end = verb.end()
        if verb[1] == "%":
            parts.append("%")
        elif left:
            parts.append(_written(verb[3], verb[2], left.pop(0)))
        else:
            raise ValueError(f"there is no argument for {verb[0]}")
    return "".join([*parts, _plain(text[end:])])


def _plain(text: str) -> str:
    if "%" in text:
        raise ValueError("a lone % stands for nothing; write %%")
    return text


def _written(verb: str, precision: str | None, value: Any) -> str:
    whole = isinstance(value, int) and not isinstance(value, bool)
    if verb == "s":
        return _text(value)
    if verb == "d" and whole:
        return str(value)
    if verb in "fe" and (whole or isinstance(value, float)):
        return _SPECIAL.get(value) or f"{float(value):.{precision or 6}{verb}}"
    if verb == "b" and isinstance(value, int):
        return f"{value:b}"
    if verb in "oxX" and whole:
        return f"{value:{verb}}"
    if verb in "xX" and isinstance(value, str):
        digits = value.encode().hex()
        return digits if verb == "x" else digits.upper()
    raise ValueError(f"%{verb} takes no {type(value).__name__}")


def _text(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, list):
        return f"[{', '.join(map(_text, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(sorted(f"{_text(key)}: {_text(item)}" for key, item in value.items())) + "}"
    if isinstance(value, float):
        return _SPECIAL.get(value) or f"{value:g}"
    return str(value)


FUNCTIONS = (Native("format", (STRING, LIST), STRING, _format),)
