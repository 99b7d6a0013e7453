"""An identity provider on this machine: signs tokens, serves its keys, and can be told to misbehave."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from joserfc.jwk import ECKey, KeySet, RSAKey
from joserfc.jws import JWSRegistry

from tests.support.key_vault import encoded

AUDIENCE = "api://infra-engineer"


@dataclass
class Issuer:
    """What it is at the moment.

    Attributes:
        address: its issuer's address.
        keys: the keys that it serves, the first of which it signs with.
        configuration: what its configuration says beside issuer and address of the keys.
        status: the HTTP status that it answers with.
        asked: the paths that were asked for.
    """

    address: str = ""
    keys: list[Any] = field(default_factory=list)
    configuration: dict[str, Any] = field(default_factory=dict)
    status: int = 200
    asked: list[str] = field(default_factory=list)

    def rotate(self, key_id: str, *, keep: bool = True) -> None:
        """Sign with a new key from now on.

        Args:
            key_id: its id.
            keep: whether the earlier keys are still served.
        """
        made = RSAKey.generate_key(2048, {"kid": key_id, "use": "sig", "alg": "RS256"})
        self.keys = [made, *(self.keys if keep else [])]

    def claims(self, **changes: Any) -> dict[str, Any]:
        """Return what a good token says, with changes; a claim that is None is left out."""
        said = {
            "iss": self.address,
            "aud": AUDIENCE,
            "sub": "ann",
            "iat": NOW - 10,
            "nbf": NOW - 10,
            "exp": NOW + 3600,
            "roles": ["operator"],
            "tenants": ["acme"],
        }
        return {name: value for name, value in (said | changes).items() if value is not None}

    def token(self, header: dict[str, Any] | None = None, key: Any = None, **changes: Any) -> str:
        """Return a token.

        Args:
            header: changes to its header.
            key: what it is signed with; the present key by default.
            changes: changes to its claims.
        """
        signing = key or self.keys[0]
        usual = {"alg": "RS256" if isinstance(signing, RSAKey) else "ES256", "kid": signing.kid, "typ": "at+jwt"}
        said = {name: value for name, value in (usual | (header or {})).items() if value is not None}
        signed = f"{part(said)}.{part(self.claims(**changes))}"
        # Not by the library's own way to make tokens: it refuses some of what has to be refused here.
        return f"{signed}.{encoded(JWSRegistry.algorithms[said['alg']].sign(signed.encode(), signing))}"

    def answer(self, path: str) -> bytes:
        """Return what it says at a path."""
        if path == "/keys":
            return json.dumps(KeySet(self.keys).as_dict(private=False)).encode()
        told = {"issuer": self.address, "jwks_uri": f"{self.address}/keys"} | self.configuration
        return json.dumps(told).encode()


def part(content: object) -> str:
    """Return the part of a token that says something."""
    return encoded(json.dumps(content).encode())


#: The moment that tokens are made for: the clock of whoever verifies them stands here.
NOW = 1_746_657_912


def curve_key(key_id: str) -> ECKey:
    """Return a key on a curve."""
    return ECKey.generate_key("P-256", {"kid": key_id, "use": "sig"})


@contextmanager
def running_issuer() -> Iterator[Issuer]:
    """Run an identity provider until the block ends."""
    issuer = Issuer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            issuer.asked.append(self.path)
            body = issuer.answer(self.path)
            self.send_response(issuer.status)
            if issuer.status in (301, 302):
                self.send_header("location", "/keys")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    issuer.address = f"http://127.0.0.1:{server.server_address[1]}"
    issuer.rotate("first")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
