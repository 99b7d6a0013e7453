"""Put a root filesystem together that has Python, the libraries that it and its packages load, and no other program.

    python root_filesystem.py FOLDER PACKAGES

It runs in the builder of the Containerfile, so it needs nothing but the standard library.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from pathlib import Path

USER = 10001
#: Modules that nobody has a screen, a build or a test for in a container.
_LEFT_OUT = (
    "site-packages", "test", "tests", "_test*", "idlelib", "tkinter", "_tkinter*", "turtledemo", "ensurepip", "lib2to3",
    "config-*",
)  # fmt: skip
#: Certificates of the world, and where the linker finds libraries outside of its own folders.
_COPIED = ("/etc/ssl/certs/ca-certificates.crt", "/etc/ld.so.cache")
_FILES = {
    "etc/passwd": f"agent:x:{USER}:{USER}:agent:/tmp:/sbin/nologin\n",
    "etc/group": f"agent:x:{USER}:\n",
    "etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files dns\n",
}
#: How many files the linker is asked about at once.
_AT_ONCE = 100
#: Where a container's own volumes and the kernel's file systems come.
_MOUNT_POINTS = ("dev", "proc", "sys", "tmp", "workspace", "state")


def assemble(folder: Path, packages: Path) -> None:
    """Write it.

    Args:
        folder: the root; it is made.
        packages: folder of the packages, whose libraries of the system are needed too.

    Raises:
        OSError: something cannot be copied, or there is no `ldd`.
    """
    python, packages = Path(sys.executable).resolve(), packages.resolve()
    modules = Path(sysconfig.get_path("stdlib"))
    _copy(python, folder)
    shutil.copytree(modules, _below(folder, modules), ignore=shutil.ignore_patterns(*_LEFT_OUT), symlinks=True)
    own = [python, *_below(folder, modules).glob("lib-dynload/*.so")]
    for library in _needed([*own, *packages.rglob("*.so"), *packages.rglob("*.so.*")]):
        if packages not in library.parents:
            _copy(library, folder)
    for name in _COPIED:
        _copy(Path(name), folder)
    (folder / "usr" / "bin").mkdir(parents=True, exist_ok=True)
    (folder / "usr" / "bin" / "python3").symlink_to(python)
    for name, text in _FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    for name in _MOUNT_POINTS:
        (folder / name).mkdir(exist_ok=True)
        if os.geteuid() == 0:
            os.chown(folder / name, USER, USER)
    (folder / "tmp").chmod(0o1777)


def _needed(files: Iterable[Path]) -> Iterator[Path]:
    """Yield every library of the system that any of the files loads, under the name that it is looked for by."""
    found: set[str] = set()
    names = [str(path) for path in files if path.is_file() and not path.is_symlink()]
    for start in range(0, len(names), _AT_ONCE):
        command = ["ldd", *names[start : start + _AT_ONCE]]
        # Its exit code tells of files that are no libraries, too.
        told = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8", check=False)
        lines = [line.split() for line in told.stdout.splitlines()]
        found |= {word for words in lines for word in words if word.startswith("/") and not word.endswith(":")}
    yield from map(Path, sorted(found))


def _copy(path: Path, folder: Path) -> None:
    """Copy a file to its own place below a folder; a link becomes what it leads to."""
    target = _below(folder, path)
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        shutil.copy2(path.resolve(), target)


def _below(folder: Path, path: Path) -> Path:
    return folder / path.relative_to("/")


if __name__ == "__main__":
    assemble(Path(sys.argv[1]), Path(sys.argv[2]))
