"""A proxy on this machine that cuts connections: what is sent through it may or may not have arrived."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

_PIECE = 4096


@dataclass
class CuttingProxy:
    """Leads to a server, as long as it is let.

    Attributes:
        port: its port on 127.0.0.1.
        target: the server's port.
        cuts: for each of the next connections, after so many bytes of the server's answers it is cut; later ones are
            not, unless ``dead`` is set.
        dead: whether every connection is cut at once.
        number: how many connections there were.
    """

    port: int
    target: int
    cuts: list[int] = field(default_factory=list)
    dead: bool = False
    number: int = 0

    @property
    def address(self) -> str:
        """Address for clients of Redis."""
        return f"redis://127.0.0.1:{self.port}/0"

    def lead(self, client: socket.socket) -> None:
        """Lead one connection to the server, until one of both ends or its time has come."""
        self.number += 1
        left = 0 if self.dead else self.cuts.pop(0) if self.cuts else None
        with client, socket.create_connection(("127.0.0.1", self.target)) as server:
            back = threading.Thread(target=_copy, args=(client, server, None), daemon=True)
            back.start()
            _copy(server, client, left)
            # With nothing to linger for, closing is a reset: the client sees a cut and no end.
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            with suppress(OSError):
                server.shutdown(socket.SHUT_RDWR)
            with suppress(OSError):
                client.shutdown(socket.SHUT_RD)
            back.join()


def _copy(source: socket.socket, sink: socket.socket, left: int | None) -> None:
    with suppress(OSError):
        while left is None or left > 0:
            content = source.recv(_PIECE if left is None else min(_PIECE, left))
            if not content:
                return
            sink.sendall(content)
            left = None if left is None else left - len(content)
        if left == 0:
            source.recv(1)  # the server has done what it was asked for; its answer is what is cut


@contextmanager
def cutting_proxy(target: int) -> Iterator[CuttingProxy]:
    """Run a proxy until the block ends.

    Args:
        target: the server's port.
    """
    with socket.create_server(("127.0.0.1", 0)) as listening:
        proxy = CuttingProxy(listening.getsockname()[1], target)
        threads: list[threading.Thread] = []

        def accept() -> None:
            with suppress(OSError):
                while True:
                    client, _ = listening.accept()
                    threads.append(threading.Thread(target=_led, args=(proxy, client), daemon=True))
                    threads[-1].start()

        accepting = threading.Thread(target=accept, daemon=True)
        accepting.start()
        yield proxy
        listening.shutdown(socket.SHUT_RDWR)
        accepting.join()


def _led(proxy: CuttingProxy, client: socket.socket) -> None:
    with suppress(OSError):  # the server may be away
        proxy.lead(client)
