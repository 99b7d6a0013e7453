"""Talking to a registry (OCI distribution 1.1); oras takes credentials from the files of Docker and Helm."""

import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from oras.auth import TokenAuth, get_auth_backend
from oras.auth.utils import parse_auth_header
from oras.container import Container
from requests.adapters import HTTPAdapter

from foundation.helm.registry_layout import MANIFEST
from foundation.model.errors import OutsideError, Problem
from foundation.model.flags import Flag
from foundation.model.run.artifacts import sha256
from plugins.artifact_emitter.sinks.oci.layout import INDEX
from plugins.artifact_emitter.sinks.oci.place import OciPlace
from plugins.artifact_emitter.sinks.this_machine import is_this_machine

#: Seconds until a registry that does not answer is given up.
_TIMEOUT = 60.0


class RegistryClient:
    """Reads and writes one registry.

    Args:
        place: the place.

    Raises:
        OutsideError: it cannot be reached.
    """

    def __init__(self, place: OciPlace) -> None:
        self._place = place
        self._session = requests.Session()
        for prefix in ("http://", "https://"):
            self._session.mount(prefix, _Bounded(max_retries=2))
        # A registry that asks for a password is no token service: its realm is a name, and must not be called.
        backend = "basic" if self._challenge().lower().startswith("basic") else "token"
        self._auth = get_auth_backend(backend, self._session, insecure=place.is_plain)
        known = [str(path) for path in [_helm_credentials()] if path.is_file()]
        self._auth.load_configs(Container(place.repository("x")), configs=known)

    def manifest(self, chart: str, reference: str) -> bytes | None:
        """Return a manifest; ``None`` if there is none.

        Args:
            chart: name of the chart.
            reference: its tag or digest.
        """
        answer = self._ask("GET", chart, f"manifests/{reference}", {"Accept": f"{MANIFEST}, {INDEX}"}, missing=True)
        return answer.content if answer.status_code != requests.codes.not_found else None

    def blob(self, chart: str, digest: str) -> bytes:
        """Return a blob, which is what its digest says.

        Args:
            chart: name of the chart.
            digest: its digest.

        Raises:
            OutsideError: the registry has none, or another.
        """
        content = self._ask("GET", chart, f"blobs/{digest}").content
        if digest != f"sha256:{sha256(content)}":
            raise self.failed(f"what it gives for {digest} is something else")
        return content

    def put_blob(self, chart: str, content: bytes) -> bool:
        """Upload a blob, unless it is there.

        Args:
            chart: name of the chart.
            content: its bytes.

        Returns:
            Whether it was not there.
        """
        digest = f"sha256:{sha256(content)}"
        if self._ask("HEAD", chart, f"blobs/{digest}", missing=True).status_code == requests.codes.ok:
            return False
        place = self._ask("POST", chart, "blobs/uploads/").headers.get("Location", "")
        url = place if "://" in place else f"{self._root}{place}"
        if not _is_safe(url):
            raise self.failed("it wants a file at an address that is not spoken to by TLS")
        url += ("&" if "?" in url else "?") + f"digest={digest}"
        self._answer("PUT", url, {"Content-Type": "application/octet-stream"}, content)
        return True

    def put_manifest(self, chart: str, reference: str, content: bytes) -> None:
        """Write a manifest, which makes what it names visible.

        Args:
            chart: name of the chart.
            reference: its tag or digest.
            content: its bytes.
        """
        kind = str(json.loads(content)["mediaType"])
        self._ask("PUT", chart, f"manifests/{reference}", {"Content-Type": kind}, content)

    @property
    def _root(self) -> str:
        return f"{'http' if self._place.is_plain else 'https'}://{self._place.host}"

    def _challenge(self) -> str:
        """Return how the registry asks who is there; empty if it does not."""
        try:
            return self._session.get(f"{self._root}/v2/").headers.get("WWW-Authenticate", "")
        except requests.RequestException as error:
            raise self.failed(type(error).__name__) from error

    def _ask(
        self,
        method: str,
        chart: str,
        path: str,
        headers: dict[str, str] | None = None,
        content: bytes | None = None,
        *,
        missing: bool = False,
    ) -> requests.Response:
        url = f"{self._root}/v2/{self._place.path}/{chart}/{path}"
        return self._answer(method, url, headers or {}, content, missing=missing)

    def _answer(
        self, method: str, url: str, headers: dict[str, str], content: bytes | None, *, missing: bool = False
    ) -> requests.Response:
        try:
            answer = self._session.request(method, url, data=content, headers={**headers, **self._known()})
            if answer.status_code in (requests.codes.unauthorized, requests.codes.forbidden):
                answer = self._session.request(method, url, data=content, headers=self._allowed(answer, headers))
        except requests.RequestException as error:
            raise self.failed(type(error).__name__) from error
        if answer.ok or (missing and answer.status_code == requests.codes.not_found):
            return answer
        raise self.failed(f"HTTP {answer.status_code} to {method}")

    def _known(self) -> dict[str, str]:
        """Return what says who is there, as far as the registry has given it."""
        return dict(self._auth.get_auth_header()) if getattr(self._auth, "token", None) else {}

    def _allowed(self, refused: requests.Response, headers: dict[str, str]) -> dict[str, str]:
        """Return headers that say who is there, after an answer that asked for it."""
        realm = parse_auth_header(refused.headers.get("WWW-Authenticate", "")).realm or ""
        if isinstance(self._auth, TokenAuth) and not _is_safe(realm):
            raise self.failed("it names a token service that is not spoken to by TLS, which gets no password")
        basic = getattr(self._auth, "_basic_auth", None)
        if not isinstance(self._auth, TokenAuth) and basic is None:
            raise self.failed("it asks for a password, and nobody has logged in")
        try:
            # A token is for what it was asked for: reading does not allow writing.
            allowed, changed = self._auth.authenticate_request(refused, headers, refresh=True)
        except ValueError as error:
            raise self.failed("it gives no token") from error
        if not changed:
            raise self.failed("it lets nobody in")
        return dict(allowed)

    def failed(self, what: str) -> OutsideError:
        """Return the failure that says what a registry did.

        Args:
            what: what it did, as a part of a sentence.
        """
        message = f"the registry {self._place.host} failed: {what}"
        remedy = "Check the address and `helm registry login`, and run the same command again: it goes on from there."
        return OutsideError(Problem(code="registry-failed", message=message, remedy=remedy, file=Flag.PUBLISH))


class _Bounded(HTTPAdapter):
    def send(self, *arguments: Any, **options: Any) -> requests.Response:
        """Wait no longer than a while."""
        options["timeout"] = options.get("timeout") or _TIMEOUT
        return super().send(*arguments, **options)


def _is_safe(url: str) -> bool:
    """Tell whether a password or a token may be shown to an address: by TLS, or on this machine."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and is_this_machine(parts.hostname or ""))


def _helm_credentials() -> Path:
    """Return where `helm registry login` keeps what it is told."""
    named = os.environ.get("HELM_REGISTRY_CONFIG")
    home = Path(os.environ.get("HELM_CONFIG_HOME") or Path.home() / ".config" / "helm")
    return Path(named) if named else home / "registry" / "config.json"
