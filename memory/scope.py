"""Whose memory it is: nothing of another scope exists for whoever asks in one."""

from dataclasses import dataclass

#: The workspace of whoever names none.
WORKSPACE = "default"
#: Whose memory has what belongs to no tenant; no tenant can be called so.
PLATFORM = "~platform"


@dataclass(frozen=True, order=True)
class Scope:
    """A tenant and one of its workspaces.

    Attributes:
        tenant: owning tenant.
        workspace: name of the workspace.
    """

    tenant: str
    workspace: str = WORKSPACE
