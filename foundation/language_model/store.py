"""Recordings in a folder: one file a request, found by its key."""

import re
from functools import cached_property
from pathlib import Path

from foundation.language_model.recording import RecordedRequest, Recording
from foundation.model.errors import InputError, OutsideError, Problem
from foundation.source.document import decode, parse_documents
from foundation.source.emit import to_yaml
from foundation.source.paths import shown_path
from foundation.source.validation import validate
from foundation.writing.whole import write_whole

_HEADERS = {
    "model": "# Recorded from a model by `infra-engineer prompts record`.\n",
    "stand-in": "# NOT a model's answer: a scripted stand-in wrote it, because no model could be reached.\n",
}
_UNFIT = re.compile(r"[^a-z0-9.-]+")


class RecordingStore:
    """The recordings below a prompt's folder: ``v<version>/<model>/<case>.<key>.yaml``.

    Args:
        folder: the folder; it need not exist.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def _recordings(self) -> dict[str, Recording]:
        found: dict[str, Recording] = {}
        problems: list[Problem] = []
        for path in sorted(self._folder.glob("v*/*/*.yaml")):
            try:
                recording = _read(path)
            except InputError as error:
                problems += error.problems
                continue
            found[recording.request.key] = recording
        if problems:
            raise InputError(*problems)
        return found

    def all(self) -> list[Recording]:
        """Return every recording, in the order of their files.

        Raises:
            InputError: with every mistake of every file.
        """
        return list(self._recordings.values())

    def find(self, request: RecordedRequest) -> Recording | None:
        """Return the recording of exactly this request."""
        return self._recordings.get(request.key)

    def save(self, recording: Recording) -> Path:
        """Write a recording and return its file; an older one of the same request is replaced.

        Raises:
            OutsideError: the file cannot be written.
        """
        self._recordings[recording.request.key] = recording
        path = self._path(recording)
        content = recording.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, (_HEADERS[recording.made_by] + to_yaml(content)).encode())
        except OSError as error:
            message = f"the recording cannot be written: {error.strerror}"
            raise OutsideError(
                Problem(code="recording-unwritable", message=message, remedy="Check the folder.", file=shown_path(path))
            ) from error
        return path

    def remove(self, recording: Recording) -> None:
        """Delete a recording that nothing asks for any more."""
        self._recordings.pop(recording.request.key, None)
        self._path(recording).unlink(missing_ok=True)

    def _path(self, recording: Recording) -> Path:
        subject, request = recording.subject, recording.request
        name = f"{_fit(subject.case)}.{request.key[:12]}.yaml"
        return self._folder / f"v{subject.version}" / _fit(request.model) / name


def _fit(name: str) -> str:
    """Return a name that is fit for a path: no separators, no leading dots."""
    return _UNFIT.sub("-", name.lower()).strip(".-") or "unnamed"


def _read(path: Path) -> Recording:
    file = shown_path(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        problem = Problem(
            code="recording-unreadable",
            message=f"the recording cannot be read: {error.strerror}",
            remedy="Check the file, or record again.",
            file=file,
        )
        raise InputError(problem) from None
    documents = parse_documents(decode(content, file), file)
    if len(documents) != 1:
        message = f"the file holds {len(documents)} documents; a recording is one"
        raise InputError(Problem(code="recording-unreadable", message=message, remedy="Record again.", file=file))
    return validate(Recording, documents[0], file)
