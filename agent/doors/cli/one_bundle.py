"""The one bundle that a subcommand's arguments mean."""

from typing import TYPE_CHECKING

from agent.doors.cli.stdin import named_stdin

if TYPE_CHECKING:
    from agent.use_cases.inputs.bundles import OneBundle


def one_bundle(
    path: str, assignments: list[str] | None = None, component: str | None = None, tenant: str | None = None
) -> "OneBundle":
    """Return what a use case takes for a file, ``--set``, ``--component`` and ``--tenant``."""
    from agent.use_cases.inputs.bundles import BundleFiles, OneBundle

    files = BundleFiles(paths=[path], stdin=named_stdin([path]), assignments=assignments or [])
    return OneBundle(of=files, component=component, tenant=tenant)
