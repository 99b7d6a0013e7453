"""Publishing into a Git repository: one commit a run."""

import time
from collections.abc import Callable
from typing import NamedTuple

from foundation.model.destination import Destination, Receipt
from foundation.model.errors import InputError, OutsideError, Problem
from foundation.model.flags import Flag
from foundation.model.policy.platform import NamingPolicy
from foundation.model.run.artifacts import ArtifactSet, sha256
from foundation.model.run.earlier import Earlier
from plugins.artifact_emitter.index import INDEX
from plugins.artifact_emitter.sinks.git.changes import Changes, changes_of, wanted_of
from plugins.artifact_emitter.sinks.git.identity import Identity, branch_of, chart_of, folder_of, identity_of
from plugins.artifact_emitter.sinks.git.place import GitPlace, git_place
from plugins.artifact_emitter.sinks.git.program import refusal
from plugins.artifact_emitter.sinks.git.reading import there
from plugins.artifact_emitter.sinks.git.repository import Repository, opened

#: How often a commit is made anew because somebody else pushed meanwhile; each time somebody got through.
ATTEMPTS = 10
_PAUSE_SECONDS = 0.1
#: How Git says that a branch moved on, or is being moved (builtin/send-pack.c, refs.c).
_RACES = (b"fetch first", b"non-fast-forward", b"stale info", b"cannot lock ref", b"failed to update ref")


class _Planned(NamedTuple):
    start: str
    parent: str | None
    changes: Changes


class GitSink:
    """Publishes all files of a run into a folder of a branch; what others keep in that folder stays.

    Args:
        naming: returns the policy that says which folder, and which branch.
        now: returns the time in UTC, ISO 8601.
    """

    def __init__(self, naming: Callable[[], NamingPolicy], now: Callable[[], str]) -> None:
        self._naming, self._now = naming, now

    def prepare(self, artifacts: ArtifactSet, destination: Destination) -> None:
        """See ``PublishingSink.prepare``; the repository is only read."""
        place, identity, naming = git_place(destination.place), _identity(artifacts, destination), self._naming()
        folder, branch = folder_of(identity.component, place, naming), branch_of(identity, place, naming)
        with opened(place) as repository:
            _planned(repository, place, branch, folder, wanted_of(artifacts, artifacts.digest), destination)

    def publish(self, artifacts: ArtifactSet, digest: str, destination: Destination) -> Receipt:
        """See ``PublishingSink.publish``; a commit that lost a race is made anew on what won."""
        place, identity, naming = git_place(destination.place), _identity(artifacts, destination), self._naming()
        folder, branch = folder_of(identity.component, place, naming), branch_of(identity, place, naming)
        wanted = wanted_of(artifacts, digest)
        with opened(place) as repository:
            for attempt in range(ATTEMPTS):
                start, parent, changes = _planned(repository, place, branch, folder, wanted, destination)
                if not changes:
                    return _receipt(destination, place, start, parent or "", wanted, changes)
                commit = repository.commit(parent, folder, changes, identity.message(digest), self._now())
                pushed = repository.push(commit, branch)
                if pushed.returncode == 0:
                    return _receipt(destination, place, branch, commit, wanted, changes)
                if not any(word in pushed.stdout + pushed.stderr for word in _RACES):
                    raise refusal(pushed)
                time.sleep(_PAUSE_SECONDS * (attempt + 1))
        raise _busy(branch)

    def holds(self, earlier: Earlier, destination: Destination) -> bool:
        """See ``PublishingSink.holds``; what waits in a pull request's branch is not published yet."""
        place, component = git_place(destination.place), chart_of(earlier.receipt.digests)
        if component is None:
            return False
        digests = {**earlier.receipt.digests, **{file.path: file.digest for file in earlier.attestations}}
        digests.pop(INDEX, None)  # it lists these files, and another request may have come to them
        with opened(place) as repository:
            if place.branch not in repository.tips(place.branch):
                return False
            folder, commit = folder_of(component, place, self._naming()), repository.fetch(place.branch)
            found = there(repository, commit, folder, digests)
        return all(path in found and sha256(found[path]) == digest for path, digest in digests.items())


def _identity(artifacts: ArtifactSet, destination: Destination) -> Identity:
    return identity_of(artifacts).of_run(str(destination.options.get("execution_id") or ""))


def _planned(
    repository: Repository,
    place: GitPlace,
    branch: str,
    folder: str,
    wanted: dict[str, bytes],
    destination: Destination,
) -> _Planned:
    """Return the branch and the commit to go on from, and what is to change there.

    A branch for a pull request begins where the branch is that it is for.
    """
    tips = repository.tips(place.branch, branch)
    if place.branch not in tips and (branch != place.branch or repository.tips()):
        raise _no_branch(place)
    start = branch if branch in tips else place.branch
    parent = repository.fetch(start) if tips else None
    found = there(repository, parent, folder, wanted)
    return _Planned(start, parent, changes_of(found, wanted, overwrite=bool(destination.options.get("overwrite"))))


def _receipt(
    destination: Destination, place: GitPlace, branch: str, commit: str, wanted: dict[str, bytes], changes: Changes
) -> Receipt:
    known = destination.place if branch == place.branch else f"{destination.place} in the branch {branch}"
    return Receipt(
        kind=destination.kind,
        place=known,
        revision=commit,
        digests={path: sha256(content) for path, content in wanted.items()},
        written=sorted(changes.written),
        unchanged=len(wanted) - len(changes.written),
        removed=changes.removed,
    )


def _no_branch(place: GitPlace) -> InputError:
    message = f"the repository has no branch {place.branch}"
    remedy = "Name a branch that it has, or create this one; only in an empty repository it is created here."
    return InputError(Problem(code="git-branch", message=message, remedy=remedy, file=Flag.PUBLISH))


def _busy(branch: str) -> OutsideError:
    message = f"others pushed to {branch} {ATTEMPTS} times while this was being done"
    return OutsideError(Problem(code="git-busy", message=message, remedy="Run the same command again."))
