"""A token service for a registry (Distribution's token authentication), on a port of this machine.

The registry is the real one, and checks the tokens: signature, chain, audience, time and what they allow.
"""

import base64
import datetime
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from joserfc import jwt
from joserfc.jwk import ECKey

SERVICE, ISSUER = "registry of the tests", "tests"
USER, PASSWORD = "agent", "sesame"


@dataclass
class TokenService:
    """A running token service.

    Attributes:
        realm: its address.
        certificate: file with the certificate that its tokens are signed with.
        asked: user and scope of each request.
        lets: actions that tokens allow; whatever was asked for, by default.
        status: what it answers, if that is another status than 200.
    """

    realm: str
    certificate: Path
    asked: list[tuple[str, str]] = field(default_factory=list)
    lets: set[str] | None = None
    status: int = 200


@contextmanager
def running_token_service(folder: Path) -> Iterator[TokenService]:
    """Run a token service.

    Args:
        folder: where its certificate is put.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _certificate(key)
    path = folder / "tokens.pem"
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    chain = base64.b64encode(certificate.public_bytes(serialization.Encoding.DER)).decode()
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        service = TokenService(f"http://127.0.0.1:{server.server_port}/token", path)
        _Handler.service, _Handler.key, _Handler.chain = service, ECKey.import_key(_pem(key)), chain
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield service
        server.shutdown()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    service: TokenService
    key: ECKey
    chain: str

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        user = self._user()
        scope = " ".join(asked.get("scope", []))
        self.service.asked.append((user or "", scope))
        status = self.service.status if user is not None and asked.get("service") == [SERVICE] else 401
        told = {"token": self._token(user or "", scope), "expires_in": 60} if status == 200 else {"details": "no"}
        content = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _user(self) -> str | None:
        """Return who asks, if the password is right."""
        kind, _, given = self.headers.get("Authorization", "").partition(" ")
        user, _, password = base64.b64decode(given).decode().partition(":") if kind == "Basic" else ("", "", "")
        return user if (user, password) == (USER, PASSWORD) else None

    def _token(self, user: str, scope: str) -> str:
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": ISSUER, "sub": user, "aud": SERVICE, "exp": now + 60, "nbf": now - 5, "iat": now, "jti": str(now),
            "access": [self._access(one) for one in scope.split()],
        }  # fmt: skip
        return jwt.encode({"alg": "ES256", "x5c": [self.chain]}, claims, self.key)

    def _access(self, scope: str) -> dict[str, Any]:
        kind, name, actions = scope.split(":")
        wanted = [action for action in actions.split(",") if self.service.lets is None or action in self.service.lets]
        return {"type": kind, "name": name, "actions": wanted}


def _certificate(key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "tokens of the tests")])
    now = datetime.datetime.now(datetime.UTC)
    day = datetime.timedelta(days=1)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(now - day).not_valid_after(now + day)
    return builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True).sign(
        key, hashes.SHA256()
    )


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    lock = serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, lock)
