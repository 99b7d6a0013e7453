"""Carry the steps of the Containerfile out without a container engine, and run the agent in what comes of them.

    python -m scripts.image [BUNDLE]

It says what it did, and what only a container engine can do.
"""

import sys
import sysconfig
import tempfile
from pathlib import Path

from scripts.image.building import build
from scripts.image.containerfile import stages
from scripts.image.running import Image

ROOT = Path(__file__).resolve().parents[2]
#: What is never done here, and what is not where the machine gives no namespaces.
NOT_DONE = "pulling base images, a build by a container engine, a run by a container runtime"
NOT_ENTERED = "a run in the root filesystem: this machine lets nobody mount; the same files ran outside of it"


def assemble(folder: Path) -> tuple[Image, list[str]]:
    """Return the image that the steps make, and what was not done of them.

    Args:
        folder: folder for the builder, in which the image's root is.

    Raises:
        subprocess.CalledProcessError: a step failed, and has said why on stderr.
    """
    found = stages((ROOT / "Containerfile").read_text(encoding="utf-8"))
    left = build(found["builder"], ROOT, folder, Path(sysconfig.get_path("purelib")))
    copied = {
        step.arguments[1]: folder / step.arguments[0].lstrip("/") for step in found["final"] if step.word == "COPY"
    }
    root = copied.pop("/")
    for path in copied:
        (root / path.lstrip("/")).mkdir(parents=True, exist_ok=True)
    return Image(root, copied, found["final"]), left


def main(bundle: Path) -> int:
    """Assemble it and compile a bundle in it; return 0 if that went as outside of it.

    Args:
        bundle: the bundle.
    """
    with tempfile.TemporaryDirectory(prefix="image-") as name:
        folder = Path(name)
        workspace = folder / "workspace"
        workspace.mkdir()
        (workspace / bundle.name).write_bytes(bundle.read_bytes())
        image, left = assemble(folder / "builder")
        for arguments in (["--version"], ["generate", bundle.name, "--output", "out", "--quiet"]):
            done = image.run(workspace, *arguments)
            print(f"{' '.join(arguments)}: exit code {done.returncode}")
            if done.returncode:
                print(done.stderr, file=sys.stderr)
                return 1
        left += [NOT_DONE] if image.entered else [NOT_DONE, NOT_ENTERED]
        print(*(f"not done: {one}" for one in left), sep="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "examples" / "minimal.yaml"))
