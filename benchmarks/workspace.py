"""The folder of one run of the measures: bundles, charts and a state folder of its own."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from benchmarks.bundles import bundles
from benchmarks.validation import manifests

#: Size of what is imported, in bytes.
_IMPORTED = 1_300_000


@dataclass(frozen=True)
class Workspace:
    """Where the measures read and write.

    Attributes:
        folder: an empty folder.
    """

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """Variables of the agent's processes."""
        return {"INFRA_ENGINEER_STATE_DIR": str(self.folder / "state")}

    def bundle_folder(self, name: str, count: int, environments: int = 3, values: int | None = None) -> Path:
        """Return a folder with some bundles; they are written the first time."""
        folder = self.folder / "bundles" / name
        if not folder.is_dir():
            folder.mkdir(parents=True)
            for number, bundle in enumerate(bundles(count, environments, values)):
                (folder / f"service-{number:04}.yaml").write_text(json.dumps(bundle, indent=2), encoding="utf-8")
        return folder

    @cached_property
    def manifests(self) -> Path:
        """A folder with a thousand manifests of generated components."""
        return self._written("manifests", 1000)

    @cached_property
    def imported(self) -> Path:
        """A file with manifests of more than a megabyte."""
        path, texts, size = self.folder / "imported.yaml", list[str](), 0
        for text in manifests(10_000).values():
            texts.append(text)
            size += len(text.encode()) + 4
            if size > _IMPORTED:
                break
        path.write_text("---\n".join(texts), encoding="utf-8")
        return path

    @cached_property
    def brackets(self) -> Path:
        """A file with nothing but a hundred thousand brackets in each other."""
        path, depth = self.folder / "brackets.json", 100_000
        path.write_text('{"kind": ' + "[" * depth + "]" * depth + "}", encoding="utf-8")
        return path

    def _written(self, name: str, count: int) -> Path:
        folder = self.folder / name
        for number, text in enumerate(manifests(count).values()):
            path = folder / f"{number:04}.yaml"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return folder
