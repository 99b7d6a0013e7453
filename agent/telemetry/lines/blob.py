"""Log lines in a container of Azure Blob Storage: one append blob a day and process."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from uuid import uuid4

from pydantic import SecretStr

from agent.telemetry.lines.failing import not_taken
from foundation.model.errors import AgentError
from plugins.artifact_emitter.sinks.blob.place import blob_place
from plugins.artifact_emitter.sinks.blob.store import opened_store


class BlobLines:
    """Appends lines to blobs such as ``2026/11/27/PROCESS.jsonl``.

    Args:
        address: ``blob+https://`` address of the container.
        key: key of the storage account; without one the machine's identity is taken.
        now: the time that blobs are named by.
    """

    def __init__(
        self, address: str, key: SecretStr | None, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._address = address
        self._key = key
        self._now = now
        # Two processes that append to one blob would be in each other's way.
        self._process = uuid4().hex

    def send(self, lines: Sequence[str]) -> None:
        """See ``LineSink.send``."""
        content = "".join(f"{line}\n" for line in lines).encode()
        try:
            with opened_store(blob_place(self._address), self._key) as store:
                store.append(f"{self._now():%Y/%m/%d}/{self._process}.jsonl", content)
        except AgentError as error:
            raise not_taken(self._address, error.problems[0].message) from error
