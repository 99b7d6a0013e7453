"""One version of a prompt, with where everything stands in its file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from foundation.model.errors import InputError, Problem
from foundation.model.findings import Finding, Severity
from foundation.model.prompts import PromptSource
from foundation.source.document import decode, parse_documents
from foundation.source.tree import Document, dotted
from foundation.source.tree import Path as DocumentPath
from foundation.source.validation import validate


@dataclass(frozen=True)
class Prompt:
    """A prompt that was read.

    Attributes:
        source: what it says.
        file: its file, for messages.
        text: the file's text.
        document: positions in it.
        tried: prompts of its system message that stand for others of the same names.
    """

    source: PromptSource
    file: str
    text: str
    document: Document
    tried: tuple[str, ...] = ()

    def trying(self, references: Sequence[str]) -> "Prompt":
        """Return this prompt with other versions of prompts in its system message; names that it has not count nothing.

        Args:
            references: versions to try, as in ``system/v3``.
        """
        others = {reference.partition("/")[0]: reference for reference in references}
        systems = [others.get(named.partition("/")[0], named) for named in self.source.systems]
        if systems == self.source.systems:
            return self
        source = self.source.model_copy(update={"system": systems})
        return replace(self, source=source, tried=tuple(named for named in systems if named in references))

    @property
    def label(self) -> str:
        """Return name and version, as in ``system/v1``."""
        return f"{self.source.name}/v{self.source.version}"

    def templates(self) -> list[tuple[str, str]]:
        """Return each template with its key."""
        system = self.source.system_template
        return [*([("system_template", system)] if system is not None else []), ("template", self.source.template)]

    def declared(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return those of some values that this version declares; it need not use all that there are."""
        names = {variable.name for variable in self.source.input_variables}
        return {name: value for name, value in values.items() if name in names}

    def finding(
        self,
        code: str,
        severity: Severity,
        message: str,
        remedy: str,
        path: DocumentPath,
        *,
        template_line: int | None = None,
    ) -> Finding:
        """Return a finding at its place in the file; the arguments are those of ``problem``."""
        return Finding.of(self.problem(code, message, remedy, path, template_line=template_line), severity)

    def problem(
        self, code: str, message: str, remedy: str, path: DocumentPath, *, template_line: int | None = None
    ) -> Problem:
        """Return a problem at its place in the file.

        Args:
            code: the rule's code.
            message: what is wrong.
            remedy: how to mend it.
            path: path in the document.
            template_line: one-based line inside the text at ``path``.
        """
        line, column = self.document.position(path)
        if template_line is not None and line is not None:
            # The text of a block scalar begins on the line after its indicator.
            in_block = self.text.splitlines()[line - 1][column - 1 : column] in ("|", ">") if column else False
            line, column = line + template_line - (0 if in_block else 1), None
        return Problem(
            code=code, message=message, remedy=remedy, file=self.file, line=line, column=column, path=dotted(path)
        )


def read_prompt(path: Path, file: str, name: str, version: int) -> Prompt:
    """Read a prompt file strictly.

    Args:
        path: the file.
        file: its name for messages.
        name: name that it must have.
        version: version that it must have.

    Raises:
        InputError: with every mistake: YAML, unknown keys, wrong values, a name or version that is another's.
    """
    try:
        text = decode(path.read_bytes(), file)
    except OSError as error:
        message = f"the prompt cannot be read: {error.strerror}"
        raise InputError(
            Problem(code="prompt-unreadable", message=message, remedy="Check the file.", file=file)
        ) from None
    documents = parse_documents(text, file)
    if len(documents) != 1:
        message = f"the file holds {len(documents)} documents; a prompt is one"
        raise InputError(Problem(code="prompt-unreadable", message=message, remedy="Keep one.", file=file))
    prompt = Prompt(validate(PromptSource, documents[0], file), file, text, documents[0])
    for key, found, wanted in (("name", prompt.source.name, name), ("version", prompt.source.version, version)):
        if found != wanted:
            message = f"the file is {name}/v{version}.yaml, but its {key} is {found}"
            raise InputError(
                prompt.problem(
                    "prompt-misplaced", message, f"Write {key}: {wanted}, or rename the folder or the file.", (key,)
                )
            )
    return prompt
