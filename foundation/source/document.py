"""Strict YAML (and so JSON) with positions, safe against hostile text."""

import json
import re
from collections.abc import Callable
from typing import Any

import yaml

from foundation.model.errors import InputError, Problem
from foundation.model.expressions import expression
from foundation.source.composer import MAX_DEPTH, MAX_NODES, Composer
from foundation.source.merge_keys import with_merge_keys
from foundation.source.scalars import read_for_bundle
from foundation.source.syntax import LINE_BREAK, ended_early, syntax_problem
from foundation.source.tree import Document, Path, dotted

__all__ = ["MAX_BYTES", "MAX_DEPTH", "MAX_NODES", "Document", "Path", "decode", "dotted", "parse_documents"]

MAX_BYTES = 4 * 1024 * 1024

#: JSON writes characters beyond U+FFFF as two escapes; YAML wants one.
_SURROGATES = expression(r"(?<!\\)((?:\\\\)*)\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")
#: Line breaks in YAML 1.1 but not in YAML 1.2 and JSON; halves of a character.
_UNSAFE = expression("[\x85\u2028\u2029\ud800-\udfff]")


def decode(content: bytes, file: str) -> str:
    """Decode a file's bytes.

    Args:
        content: the bytes; at most ``MAX_BYTES``.
        file: name for messages.

    Raises:
        InputError: the file is too large or not UTF-8.
    """
    if len(content) > MAX_BYTES:
        raise InputError(
            Problem(
                code="file-too-large",
                message=f"the file has {len(content)} bytes; the limit is {MAX_BYTES}",
                remedy="Split it, or move large content out of the bundle.",
                file=file,
            )
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            Problem(
                code="not-utf8",
                message=f"the file is not UTF-8 (byte {error.start})",
                remedy="Save it as UTF-8.",
                file=file,
                line=content[: error.start].count(b"\n") + 1,
            )
        ) from None


class PartlyParsedError(InputError):
    """Text with mistakes, of which documents could be made all the same.

    Args:
        problems: every mistake.
        documents: what could be made; only for finding what else is wrong.
    """

    def __init__(self, *problems: Problem, documents: list[Document]) -> None:
        super().__init__(*problems)
        self.documents = documents


def parse_documents(text: str, file: str, read: Callable[[str], Any] = read_for_bundle) -> list[Document]:
    """Parse every document of ``text``; empty ones are left out.

    Args:
        text: YAML or JSON.
        file: name for messages.
        read: what a scalar without quotes means.

    Raises:
        InputError: with every mistake found: syntax, duplicate keys, tags, merge keys, limits. It is a
            ``PartlyParsedError`` where the text could be read in spite of them.
    """
    unsafe = _UNSAFE.search(text)
    if unsafe:
        message = f"the character U+{ord(unsafe[0]):04X} does not mean the same to every YAML tool"
        raise InputError(_character_problem(message, text, unsafe.start(), file))
    composer, documents = Composer(file, read), list[Document]()
    try:
        documents.extend(composer.documents(_yaml_escapes(text)))
    except yaml.MarkedYAMLError as error:
        composer.problems.append(syntax_problem(error, text, file))
        if ended_early(error):
            documents = documents[:-1]
    except yaml.reader.ReaderError as error:
        code_point = _code_point(error.character)
        message = f"the character U+{code_point:04X} is not allowed in YAML"
        composer.problems.append(_character_problem(message, text, text.find(chr(code_point)), file))
    documents = [document for document in documents if document.data is not None]
    if composer.problems:
        raise PartlyParsedError(*composer.problems, documents=[with_merge_keys(document) for document in documents])
    return documents


def _yaml_escapes(text: str) -> str:
    """Rewrite JSON's surrogate pairs, but only in what is JSON: elsewhere they may be meant as they are."""
    if text.lstrip()[:1] not in ("{", "[") or not _SURROGATES.search(text):
        return text
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return text
    return _SURROGATES.sub(_joined, text)


def _joined(match: re.Match[str]) -> str:
    high, low = int(match[2], 16), int(match[3], 16)
    return f"{match[1]}\\U{0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00):08X}"


def _code_point(character: Any) -> int:
    return character if isinstance(character, int) else ord(str(character)[0])


def _character_problem(message: str, text: str, index: int, file: str) -> Problem:
    lines = LINE_BREAK.split(text[: max(index, 0)])
    return Problem(
        code="yaml-syntax",
        message=message,
        remedy="Remove it, or write it as an escape in double quotes.",
        file=file,
        line=len(lines),
        column=len(lines[-1]) + 1,
    )
