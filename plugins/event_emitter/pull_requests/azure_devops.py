"""Threads on pull requests of Azure DevOps (https://learn.microsoft.com/rest/api/azure/devops/git, version 7.1)."""

from base64 import b64encode
from typing import Any

from plugins.event_emitter.pull_requests.client import NOT_OURS, NOT_THERE, Api
from plugins.event_emitter.pull_requests.comment import Comment, Note
from plugins.event_emitter.pull_requests.hosts import PullRequestHost, PullRequestPlace

_VERSION = "api-version=7.1"
_ACTIVE, _FIXED = "active", "fixed"


class AzureDevOps:
    """Writes on pull requests.

    Args:
        host: the host.
        name: name of the channel, for messages.
    """

    def __init__(self, host: PullRequestHost, name: str) -> None:
        # A personal access token is the password of nobody in particular.
        credentials = b64encode(f":{host.token}".encode()).decode()
        self._api = Api(name, {"Accept": "application/json", "Authorization": f"Basic {credentials}"})

    def write(self, place: PullRequestPlace, comment: Comment) -> None:
        """Write a thread, or change the one that is there, and add the notes that are not.

        Args:
            place: the pull request.
            comment: what is to be said.

        Raises:
            NotSentError: Azure DevOps did not take it.
        """
        threads = self._api.ask("GET", f"{place.api}/threads?{_VERSION}")["value"]
        known = _marked(threads, comment.mark)
        if not known and not comment.is_failure:
            return
        # Anybody may open a thread that begins as ours does.
        if not any(self._changed(place, one, comment) for one in known):
            self._open(place, comment.text, None)
        for note in comment.notes:
            if not _marked(threads, note.mark):
                self._open(place, note.text, note)

    def _open(self, place: PullRequestPlace, text: str, at: Note | None) -> None:
        body: dict[str, Any] = {"comments": [_comment(text)], "status": _ACTIVE}
        if at is not None:
            start, end = {"line": at.line, "offset": 1}, {"line": at.line, "offset": 2}
            body["threadContext"] = {"filePath": f"/{at.file}", "rightFileStart": start, "rightFileEnd": end}
        self._api.ask("POST", f"{place.api}/threads?{_VERSION}", body, refusable=NOT_THERE if at is not None else ())

    def _changed(self, place: PullRequestPlace, thread: Any, comment: Comment) -> bool:
        """Change a thread; tell whether it is ours to change."""
        address, first = f"{place.api}/threads/{int(thread['id'])}", thread["comments"][0]
        if first["content"] != comment.text:
            changed = f"{address}/comments/{int(first['id'])}?{_VERSION}"
            if self._api.ask("PATCH", changed, {"content": comment.text}, refusable=NOT_OURS) is None:
                return False
        status = _ACTIVE if comment.is_failure else _FIXED
        if thread.get("status") != status:
            self._api.ask("PATCH", f"{address}?{_VERSION}", {"status": status})
        return True


def _comment(text: str) -> dict[str, Any]:
    return {"parentCommentId": 0, "content": text, "commentType": "text"}


def _marked(threads: list[Any], mark: str) -> list[Any]:
    """Return the threads that begin with a mark; one that was deleted has no comment that does."""
    return [
        thread
        for thread in threads
        if thread.get("comments") and str(thread["comments"][0].get("content") or "").startswith(mark)
    ]
