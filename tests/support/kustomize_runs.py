"""Running kubectl kustomize by hand, and reading what it prints as the API server would."""

import os
import subprocess
from pathlib import Path
from typing import Any

from foundation.model.run.artifacts import Part
from foundation.source.document import parse_documents
from foundation.source.scalars import read_for_cluster

Identity = tuple[str, str, str, str]


def write_kustomization(kustomization: Part, folder: Path) -> None:
    """Write every file below a folder."""
    for file in kustomization.files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)


def kubectl_kustomize(executable: str, overlay: Path) -> dict[Identity, Any]:
    """Return the objects that ``kubectl kustomize`` prints, by identity."""
    done = subprocess.run(
        [executable, "kustomize", str(overlay)],
        # A process of a moment needs no collection of garbage: that is a third of its time.
        env={"PATH": os.environ.get("PATH", ""), "HOME": str(overlay), "GOGC": "off"},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return by_identity(done.stdout)


def by_identity(text: str) -> dict[Identity, Any]:
    """Return the objects of a text by apiVersion, kind, namespace and name; none may be there twice."""
    objects = [document.data for document in parse_documents(text, "objects.yaml", read_for_cluster)]
    found = {
        (item["apiVersion"], item["kind"], item["metadata"].get("namespace", ""), item["metadata"]["name"]): item
        for item in objects
    }
    assert len(found) == len(objects)
    return found
