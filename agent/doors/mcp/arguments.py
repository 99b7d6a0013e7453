"""What several tools take."""

import re
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field, WithJsonSchema

from agent.doors.places import FOLDER, LONGEST_FOLDER
from agent.use_cases.inputs.bundles import BundleContent, OneBundle
from foundation.model.base import FrozenModel
from foundation.model.errors import InputError, Problem
from foundation.model.kubernetes.scalars import DnsLabel

_VERSION = "Kubernetes version to validate against, such as 1.32."


def _confined(folder: str) -> str:
    if len(folder) > LONGEST_FOLDER or not re.fullmatch(FOLDER, folder):
        raise ValueError(
            "it must be a relative path below the workspace, such as out/orders, of letters, digits, '.', '_' and '-', "
            f"without '..' or hidden folders, and of at most {LONGEST_FOLDER} characters"
        )
    return folder


Folder = Annotated[str, AfterValidator(_confined), WithJsonSchema({"type": "string"})]
KubeVersion = Annotated[str | None, Field(description=_VERSION)]
Environments = Annotated[
    list[DnsLabel] | None,
    Field(description="Environments such as dev or prod; by default the bundle's."),
    WithJsonSchema({"type": "array", "items": {"type": "string"}}),
]
Run = Annotated[str, Field(description="Id of a run, or of an execution as artifacts and events carry it.")]
Tenant = Annotated[str | None, Field(description="Whose memory is looked at; everybody's by default.")]


class BundleArguments(FrozenModel):
    """A bundle, and what of it is meant."""

    bundle: dict[str, Any] | str = Field(description="The bundle, as generate_infrastructure takes it.")
    component: str | None = Field(default=None, description="Which component of an application.")
    environments: Environments = None

    @property
    def one(self) -> OneBundle:
        """The bundle that is meant."""
        return OneBundle(of=BundleContent(content=self.bundle), component=self.component)


def readable(workspace: Path, folder: str, argument: str) -> str:
    """Return the place of a folder that is read; it may not lead out of the workspace.

    Args:
        workspace: the workspace.
        folder: the folder below it.
        argument: what the client calls it.

    Raises:
        InputError: a link in it leads elsewhere.
    """
    place = workspace / folder
    try:
        inside = place.resolve().is_relative_to(workspace.resolve())
    except (OSError, RuntimeError):  # links in a circle
        inside = False
    if not inside:
        message = f"the folder {folder} leads out of the workspace"
        raise InputError(
            Problem(code="output-unusable", message=message, remedy="Name a folder below it.", file=argument)
        )
    return str(place)
