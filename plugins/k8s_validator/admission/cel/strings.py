"""String functions of CEL's extension library in the version that Kubernetes has; positions count code points."""

from typing import Any

from plugins.k8s_validator.admission.cel.native import INT, LIST, STRING, STRINGS, Native

_QUOTED = {"\a": r"\a", "\b": r"\b", "\f": r"\f", "\n": r"\n", "\r": r"\r", "\t": r"\t", "\v": r"\v"}
#: What CEL's ``trim`` takes away; Python's own takes more.
_BLANK = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))


def _position(text: str, index: int) -> int:
    if not 0 <= index <= len(text):
        raise ValueError(f"index out of range: {index}")
    return index


def _index_of(text: str, part: str, start: int = 0) -> int:
    return text.find(part, _position(text, start))


def _last_index_of(text: str, part: str, end: int | None = None) -> int:
    return text.rfind(part) if end is None else text.rfind(part, 0, _position(text, end) + len(part))


def _substring(text: str, start: int, end: int | None = None) -> str:
    end = len(text) if end is None else _position(text, end)
    if _position(text, start) > end:
        raise ValueError(f"invalid substring range: {start} to {end}")
    return text[start:end]


def _replace(text: str, old: str, new: str, count: int = -1) -> str:
    return text.replace(old, new, count if count >= 0 else -1)


def _split(text: str, separator: str, count: int = -1) -> list[str]:
    if count == 0:
        return []
    if separator:
        return text.split(separator, count - 1 if count > 0 else -1)
    parts = list(text)
    return parts if count < 0 or count >= len(parts) else [*parts[: count - 1], "".join(parts[count - 1 :])]


def _join(parts: list[Any], separator: str = "") -> str:
    if not all(isinstance(part, str) for part in parts):
        raise ValueError("join takes a list of strings")
    return separator.join(parts)


def _ascii(text: str, first: str, last: str, shift: int) -> str:
    return "".join(chr(ord(letter) + shift) if first <= letter <= last else letter for letter in text)


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(_QUOTED.get(letter, letter) for letter in escaped) + '"'


FUNCTIONS = (
    Native("charAt", (STRING, INT), STRING, lambda text, index: text[_position(text, index) : index + 1]),
    Native("indexOf", (STRING, STRING), INT, _index_of),
    Native("indexOf", (STRING, STRING, INT), INT, _index_of),
    Native("lastIndexOf", (STRING, STRING), INT, _last_index_of),
    Native("lastIndexOf", (STRING, STRING, INT), INT, _last_index_of),
    Native("substring", (STRING, INT), STRING, _substring),
    Native("substring", (STRING, INT, INT), STRING, _substring),
    Native("replace", (STRING, STRING, STRING), STRING, _replace),
    Native("replace", (STRING, STRING, STRING, INT), STRING, _replace),
    Native("split", (STRING, STRING), STRINGS, _split),
    Native("split", (STRING, STRING, INT), STRINGS, _split),
    Native("join", (LIST,), STRING, _join),
    Native("join", (LIST, STRING), STRING, _join),
    Native("trim", (STRING,), STRING, lambda text: text.strip(_BLANK)),
    Native("lowerAscii", (STRING,), STRING, lambda text: _ascii(text, "A", "Z", 32)),
    Native("upperAscii", (STRING,), STRING, lambda text: _ascii(text, "a", "z", -32)),
    Native("strings.quote", (STRING,), STRING, _quote, member=False),
)
