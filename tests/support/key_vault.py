"""A stand-in for Azure Key Vault and for the identity of a machine: it speaks their HTTP, with a key of its own.

It is no vault: it checks what a vault checks of a request (the token, the version of the key, the digest's length), and
signs. The agent's own client, Azure's libraries, talks to it over TLS as it does to a vault.
"""

import base64
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils

from tests.support.certificates import self_signed

TOKEN = "token-of-this-machine"  # noqa: S105 - the stand-in gives it, and nobody else takes it
VERSION = "0123456789abcdef0123456789abcdef"


@dataclass
class Vault:
    """A running stand-in.

    Attributes:
        address: the address of its key, as the agent takes it.
        certificate: file of the certificate that it shows.
        key: its key.
        status: what it answers to signing, if that is another status than 200.
        asked: what it was asked for.
    """

    address: str
    certificate: Path
    key: ec.EllipticCurvePrivateKey
    status: int = 200
    asked: list[str] = field(default_factory=list)


def encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@contextmanager
def key_vault(folder: Path) -> Iterator[Vault]:
    """Run a vault with one key on P-256."""
    server = HTTPServer(("127.0.0.1", 0), _Handler)
    certificate, private = self_signed(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, private)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    address = f"azurekms://127.0.0.1:{server.server_port}/keys/signing/{VERSION}"
    vault = Vault(address, certificate, ec.generate_private_key(ec.SECP256R1()))
    server.vault = vault  # type: ignore[attr-defined]
    with _running(server):
        yield vault


@contextmanager
def machine_identity() -> Iterator[dict[str, str]]:
    """Run the endpoint that gives a machine its tokens, as App Service has it; yields what the environment says."""
    server = HTTPServer(("127.0.0.1", 0), _IdentityHandler)
    with _running(server):
        yield {
            "IDENTITY_ENDPOINT": f"http://127.0.0.1:{server.server_port}/msi/token",
            "IDENTITY_HEADER": "header-of-this-machine",
        }


@contextmanager
def _running(server: HTTPServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Json(BaseHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def answer(self, status: int, content: dict[str, Any], **headers: str) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class _IdentityHandler(_Json):
    def do_GET(self) -> None:
        if self.headers["X-IDENTITY-HEADER"] != "header-of-this-machine":
            self.answer(403, {})
            return
        self.answer(200, {"access_token": TOKEN, "expires_on": "4102444800", "resource": "r", "token_type": "Bearer"})


class _Handler(_Json):
    def do_GET(self) -> None:
        self._do(b"")

    def do_POST(self) -> None:
        self._do(self.rfile.read(int(self.headers["Content-Length"] or 0)))

    def _do(self, body: bytes) -> None:
        vault: Vault = self.server.vault  # type: ignore[attr-defined]
        port, path = self.server.server_address[1], self.path.partition("?")[0]
        if self.headers["Authorization"] != f"Bearer {TOKEN}":
            # A vault names its domain, of which the client's address has to be a part.
            told = f'Bearer authorization="https://login.example/tenant", resource="https://0.0.1:{port}"'
            self.answer(401, {}, WWW_Authenticate=told)
            return
        vault.asked.append(f"{self.command} {path}")
        key = f"https://127.0.0.1:{port}/keys/signing/{VERSION}"
        if path == f"/keys/signing/{VERSION}":
            numbers = vault.key.public_key().public_numbers()
            point = {"x": encoded(numbers.x.to_bytes(32)), "y": encoded(numbers.y.to_bytes(32))}
            jwk = {"kid": key, "kty": "EC", "crv": "P-256", "key_ops": ["sign", "verify"], **point}
            self.answer(200, {"key": jwk, "attributes": {"enabled": True}})
        elif path == f"/keys/signing/{VERSION}/sign" and vault.status == 200:
            self.answer(200, {"kid": key, "value": self._signature(vault, json.loads(body))})
        else:
            self.answer(404 if vault.status == 200 else vault.status, {"error": {"code": "Forbidden"}})

    def _signature(self, vault: Vault, asked: dict[str, str]) -> str:
        digest = decoded(asked["value"])
        assert (asked["alg"], len(digest)) == ("ES256", 32)
        signed = vault.key.sign(digest, ec.ECDSA(utils.Prehashed(hashes.SHA256())))
        r, s = utils.decode_dss_signature(signed)
        return encoded(r.to_bytes(32) + s.to_bytes(32))
