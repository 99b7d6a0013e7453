"""Running helm by hand, as a user does."""

import os
import subprocess
from pathlib import Path


def run_helm(executable: str, home: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run helm with an empty home of its own, so that neither the user's plugins nor repositories count.

    Args:
        executable: path of helm.
        home: folder for its configuration, cache and data.
        arguments: its command line.
    """
    folders = {f"HELM_{name}_HOME": str(home / name.lower()) for name in ("CONFIG", "CACHE", "DATA")}
    return subprocess.run(
        [executable, *arguments],
        # A process of a moment needs no collection of garbage: that is a third of its time.
        env={"PATH": os.environ.get("PATH", ""), "HOME": str(home), "GOGC": "off", **folders},
        cwd=home,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def objects_by_source(output: str) -> dict[str, list[str]]:
    """Split the output of ``helm template`` into the texts of each template, by file name.

    It is written for these tests alone, apart from the agent's own parser of the same output.
    """
    found: dict[str, list[str]] = {}
    for part in ("\n" + output).split("\n---\n")[1:]:
        head, _, text = part.partition("\n")
        assert head.startswith("# Source: "), head
        found.setdefault(head.rpartition("/")[2], []).append(text.strip("\n"))
    return found
