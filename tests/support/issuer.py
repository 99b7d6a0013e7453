"""An identity provider on this machine: signs tokens, serves its keys, and can be told to misbehave."""

import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, BinaryIO
from urllib.parse import parse_qsl, urlencode, urlsplit

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
        served: what it serves as its keys, whatever they are; by default the keys.
        pause: seconds that it waits before each byte of what it serves.
        status: the HTTP status that it answers with.
        asked: the paths that were asked for.
        signing_in: what ID tokens say beside or otherwise; whoever comes to sign in is let in at once.
        codes: what was asked for, by the code that was given for it.
    """

    address: str = ""
    keys: list[Any] = field(default_factory=list)
    configuration: dict[str, Any] = field(default_factory=dict)
    served: bytes | None = None
    pause: float = 0.0
    status: int = 200
    asked: list[str] = field(default_factory=list)
    signing_in: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

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
        if path == "/keys" and self.served is not None:
            return self.served
        if path == "/keys":
            return json.dumps(KeySet(self.keys).as_dict(private=False)).encode()
        told = {
            "issuer": self.address,
            "jwks_uri": f"{self.address}/keys",
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
        }
        return json.dumps(told | self.configuration).encode()

    def send(self, to: BinaryIO, body: bytes) -> None:
        """Send what it serves, as fast as it does."""
        with suppress(OSError):  # nobody waits for it any longer
            for piece in (body[at : at + 1] for at in range(len(body))) if self.pause else [body]:
                time.sleep(self.pause)
                to.write(piece)

    def authorized(self, path: str) -> str:
        """Return where a browser is sent that has signed in."""
        asked = dict(parse_qsl(urlsplit(path).query))
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        back = {"code": code, "state": asked["state"], "iss": self.address}
        return f"{asked['redirect_uri']}?{urlencode(back)}"

    def exchanged(self, form: dict[str, str]) -> dict[str, str] | None:
        """Return the tokens for a code, once, if whoever brings it has asked for it (RFC 7636, 4.6)."""
        asked = self.codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if asked is None or encoded(digest) != asked["code_challenge"] or asked["code_challenge_method"] != "S256":
            return None
        if (form["redirect_uri"], form["client_id"]) != (asked["redirect_uri"], asked["client_id"]):
            return None
        now = int(time.time())
        said = {"aud": asked["client_id"], "nonce": asked["nonce"], "iat": now, "nbf": now, "exp": now + 300}
        return {"token_type": "Bearer", "id_token": self.token({"typ": "JWT"}, **(said | self.signing_in))}


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
            if self.path.startswith("/authorize?"):
                self.send_response(302)
                self.send_header("location", issuer.authorized(self.path))
                self.send_header("content-length", "0")
                self.end_headers()
                return
            body = issuer.answer(self.path)
            self.send_response(issuer.status)
            if issuer.status in (301, 302):
                self.send_header("location", "/keys")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            issuer.send(self.wfile, body)

        def do_POST(self) -> None:
            form = dict(parse_qsl(self.rfile.read(int(self.headers["content-length"])).decode()))
            tokens = issuer.exchanged(form)
            body = json.dumps(tokens or {"error": "invalid_grant"}).encode()
            self.send_response(200 if tokens else 400)
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
