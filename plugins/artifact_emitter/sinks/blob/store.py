"""Talking to a container of Azure Blob Storage."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from azure.core import MatchConditions
from azure.core.exceptions import (
    AzureError,
    HttpResponseError,
    ResourceExistsError,
    ResourceModifiedError,
    ResourceNotFoundError,
)
from azure.storage.blob import ContainerClient, ContentSettings, LinearRetry, StorageErrorCode
from pydantic import SecretStr

from foundation.model.errors import InputError, OutsideError, Problem
from foundation.model.flags import Flag
from plugins.artifact_emitter.sinks.blob.place import BlobPlace

if TYPE_CHECKING:
    from azure.core.credentials import TokenCredential

#: Seconds until a service that does not take a connection, or does not answer, is given up.
_CONNECTING, _ANSWERING = 20, 60
_JSON = "application/json"
#: Most bytes that are appended at once (Append Block, older versions of the API).
_BLOCK = 4 * 1024 * 1024


class Found(NamedTuple):
    """A blob that is there: its bytes, and the mark (ETag) that changes with every write."""

    content: bytes
    mark: str


class BlobStore:
    """Reads and writes one place in a container; see ``opened_store``.

    Args:
        container: the container.
        prefix: what the names of all blobs begin with.
    """

    def __init__(self, container: ContainerClient, prefix: str) -> None:
        self._container = container
        self._prefix = prefix

    def find(self, name: str) -> Found | None:
        """Return a blob; ``None`` if there is none."""
        try:
            blob = self._container.download_blob(self._prefix + name)
            return Found(blob.readall(), str(blob.properties.etag))
        except ResourceNotFoundError as error:
            if _code(error) != StorageErrorCode.BLOB_NOT_FOUND:
                raise  # the container is not there
            return None

    def put_once(self, name: str, content: bytes) -> None:
        """Write a blob whose name says what is in it, unless it is there."""
        blob = self._container.get_blob_client(self._prefix + name)
        if blob.exists():
            return
        try:
            blob.upload_blob(content, overwrite=False)
        except ResourceExistsError as error:
            if _code(error) != StorageErrorCode.BLOB_ALREADY_EXISTS:
                raise

    def put(self, name: str, content: bytes) -> None:
        """Write a blob of JSON, whatever is there."""
        self._upload(name, content, overwrite=True)

    def replace(self, name: str, content: bytes, seen: str | None) -> bool:
        """Write a blob of JSON, if it is still what was seen.

        Args:
            name: its name.
            content: its bytes.
            seen: its mark; ``None`` if it was not there.

        Returns:
            Whether it was still that.
        """
        try:
            if seen is None:
                self._upload(name, content, overwrite=False)
            else:
                unchanged = MatchConditions.IfNotModified
                self._upload(name, content, overwrite=True, etag=seen, match_condition=unchanged)
        except (ResourceExistsError, ResourceModifiedError) as error:
            if _code(error) not in (StorageErrorCode.BLOB_ALREADY_EXISTS, StorageErrorCode.CONDITION_NOT_MET):
                raise
            return False
        return True

    def append(self, name: str, content: bytes) -> None:
        """Write at the end of a blob that grows, which is made if it is not there."""
        blob = self._container.get_blob_client(self._prefix + name)
        if not blob.exists():
            blob.create_append_blob()
        for start in range(0, len(content), _BLOCK):
            blob.append_block(content[start : start + _BLOCK])

    def _upload(self, name: str, content: bytes, **conditions: Any) -> None:
        kind = ContentSettings(content_type=_JSON)
        self._container.upload_blob(self._prefix + name, content, content_settings=kind, **conditions)


@contextmanager
def opened_store(place: BlobPlace, key: SecretStr | None) -> Iterator[BlobStore]:
    """Speak to a place; what goes wrong with it is told as a problem.

    Args:
        place: the place.
        key: key of the account; without one the machine's identity is taken (DefaultAzureCredential).

    Raises:
        InputError: an identity cannot be shown without TLS.
        OutsideError: the service cannot be reached, or refuses.
    """
    if key is None and place.is_plain:
        raise _no_key(place)
    patience = LinearRetry(backoff=1, retry_total=2, random_jitter_range=0)
    waits: dict[str, Any] = {"connection_timeout": _CONNECTING, "read_timeout": _ANSWERING}
    with ExitStack() as opened:
        credential = _credential(place, key, opened)
        try:
            client = ContainerClient.from_container_url(place.url, credential, retry_policy=patience, **waits)
            yield BlobStore(opened.enter_context(client), place.prefix)
        except AzureError as error:
            raise _failed(place, error) from error


def _credential(place: BlobPlace, key: SecretStr | None, opened: ExitStack) -> "dict[str, str] | TokenCredential":
    if key is not None:
        return {"account_name": place.account, "account_key": key.get_secret_value()}
    from azure.identity import DefaultAzureCredential

    return opened.enter_context(DefaultAzureCredential())


def _failed(place: BlobPlace, error: AzureError) -> OutsideError:
    what = type(error).__name__
    if isinstance(error, HttpResponseError) and error.status_code:
        what = f"HTTP {error.status_code}" + (f" ({code})" if (code := _code(error)) else "")
    message = f"the container {place.url} failed: {what}"
    remedy = (
        "Check that the container is there, and INFRA_ENGINEER_BLOB_KEY or what the machine's identity may do in it, "
        "and run the same command again: it goes on from there."
    )
    return OutsideError(Problem(code="blob-failed", message=message, remedy=remedy, file=Flag.PUBLISH))


def _code(error: AzureError) -> str:
    """Return the service's own code of an error; empty if it gave none. The client library adds it to its errors."""
    code = getattr(error, "error_code", None) or ""
    return str(getattr(code, "value", code))


def _no_key(place: BlobPlace) -> InputError:
    message = f"{place.url} is spoken to without TLS, where no identity is shown"
    remedy = "Set INFRA_ENGINEER_BLOB_KEY to the emulator's key."
    return InputError(Problem(code="publish-place", message=message, remedy=remedy, file=Flag.PUBLISH))
