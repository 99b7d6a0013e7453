"""One read-only template folder: its catalog, policies, profiles and templates."""

from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from foundation.catalog import admission
from foundation.catalog.cache import KeptFiles, TemplateCache
from foundation.catalog.files import DiskFiles, TemplateFiles
from foundation.catalog.policies import read_policies
from foundation.model.base import FrozenModel
from foundation.model.bundle.layer import Layer
from foundation.model.chart.templates import Catalog
from foundation.model.errors import InputError, Problem
from foundation.source.document import Document, parse_documents
from foundation.source.validation import validate

if TYPE_CHECKING:
    from foundation.model.drafts.policy import DraftPolicy

Model = TypeVar("Model", bound=FrozenModel)

CATALOG = "catalog.yaml"
POLICIES = "policies"
PROFILES = "overlays"


class TemplateFolder:
    """Reads the files of one template folder, each at most once.

    Args:
        root: the folder.
        cache: knows the folder's last good version; without one nothing is kept.
        kept: the version to take instead of what is on disk.
        named_by: the flag or variable that names the folder.
    """

    def __init__(
        self,
        root: Path,
        cache: TemplateCache | None = None,
        kept: KeptFiles | None = None,
        *,
        named_by: str = "its path",
    ) -> None:
        self.root = root
        self.kept = kept
        self._cache = cache
        self._named_by = named_by
        self._files: TemplateFiles = kept or DiskFiles(root, self._was_there, named_by)
        self._texts: dict[str, str] = {}

    @cached_property
    def catalog(self) -> Catalog | None:
        """The folder's catalog, or ``None`` if it has none."""
        return self._load(CATALOG, Catalog)

    @cached_property
    def policies(self) -> dict[str, Any]:
        """The settings that the folder's policies give, by name."""
        return self.policies_in(POLICIES)

    @cached_property
    def policy_texts(self) -> dict[str, str]:
        """Text of every policy of the folder, by its path below ``policies``."""
        below = (POLICIES, *(_inside(POLICIES, place) for place in ("profiles", admission.FOLDER, "drafts")))
        found = (f"{place}/{name}" for place in below for name in self._files.names(place) if name.endswith(".yaml"))
        return {path.removeprefix(f"{POLICIES}/"): self._text(path) for path in found}

    def policies_in(self, place: str) -> dict[str, Any]:
        """Return the settings of a policy bundle in a folder inside this one.

        Raises:
            InputError: with every mistake in every file.
            TemplateLoadError: a file cannot be read.
        """
        return read_policies(
            lambda folder: self._files.names(_inside(place, folder)),
            lambda source: self._documents(_inside(place, source)),
        )

    @cached_property
    def admission(self) -> dict[str, str]:
        """Text of the folder's admission policies, by path."""
        return self.admission_in(POLICIES)

    def admission_in(self, place: str) -> dict[str, str]:
        """Return the text of the admission policies of a policy bundle in a folder inside this one, by path.

        Raises:
            InputError: with every mistake in every file.
            TemplateLoadError: a file cannot be read.
        """
        folder = _inside(place, admission.FOLDER)

        def read(name: str) -> tuple[str, str]:
            return self._text(f"{folder}/{name}"), str(self.root / folder / name)

        return admission.read_admission(self._files.names(folder), read)

    @cached_property
    def drafts(self) -> "DraftPolicy | None":
        """What drafts of novel component types may hold, or ``None`` if the folder does not say."""
        # Imported here: most runs draft nothing.
        from foundation.model.drafts.policy import DraftPolicy

        return self._load("policies/drafts/kinds.yaml", DraftPolicy)

    @cached_property
    def profiles(self) -> dict[str, Layer]:
        """Environment profiles by environment name."""
        found: dict[str, Layer] = {}
        for name in self._files.names(PROFILES):
            if name.endswith(".yaml"):
                profile = self._load(f"{PROFILES}/{name}", Layer)
                found[name.removesuffix(".yaml")] = profile if profile is not None else Layer()
        return found

    def text(self, source: str) -> str:
        """Return the text of a template file that the catalog names.

        Raises:
            InputError: the path leaves the folder, or the file is missing or not text.
            TemplateLoadError: the file cannot be read.
        """
        return self._text(source, CATALOG)

    def keep(self) -> None:
        """Keep the folder as its last good version; one that has only been loaded in part is read to its end.

        Raises:
            TemplateLoadError: some other file cannot be read.
        """
        if self._cache is None or self.kept is not None:
            return
        catalog = self.catalog
        entries = (catalog.resources, catalog.pipelines, catalog.infrastructure) if catalog else ()
        for source in [entry.source for named in entries for entry in named.values()]:
            try:
                self.text(source)
            except InputError:
                continue  # the catalog's mistake in a template that nobody has asked for
        self._cache.keep(self.root, self._texts)

    def last_good(self) -> "TemplateFolder | None":
        """Return the folder as it was when it was last loaded, if that is known and not what this is already."""
        kept = self._cache.last(self.root) if self._cache and self.kept is None else None
        return TemplateFolder(self.root, self._cache, kept, named_by=self._named_by) if kept else None

    def _was_there(self, source: str) -> bool:
        kept = self._cache.last(self.root) if self._cache else None
        return kept is not None and (not source or kept.exists(source))

    def _load(self, source: str, model: type[Model]) -> Model | None:
        if not self._files.exists(source):
            return None
        documents, name = self._documents(source)
        if len(documents) > 1:
            message = "the file holds more than one document"
            raise InputError(Problem(code="many-documents", message=message, remedy="Keep one.", file=name))
        return validate(model, documents[0], name) if documents else None

    def _documents(self, source: str) -> tuple[list[Document], str]:
        name = str(self.root / source)
        return _parsed(self._text(source), name), name

    def _text(self, source: str, catalog: str | None = None) -> str:
        if source not in self._texts:
            self._texts[source] = self._files.text(source, catalog)
        return self._texts[source]


@lru_cache(maxsize=64)
def _parsed(text: str, name: str) -> list[Document]:
    """Parse a file once a process, however many agents read it; nobody changes the documents."""
    return parse_documents(text, name)


def _inside(place: str, source: str) -> str:
    """Join two paths that may be ``.``, so that each file has one name."""
    return "/".join(part for part in (place, source) if part != ".") or "."
