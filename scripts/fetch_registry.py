"""Put a real OCI registry into .cache/tools/, for the tests that publish to one.

It is the registry of the Distribution project as Debian packs it. The package is fetched with apt-get, which needs no
root for that, and only its program is taken out of it. Elsewhere a docker-registry on the search path, or the one that
DOCKER_REGISTRY_BINARY names, is linked instead.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PACKAGE = "docker-registry=2.8.2+ds1-1"
SHA256 = "6ef17abe17337366675271b24591684c5dbe7514adfe9e95f57290c5c4eb9149"
PROGRAM = Path(__file__).resolve().parent.parent / ".cache" / "tools" / "docker-registry"


def main() -> int:
    """Fetch the registry, unless it is there already."""
    if os.access(PROGRAM, os.X_OK):
        os.utime(PROGRAM)  # so that make does not ask again
        print(f"{PROGRAM} is up to date")
        return 0
    PROGRAM.parent.mkdir(parents=True, exist_ok=True)
    installed = shutil.which(os.environ.get("DOCKER_REGISTRY_BINARY") or "docker-registry")
    if installed is not None:
        PROGRAM.symlink_to(installed)
        print(f"{PROGRAM} is {installed}")
        return 0
    try:
        _fetch()
    except (OSError, subprocess.CalledProcessError, ValueError) as error:
        print(f"the registry could not be fetched: {error}", file=sys.stderr)
        print("Install docker-registry (Distribution), or set DOCKER_REGISTRY_BINARY.", file=sys.stderr)
        return 1
    print(f"{PROGRAM} is ready")
    return 0


def _fetch() -> None:
    with tempfile.TemporaryDirectory(prefix="fetch-registry-") as folder:
        download = ["apt-get", "download", "--quiet", PACKAGE]
        if subprocess.run(download, cwd=folder, capture_output=True, check=False).returncode:
            subprocess.run(["apt-get", "update", "--quiet"], capture_output=True, check=True)
            subprocess.run(download, cwd=folder, capture_output=True, check=True)
        (package,) = Path(folder).glob("*.deb")
        subprocess.run(["dpkg-deb", "--extract", str(package), f"{folder}/content"], check=True)
        content = (Path(folder) / "content" / "usr" / "bin" / "docker-registry").read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != SHA256:
        raise ValueError(f"the program has the SHA-256 {found}, not {SHA256}")
    temporary = PROGRAM.with_name(".docker-registry-new")
    temporary.write_bytes(content)
    temporary.chmod(0o755)
    temporary.replace(PROGRAM)


if __name__ == "__main__":
    raise SystemExit(main())
