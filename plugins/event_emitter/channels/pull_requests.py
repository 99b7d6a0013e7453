"""Pull requests as a channel of the outbox, so that no comment is lost."""

from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from plugins.event_emitter.channels.channel import not_sent
from plugins.event_emitter.cloud_events import CloudEvent
from plugins.event_emitter.pull_requests.comment import Comment, comment_of
from plugins.event_emitter.pull_requests.hosts import PullRequestHost, PullRequestPlace, place_on

if TYPE_CHECKING:

    class Writer(Protocol):
        """Writes on pull requests of one host."""

        def write(self, place: PullRequestPlace, comment: Comment) -> None:
            """Write a comment, or change the one that is there."""
            ...


class PullRequestChannel:
    """Comments on the pull requests of a host that bundles name.

    Args:
        host: the host, with the token.
        pages: address of the server that has pages, if it is known.
    """

    def __init__(self, host: PullRequestHost, pages: str = "") -> None:
        self._host = host
        self._pages = pages

    @property
    def name(self) -> str:
        """See ``EventChannel``."""
        return f"pull-requests:{self._host.kind}:{self._host.host}{self._host.scope}"

    def send(self, event: CloudEvent) -> None:
        """See ``EventChannel.send``; events that name no pull request of this host are taken, and nothing is done."""
        url = event.data.get("pull_request")
        if not url or (place := place_on(self._host, url)) is None:
            return
        comment = comment_of(event.data, self._pages)
        if comment is None:
            return
        try:
            self._writer.write(place, comment)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise not_sent(self.name, "its answer is none of such an API", "See what answers at this host.") from error

    @cached_property
    def _writer(self) -> "Writer":
        # Imported here: most runs have no pull request.
        if self._host.kind == "github":
            from plugins.event_emitter.pull_requests.github import GitHub

            return GitHub(self._host, self.name)
        from plugins.event_emitter.pull_requests.azure_devops import AzureDevOps

        return AzureDevOps(self._host, self.name)
