"""The prompt folders: which prompts there are, in which versions."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from foundation.language_model.pricing import PriceTable
from foundation.model.errors import InputError, Problem
from foundation.model.expressions import expression
from foundation.model.names import did_you_mean
from foundation.prompting.prompt import Prompt, read_prompt
from foundation.source.document import decode, parse_documents
from foundation.source.paths import shown_path
from foundation.source.validation import validate

_VERSION = expression(r"v([1-9][0-9]{0,5})\.yaml")


class PromptLibrary:
    """Finds prompts in folders of the form ``<name>/v<N>.yaml``; earlier folders win.

    Args:
        folders: the folders; they are read when something is asked for.
        named_by: the variable that names them.
    """

    def __init__(self, folders: Sequence[Path], *, named_by: str = "its path") -> None:
        self._named_by = named_by
        self._folders = list(folders)
        self._read: dict[tuple[str, int], Prompt] = {}

    @cached_property
    def _files(self) -> dict[str, dict[int, Path]]:
        found: dict[str, dict[int, Path]] = {}
        for folder in reversed(self._folders):
            if not folder.is_dir():
                raise InputError(_no_folder(folder, self._named_by))
            for path in sorted(folder.glob("*/v*.yaml")):
                match = _VERSION.fullmatch(path.name)
                if match:
                    found.setdefault(path.parent.name, {})[int(match[1])] = path
        return dict(sorted(found.items()))

    def names(self) -> list[str]:
        """Return the prompts' names."""
        return list(self._files)

    def versions(self, name: str) -> list[int]:
        """Return a prompt's versions, oldest first.

        Raises:
            InputError: there is no such prompt.
        """
        return sorted(self._versions(name))

    def folder(self, name: str) -> Path:
        """Return the folder of a prompt's newest version; its data sets and recordings are in it.

        Raises:
            InputError: there is no such prompt.
        """
        return self._versions(name)[max(self._versions(name))].parent

    def prompt(self, name: str, version: int | None = None) -> Prompt:
        """Return a prompt, by default its newest version.

        Raises:
            InputError: there is no such prompt, or its file is wrong.
        """
        versions = self._versions(name)
        wanted = max(versions) if version is None else version
        if wanted not in versions:
            known = ", ".join(f"v{number}" for number in sorted(versions))
            message = f"the prompt {name} has no version {wanted}"
            raise InputError(Problem(code="prompt-version-unknown", message=message, remedy=f"There is: {known}."))
        if (name, wanted) not in self._read:
            path = versions[wanted]
            self._read[name, wanted] = read_prompt(path, shown_path(path), name, wanted)
        return self._read[name, wanted]

    def referenced(self, reference: str) -> Prompt:
        """Return the prompt that a reference such as ``system/v1`` names.

        Raises:
            InputError: there is none.
        """
        name, _, version = reference.partition("/v")
        return self.prompt(name, int(version))

    @cached_property
    def prices(self) -> PriceTable:
        """The price table of the first folder that has one.

        Raises:
            InputError: there is none, or it is wrong.
        """
        for folder in self._folders:
            path = folder / "prices.yaml"
            if path.is_file():
                file = shown_path(path)
                documents = parse_documents(decode(path.read_bytes(), file), file)
                if documents:
                    return validate(PriceTable, documents[0], file)
        message = "there is no price table in the prompt folders"
        raise InputError(Problem(code="prices-missing", message=message, remedy="Put prices.yaml into one of them."))

    def _versions(self, name: str) -> dict[int, Path]:
        versions = self._files.get(name)
        if versions is None:
            remedy = did_you_mean(name, self._files, f"There is: {', '.join(self._files)}.")
            raise InputError(Problem(code="prompt-unknown", message=f"there is no prompt {name!r}", remedy=remedy))
        return versions


def _no_folder(folder: Path, named_by: str) -> Problem:
    return Problem(
        code="prompt-folder-missing",
        message="there is no such prompt folder",
        remedy=f"Check {named_by}.",
        file=str(folder),
    )
