"""Comments and review notes on GitHub (https://docs.github.com/rest, version 2022-11-28)."""

import re
from typing import Any

from plugins.event_emitter.pull_requests.client import NOT_OURS, NOT_THERE, Api
from plugins.event_emitter.pull_requests.comment import Comment, Note
from plugins.event_emitter.pull_requests.hosts import PullRequestHost, PullRequestPlace

_HUNK = re.compile(r"^@@ -\d+(?:,\d+)? \+(\d+)(?:,\d+)? @@")


class GitHub:
    """Writes on pull requests.

    Args:
        host: the host.
        name: name of the channel, for messages.
    """

    def __init__(self, host: PullRequestHost, name: str) -> None:
        headers = {
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {host.token}",
            "X-GitHub-Api-Version": "2022-11-28",
        }
        self._api = Api(name, headers)

    def write(self, place: PullRequestPlace, comment: Comment) -> None:
        """Write a comment, or change the one that is there, and add the notes that are not.

        Args:
            place: the pull request.
            comment: what is to be said.

        Raises:
            NotSentError: GitHub did not take it.
        """
        comments = f"{place.api}/issues/{place.number}/comments"
        known = [one for one in self._api.pages(comments) if _begins(one, comment.mark)]
        if not known and not comment.is_failure:
            return
        # Anybody may write a comment that begins as ours does.
        if not any(self._changed(place, one, comment) for one in known):
            self._api.ask("POST", comments, {"body": comment.text})
        if comment.notes:
            self._note(place, comment.notes)

    def _changed(self, place: PullRequestPlace, known: Any, comment: Comment) -> bool:
        """Change a comment; tell whether it is ours to change."""
        if known["body"] == comment.text:
            return True
        address = f"{place.api}/issues/comments/{int(known['id'])}"
        return self._api.ask("PATCH", address, {"body": comment.text}, refusable=NOT_OURS) is not None

    def _note(self, place: PullRequestPlace, notes: list[Note]) -> None:
        pull = f"{place.api}/pulls/{place.number}"
        lines = {one["filename"]: _lines(one.get("patch") or "") for one in self._api.pages(f"{pull}/files")}
        new = [note for note in notes if note.line in lines.get(note.file, ())]
        if new:
            known = [str(one["body"]) for one in self._api.pages(f"{pull}/comments")]
            new = [note for note in new if not any(body.startswith(note.mark) for body in known)]
        if new:
            told = [{"path": note.file, "line": note.line, "side": "RIGHT", "body": note.text} for note in new]
            # Commits that come meanwhile move lines; what finds none stands in the comment all the same.
            self._api.ask("POST", f"{pull}/reviews", {"event": "COMMENT", "comments": told}, refusable=NOT_THERE)


def _begins(comment: Any, mark: str) -> bool:
    return str(comment.get("body") or "").startswith(mark)


def _lines(patch: str) -> set[int]:
    """Return the lines of the new file that a diff shows; GitHub takes notes at these alone."""
    shown, number = set[int](), 0
    for line in patch.splitlines():
        if hunk := _HUNK.match(line):
            number = int(hunk[1])
        elif not line.startswith(("-", "\\")):
            shown.add(number)
            number += 1
    return shown
