"""The token file: JSON, read anew when it has changed, written whole by one writer at a time."""

import os
from collections.abc import Callable
from pathlib import Path

from pydantic import ValidationError

from agent.use_cases.tokens.records import TokenRecord, id_of
from foundation.model.access import NotSignedInError, Principal
from foundation.model.base import FrozenModel
from foundation.model.errors import InputError, OutsideError, Problem
from foundation.writing.alone import alone_in
from foundation.writing.whole import write_whole

#: Far more than the tokens of a small set-up; for more there are identity providers.
_LARGEST = 4 * 1024 * 1024
#: Only its owner needs to read it.
_RIGHTS = 0o600
#: What an unknown token is held against, so that it takes as long as a known one.
_NOBODY = TokenRecord(
    id="0" * 12, name="nobody", role="reader", tenants=["nobody"], created_at="", key="0" * 64, hash="0" * 64
)


class _Content(FrozenModel):
    """The file."""

    tokens: list[TokenRecord]


class TokenFile:
    """The tokens that there are.

    Args:
        path: the file; without one there are no tokens.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._seen: tuple[int, int, int] | None = None
        self._records: dict[str, TokenRecord] = {}

    @property
    def there(self) -> bool:
        """Whether there is such a file: then whoever asks needs a token."""
        return os.path.lexists(self.path)

    def records(self) -> list[TokenRecord]:
        """Return what is kept of all tokens, in the order in which they were made.

        Raises:
            InputError: it is no token file.
            OutsideError: it cannot be read.
        """
        state = self._state()
        if state != self._seen:
            self._records = {record.id: record for record in self._read()} if state is not None else {}
            self._seen = state
        return list(self._records.values())

    def principal(self, token: str, now: str) -> Principal:
        """Return whose token it is.

        Args:
            token: what was sent.
            now: UTC time, ISO 8601.

        Raises:
            NotSignedInError: it is no token of the file, or not any longer.
            InputError, OutsideError: as ``records`` does.
        """
        self.records()
        record = self._records.get(id_of(token) or "", _NOBODY)
        if not record.fits(token):
            raise _unknown()
        if record.expired(now):
            raise _expired(record)
        return record.principal

    def change(self, changed: Callable[[list[TokenRecord]], list[TokenRecord]]) -> None:
        """Write other tokens; other processes that do so wait.

        Args:
            changed: gives the new ones for those that there are.

        Raises:
            InputError: it is no token file.
            OutsideError: it cannot be read or written.
        """
        try:
            with alone_in(self.path.parent):
                records = changed(self.records())
                write_whole(self.path, _Content(tokens=records).model_dump_json(indent=2).encode() + b"\n")
                self.path.chmod(_RIGHTS)
        except OSError as error:
            raise self._unusable("written", error) from None

    def _state(self) -> tuple[int, int, int] | None:
        try:
            status = self.path.stat()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._unusable("read", error) from None
        return status.st_ino, status.st_mtime_ns, status.st_size

    def _read(self) -> list[TokenRecord]:
        try:
            with self.path.open("rb") as file:
                content = file.read(_LARGEST + 1)
        except OSError as error:
            raise self._unusable("read", error) from None
        try:
            if len(content) > _LARGEST:
                raise ValueError
            return _Content.model_validate_json(content).tokens
        except (ValidationError, ValueError):
            raise InputError(
                Problem(
                    code="token-file-wrong",
                    message="this is no file of tokens as `infra-engineer tokens create` writes it",
                    remedy="Name another one with INFRA_ENGINEER_TOKEN_FILE, or bring back what it was.",
                    file=str(self.path),
                )
            ) from None

    def _unusable(self, verb: str, error: OSError) -> OutsideError:
        return OutsideError(
            Problem(
                code="token-file-unusable",
                message=f"the token file cannot be {verb}: {error.strerror}",
                remedy="Point INFRA_ENGINEER_TOKEN_FILE at a file that its user can read and write.",
                file=str(self.path),
            )
        )


def _unknown() -> NotSignedInError:
    return NotSignedInError(
        Problem(
            code="token-unknown",
            message="nobody knows the token that was sent",
            remedy="Send one that `infra-engineer tokens create` gave and nobody has revoked.",
        )
    )


def _expired(record: TokenRecord) -> NotSignedInError:
    return NotSignedInError(
        Problem(
            code="token-expired",
            message=f"the token {record.id} expired on {record.expires_at}",
            remedy="Have a new one made with `infra-engineer tokens create`.",
        )
    )
