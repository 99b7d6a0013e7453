"""All places that log lines go to, as one."""

import sys
from collections.abc import Callable, Sequence
from typing import TextIO

from pydantic import SecretStr

from agent.telemetry.lines.addresses import SinkAddress
from agent.telemetry.lines.sink import Background, LineSink

#: Takes a line.
Write = Callable[[str], None]


class Lines:
    """Writes each line everywhere.

    Args:
        addresses: the places.
        key: key of the storage account with the archive; without one the machine's identity is taken.
        connection: connection string of Azure Monitor.
    """

    def __init__(self, addresses: Sequence[SinkAddress], key: SecretStr | None, connection: SecretStr | None) -> None:
        self._writers: list[Write] = [_to(stream) for stream in _streams(addresses)]
        sinks = [sink for address in addresses if (sink := _sink(address, key, connection)) is not None]
        self._background = [Background(sink, _tell) for sink in sinks]

    def write(self, line: str) -> None:
        """Take a line."""
        for writer in self._writers:
            writer(line)
        for background in self._background:
            background.write(line)

    def close(self) -> None:
        """Bring what waits."""
        for background in self._background:
            background.close()


def _streams(addresses: Sequence[SinkAddress]) -> list[str]:
    return [address.kind for address in addresses if address.kind in ("stderr", "stdout")]


def _to(stream: str) -> Write:
    def write(line: str) -> None:
        # Looked up for each line: tests and servers put others in their place.
        out: TextIO = getattr(sys, stream)
        out.write(f"{line}\n")
        out.flush()

    return write


def _sink(address: SinkAddress, key: SecretStr | None, connection: SecretStr | None) -> LineSink | None:
    match address.kind:
        case "redis":
            from agent.telemetry.lines.redis_stream import RedisLines

            return RedisLines(address.url, address.stream, address.name)
        case "blob":
            from agent.telemetry.lines.blob import BlobLines

            return BlobLines(address.url, key)
        case "azure-monitor":
            from agent.telemetry.lines.azure_monitor import AzureMonitorLines

            return AzureMonitorLines(connection.get_secret_value() if connection else "")
        case _:
            return None


def _tell(message: str) -> None:
    """Say on stderr that lines do not arrive; there is no other place to say it."""
    sys.stderr.write(f"{message}\n")
