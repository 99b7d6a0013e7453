"""A shallow copy of a remote repository without a work tree: nothing of what others keep there becomes a file here."""

import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from foundation.model.run.trace import GENERATED_BY
from plugins.artifact_emitter.sinks.git.changes import Changes
from plugins.artifact_emitter.sinks.git.place import GitPlace
from plugins.artifact_emitter.sinks.git.program import GitProgram, failed

#: Mode of a plain file in a tree.
_FILE = "100644"


class Entry(NamedTuple):
    """What stands at a path of a commit: ``blob``, ``tree`` or ``commit``, with mode and id."""

    mode: str
    kind: str
    id: str

    @property
    def is_file(self) -> bool:
        """Whether it is a plain file."""
        return self.kind == "blob" and self.mode.startswith("100")


class Repository:
    """A remote repository.

    Args:
        git: the program, in an empty folder.
        place: where it is.
    """

    def __init__(self, git: GitProgram, place: GitPlace) -> None:
        self._git, self._commits = git, 0
        git.run("init", "--quiet", "--bare", "--template=", "--initial-branch=none")
        git.run("config", "remote.origin.url", place.address)

    def tips(self, *branches: str) -> dict[str, str]:
        """Return the ids of the commits that branches have; of all branches, if none is named."""
        wanted = [f"refs/heads/{branch}" for branch in branches]
        lines = self._git.run("ls-remote", "--heads", "origin", *wanted).decode().splitlines()
        found = {ref.removeprefix("refs/heads/"): commit for commit, _, ref in (line.partition("\t") for line in lines)}
        return {branch: commit for branch, commit in found.items() if not branches or branch in branches}

    def fetch(self, branch: str) -> str:
        """Fetch the last commit of a branch, and of its files none before it is asked for; return the commit's id."""
        ref = f"refs/remotes/origin/{branch}"
        self._git.run(
            "fetch", "--quiet", "--depth=1", "--filter=blob:none", "--no-tags", "origin", f"+refs/heads/{branch}:{ref}"
        )
        return self._git.run("rev-parse", "--verify", ref).decode().strip()

    def entries(self, commit: str, path: str, *, below: bool = False) -> dict[str, Entry]:
        """Return what stands at a path of a commit, or everything below it; by path."""
        deep = ("-r", "-t") if below else ()
        listed = self._git.run("ls-tree", "-z", "--full-tree", *deep, commit, "--", path)
        lines = (line.partition("\t") for line in listed.decode(errors="surrogateescape").split("\0") if line)
        return {name: Entry(*about.split(" ")) for about, _, name in lines}

    def read(self, ids: Sequence[str]) -> list[bytes]:
        """Return the bytes of files, in the order of their ids."""
        if not ids:
            return []
        asked = "\n".join([*ids, ""]).encode()
        # All at once; of a server that does not know this they are here already, or come one by one.
        self._git.attempt(
            ("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--filter=blob:none", "--stdin", "origin"), asked
        )
        return list(_contents(self._git.run("cat-file", "--batch", stdin=asked)))

    def commit(self, parent: str | None, folder: str, changes: Changes, message: bytes, moment: str) -> str:
        """Make a commit and return its id.

        Args:
            parent: id of the commit that it follows.
            folder: the folder that changes.
            changes: what changes in it.
            message: the message.
            moment: when, in UTC, ISO 8601.
        """
        self._commits += 1
        ref, seconds = f"refs/publish/{self._commits}", int(datetime.fromisoformat(moment).timestamp())
        who = f"committer {GENERATED_BY} <{GENERATED_BY}@localhost> {seconds} +0000\n"
        stream = [f"commit {ref}\n{who}".encode(), _data(message), f"from {parent}\n".encode() if parent else b""]
        stream += [f"D {folder}/{path}\n".encode() for path in changes.removed]
        for path, content in sorted(changes.written.items()):
            stream += [f"M {_FILE} inline {folder}/{path}\n".encode(), _data(content)]
        self._git.run("fast-import", "--quiet", "--done", stdin=b"".join([*stream, b"done\n"]))
        return self._git.run("rev-parse", "--verify", ref).decode().strip()

    def push(self, commit: str, branch: str) -> "subprocess.CompletedProcess[bytes]":
        """Push a commit to a branch, as long as the branch has not moved on."""
        return self._git.attempt(("push", "--porcelain", "origin", f"{commit}:refs/heads/{branch}"))


@contextmanager
def opened(place: GitPlace) -> Iterator[Repository]:
    """Open a remote repository.

    Args:
        place: where it is.

    Raises:
        OutsideError: there is no git program, or no place for temporary files.
    """
    try:
        folder = tempfile.TemporaryDirectory(prefix="infra-engineer-", ignore_cleanup_errors=True)
    except OSError as error:
        raise failed(f"there is no place for temporary files: {error.strerror}") from error
    with folder:
        yield Repository(GitProgram(Path(folder.name), place.protocol), place)


def _data(content: bytes) -> bytes:
    return b"data %d\n%b\n" % (len(content), content)


def _contents(batch: bytes) -> Iterator[bytes]:
    """Yield the bytes of each object in what ``git cat-file --batch`` wrote: a line with its size, and then itself."""
    at = 0
    while at < len(batch):
        end = batch.index(b"\n", at)
        words = batch[at:end].split()
        if len(words) != 3:
            raise failed("the repository does not give a file that it lists")
        size = int(words[2])
        yield batch[end + 1 : end + 1 + size]
        at = end + 1 + size + 1
