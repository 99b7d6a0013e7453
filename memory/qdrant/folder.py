"""Turns at a folder of Qdrant's local form, which takes one client at a time: of this process, and of this machine."""

import fcntl
import time
from collections import defaultdict
from pathlib import Path
from threading import Lock

#: Whose turn it is in this process, by folder.
_TURNS: defaultdict[str, Lock] = defaultdict(Lock)
_PAUSE_SECONDS = 0.05


class Turn:
    """One turn at a folder.

    Args:
        folder: the folder.
        patience: seconds that others are waited for.
    """

    def __init__(self, folder: Path, patience: float) -> None:
        self._folder = folder
        self._patience = patience
        self._lock = _TURNS[str(folder.absolute())]

    def take(self) -> None:
        """Take it, when nobody else has it any longer.

        Raises:
            BlockingIOError: somebody else still has it.
        """
        until = time.monotonic() + self._patience
        if not self._lock.acquire(timeout=self._patience):
            raise BlockingIOError("another question uses it")
        try:
            while not self._is_free():
                if time.monotonic() >= until:
                    raise BlockingIOError("another process uses it")
                time.sleep(_PAUSE_SECONDS)
        except BaseException:
            self._lock.release()
            raise

    def end(self) -> None:
        """Let the next one have it."""
        self._lock.release()

    def _is_free(self) -> bool:
        """Look at the lock of the folder before the client does, which would leave the file open when it is taken."""
        try:
            with (self._folder / ".lock").open("rb") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except FileNotFoundError:
            return True
        except BlockingIOError:
            return False
        return True
