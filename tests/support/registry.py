"""A real registry (Distribution) on a port of this machine, with its files in a folder."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.binaries import FETCHED, ProgramNotFound
from tests.support.ports import free_port, wait_for
from tests.support.token_server import ISSUER, SERVICE, TokenService

_CONFIG = """\
version: 0.1
log: {{level: error}}
storage: {{filesystem: {{rootdirectory: {folder}}}}}
http: {{addr: "127.0.0.1:{port}"}}
{auth}"""
_TOKENS = "auth: {{token: {{realm: '{realm}', service: {service}, issuer: {issuer}, rootcertbundle: {bundle}}}}}\n"


@contextmanager
def running_registry(folder: Path, htpasswd: Path | None = None, tokens: TokenService | None = None) -> Iterator[str]:
    """Run a registry; yields its host with the port.

    Args:
        folder: where it keeps what it is given.
        htpasswd: file of those who may; without one everybody may.
        tokens: the token service whose tokens it takes; without one it takes none.
    """
    program = FETCHED / "docker-registry"
    if not program.exists():
        raise ProgramNotFound("these tests run a real registry: `python scripts/fetch_registry.py` gets one")
    port = free_port()
    folder.mkdir(parents=True, exist_ok=True)
    auth = f"auth: {{htpasswd: {{realm: registry, path: {htpasswd}}}}}\n" if htpasswd else ""
    if tokens is not None:
        auth = _TOKENS.format(service=SERVICE, issuer=ISSUER, realm=tokens.realm, bundle=tokens.certificate)
    config = folder / "config.yml"
    config.write_text(_CONFIG.format(folder=folder / "storage", port=port, auth=auth))
    with subprocess.Popen([program, "serve", config], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(port, process)
            yield f"127.0.0.1:{port}"
        finally:
            process.kill()
