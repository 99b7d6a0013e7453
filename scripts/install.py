"""Install packages with uv, in seconds; with pip, in a minute or two, where uv does not get them.

Uv reads neither pip's settings nor its environment variables, so on a machine whose package index is
known to pip alone it finds nothing. That is told in one line, and pip installs the same.

    python scripts/install.py -r requirements.lock
"""

import os
import subprocess
import sys
from pathlib import Path

UV = "uv==0.13.9"
#: Uv gives up early, since somebody stands behind it; what the machine says itself goes first.
IMPATIENT = {"UV_HTTP_CONNECT_TIMEOUT": "5", "UV_HTTP_RETRIES": "1"}
_PIP = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]


def install(*arguments: str, python: str | Path = sys.executable) -> None:
    """Install what both programs understand by these arguments: requirements, -r FILE, --no-deps, --find-links.

    Args:
        arguments: what to install.
        python: the interpreter of the environment to install into; it needs pip.

    Raises:
        subprocess.CalledProcessError: if pip could not install it either, and has said why on stderr.
    """
    reason = _with_uv(*arguments, python=python)
    if reason is not None:
        print(f"uv did not install ({reason}); pip does it now, which takes a minute or two", file=sys.stderr)
        subprocess.run([python, *_PIP, *arguments], check=True)


def _with_uv(*arguments: str, python: str | Path) -> str | None:
    """Put uv beside the running interpreter and let it install; if that fails, return the reason in one line."""
    uv = Path(sys.executable).parent / "uv"
    for command in (
        [sys.executable, *_PIP, "--only-binary", ":all:", UV],
        [uv, "pip", "install", "--quiet", "--python", python, *arguments],
    ):
        done = subprocess.run(
            command, env={**IMPATIENT, **os.environ}, stderr=subprocess.PIPE, encoding="utf-8", check=False
        )
        if done.returncode:
            return _first_error(done.stderr) or f"exit code {done.returncode}"
    return None


def _first_error(text: str) -> str | None:
    """Return the line that says what went wrong; pip has warnings before it, uv has causes after it."""
    lines = text.strip().splitlines()
    return next((line for line in lines if line.lower().startswith("error")), lines[0] if lines else None)


def main(arguments: list[str]) -> int:
    """Install into the environment of the running interpreter."""
    try:
        install(*arguments)
    except subprocess.CalledProcessError as error:
        return error.returncode
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
