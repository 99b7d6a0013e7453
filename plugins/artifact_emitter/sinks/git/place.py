"""Where in which Git repository: git+SCHEME://…#BRANCH[:FOLDER]."""

import re

from foundation.model.base import FrozenModel
from foundation.model.errors import InputError, Problem
from foundation.model.flags import Flag

_HOST = r"[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{1,5})?"
#: Addresses that Git takes as addresses and as nothing else: no helper (``ext::``), no option, no password.
_ADDRESS = re.compile(
    rf"git\+(file:///[^#?\x00-\x20\x7f][^#?\x00-\x1f\x7f]*"
    rf"|https://{_HOST}/[A-Za-z0-9._~/+-]+"
    rf"|ssh://(?:[A-Za-z0-9][A-Za-z0-9._-]*@)?{_HOST}/[A-Za-z0-9._~/+-]+)"
)
_STEP = r"[A-Za-z0-9_][A-Za-z0-9._+-]*"
#: Names of branches and folders; what git-check-ref-format(1) forbids beyond it is in ``is_name``.
_NAME = re.compile(rf"{_STEP}(?:/{_STEP})*")


class GitPlace(FrozenModel):
    """A place in a Git repository.

    Attributes:
        address: the repository, as the program takes it.
        branch: the branch.
        folder: below which the naming policy's folder is; empty for the whole repository.
    """

    address: str
    branch: str
    folder: str = ""

    @property
    def protocol(self) -> str:
        """The only protocol that is spoken: file, https or ssh."""
        return self.address.partition(":")[0]


def is_name(text: str) -> bool:
    """Tell whether a text can be the name of a branch and of a folder in a repository."""
    steps = text.split("/")
    bad = any(step.endswith((".", ".lock")) or step.lower() == ".git" for step in steps)
    return _NAME.fullmatch(text) is not None and ".." not in text and not bad


def git_place(text: str) -> GitPlace:
    """Return the place that a user means.

    Args:
        text: the place, as the user named it.

    Raises:
        InputError: it is none.
    """
    address, _, where = text.partition("#")
    branch, colon, folder = where.partition(":")
    match = _ADDRESS.fullmatch(address)
    if match is None or not is_name(branch) or (colon and not is_name(folder)):
        message = f"{text!r} is no place in a Git repository"
        remedy = "Give git+https://HOST/PATH#BRANCH, git+ssh://USER@HOST/PATH#BRANCH or git+file:///PATH#BRANCH."
        raise InputError(Problem(code="publish-place", message=message, remedy=remedy, file=Flag.PUBLISH))
    return GitPlace(address=match[1], branch=branch, folder=folder)
