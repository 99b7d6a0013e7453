"""The output of the example that has one of everything, on a platform that says how resources are reached."""

from pathlib import Path

from agent.bootstrap import build_agent
from tests.support.generation import case_named, generate, settings_in
from tests.support.platforms import NETWORKS, STATE, template_path


def networked_output(folder: Path, *assignments: str, **changes: object) -> Path:
    """Generate the example, and return the folder with its output.

    Args:
        folder: a folder of its own.
        assignments: changes as ``--set`` makes them.
        changes: further settings.
    """
    path = template_path(folder / "own", NETWORKS, STATE)
    agent = build_agent(settings_in(folder / "state", template_path=path, **changes))
    generated = generate(agent, case_named("payments-ledger"), folder / "out", *assignments)
    assert generated.result.status == "generated", generated.result.problems
    return generated.folder


def networked_files(folder: Path, part: str) -> dict[str, str]:
    """Return the files of a part of that output, by their path in its folder.

    Args:
        folder: a folder of its own.
        part: folder of the part, such as ``bicep``.
    """
    place = networked_output(folder) / part
    return {path.relative_to(place).as_posix(): path.read_text() for path in place.rglob("*") if path.is_file()}
