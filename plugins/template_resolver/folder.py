"""One read-only template folder on disk."""

import os
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from agent.model.base import FrozenModel
from agent.model.drafts.policy import DraftPolicy
from agent.model.errors import InputError, OutsideError, Problem
from agent.model.overlay import Overlay
from agent.model.templates import Catalog
from agent.source.document import Document, decode, parse_documents
from agent.source.validation import validate
from plugins.template_resolver.policies import read_policies

Model = TypeVar("Model", bound=FrozenModel)


class TemplateFolder:
    """Reads the files of one template folder, each at most once.

    Args:
        root: the folder.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._texts: dict[str, str] = {}

    @cached_property
    def catalog(self) -> Catalog | None:
        """The folder's catalog, or ``None`` if it has none."""
        return self._load("catalog.yaml", Catalog)

    @cached_property
    def policies(self) -> dict[str, Any]:
        """The settings that the folder's policies give, by name."""
        self._require_root()
        return self.policies_in("policies")

    def policies_in(self, place: str) -> dict[str, Any]:
        """Return the settings of a policy bundle in a folder inside this one.

        Raises:
            InputError: with every mistake in every file.
        """
        return read_policies(self.root / place, lambda source: self._documents(f"{place}/{source}"))

    @cached_property
    def drafts(self) -> DraftPolicy | None:
        """What drafts of novel component types may hold, or ``None`` if the folder does not say."""
        return self._load("policies/drafts/kinds.yaml", DraftPolicy)

    @cached_property
    def profiles(self) -> dict[str, Overlay]:
        """Environment profiles by environment name."""
        found: dict[str, Overlay] = {}
        for path in sorted((self.root / "overlays").glob("*.yaml")):
            profile = self._load(f"overlays/{path.name}", Overlay)
            found[path.stem] = profile if profile is not None else Overlay()
        return found

    def text(self, source: str) -> str:
        """Return a template file's text.

        Raises:
            InputError: the path leaves the folder, or the file is missing or not text.
        """
        if source not in self._texts:
            self._texts[source] = self._read(source)
        return self._texts[source]

    def _load(self, source: str, model: type[Model]) -> Model | None:
        self._require_root()
        if not os.path.lexists(self.root / source):
            return None
        documents, name = self._documents(source)
        if len(documents) > 1:
            raise _wrong("many-documents", "the file holds more than one document", "Keep one.", name)
        return validate(model, documents[0], name) if documents else None

    def _require_root(self) -> None:
        if not self.root.is_dir():
            message = "there is no such template folder"
            raise _wrong("template-folder-missing", message, "Mend its path.", str(self.root))

    def _documents(self, source: str) -> tuple[list[Document], str]:
        name = str(self.root / source)
        return parse_documents(self._read(source), name), name

    def _read(self, source: str) -> str:
        catalog = str(self.root / "catalog.yaml")
        try:
            path = (self.root / source).resolve()
            if not path.is_relative_to(self.root.resolve()):
                message, remedy = f"the template path {source!r} leaves its folder", "Use a path inside the folder."
                raise _wrong("template-outside", message, remedy, catalog)
            return decode(path.read_bytes(), str(path))
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError, RuntimeError, ValueError):
            message, remedy = f"the catalog names {source!r}, which is no file", "Add the file or mend the catalog."
            raise _wrong("template-file-missing", message, remedy, catalog) from None
        except OSError as error:
            raise TemplateLoadError(
                Problem(
                    code="template-load-failure",
                    message=f"{error.filename or source} could not be read: {error.strerror}",
                    remedy="Check the file's permissions and try again.",
                )
            ) from error


def _wrong(code: str, message: str, remedy: str, file: str) -> InputError:
    return InputError(Problem(code=code, message=message, remedy=remedy, file=file))


class TemplateLoadError(OutsideError):
    """A template could not be read; trying again may help."""

    failure = "template_load_failure"
