"""Stands for the programs of a pipeline that talk to clusters and to Azure; it is run by the name of each.

What they would read must be there and be what they take: files of manifests, values, parameters and projects. What Helm
would send to a cluster is rendered by the real Helm. Each call is a line of the file that CALLS names.
"""

import json
import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

CLIENT_ID = "5b0f3c1e-2d4a-4c8b-9e7f-6a1d2c3b4e5f"
#: Flags of the programs that name a file or a folder.
_PATHS = re.compile(r"^(?:--(?:values|parameters|filename|kustomize|cwd)|-(?:var-file|backend-config))(?:=(.*))?$")


def main(program: str, arguments: list[str]) -> int:
    """Do what the program would do with its files, and say what it would say."""
    with Path(os.environ["CALLS"]).open("a", encoding="utf-8") as calls:
        calls.write(json.dumps([program, *arguments]) + "\n")
    missing = [path for path in _named(arguments) if not path.exists()]
    if missing:
        sys.stderr.write(f"{program} finds no {', '.join(map(str, missing))}\n")
        return 1
    return _WAYS.get(program, _say)(arguments)


def _named(arguments: list[str]) -> list[Path]:
    found = []
    for index, argument in enumerate(arguments):
        if match := _PATHS.match(argument):
            value = match[1] if match[1] is not None else arguments[index + 1]
            found += [Path(part) for part in value.split(",")]
    return found


def _say(arguments: list[str]) -> int:
    """Tell the client id where it is asked for."""
    text = " ".join(arguments)
    if "properties.outputs.identityClientId.value" in text or text.endswith(("identity_client_id", "identityClientId")):
        sys.stdout.write(f"{CLIENT_ID}\n")
    elif text.startswith("account show"):
        sys.stdout.write("00000000-0000-0000-0000-00000000feed\n")
    return 0


def _helm(arguments: list[str]) -> int:
    """Lint for real; of an upgrade, render what would be sent, and keep it."""
    helm = os.environ["REAL_HELM"]
    if arguments[0] == "lint":
        return subprocess.run([helm, *arguments], check=False).returncode
    if arguments[0] != "upgrade":
        return 0
    pairs = pairwise(arguments)
    options = [part for pair in pairs if pair[0] in {"--values", "--set-string", "--namespace"} for part in pair]
    done = subprocess.run([helm, "template", *arguments[1:3], *options], check=False, capture_output=True, text=True)
    sys.stderr.write(done.stderr)
    Path(os.environ["RENDERED"]).write_text(done.stdout, encoding="utf-8")
    return done.returncode


def _kubectl(arguments: list[str]) -> int:
    """Build overlays for real."""
    if arguments[0] != "kustomize":
        return 0
    return subprocess.run([os.environ["REAL_KUBECTL"], *arguments], check=False).returncode


_WAYS = {"helm": _helm, "kubectl": _kubectl}

if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[0]).name, sys.argv[1:]))
