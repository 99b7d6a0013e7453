"""What manifests cannot say: where the component comes from and who owns it. Never invented."""

import re

from pydantic import ValidationError

from agent.importing.attach import Workload
from agent.importing.draft import Draft
from agent.importing.own_manifests import chart_version, is_ours
from foundation.model.base import FrozenModel
from foundation.model.bundle.bundle import LabelValue
from foundation.model.errors import InputError, Problem
from foundation.model.flags import Flag
from foundation.model.kubernetes.scalars import DnsLabel
from foundation.model.names import DNS_LABEL, LABEL_VALUE
from foundation.model.run.trace import GENERATED_BY

#: Without these no bundle compiles.
REQUIRED = ("trace_id", "blueprint_id", "component_scope")
_FLAGS = {
    "trace_id": Flag.TRACE_ID,
    "blueprint_id": Flag.BLUEPRINT_ID,
    "component_scope": Flag.SCOPE,
    "team": Flag.TEAM,
    "tenant": Flag.TENANT,
    "environment": Flag.ENVIRONMENT,
}


class Identity(FrozenModel):
    """What the caller says of the components."""

    trace_id: LabelValue | None = None
    blueprint_id: LabelValue | None = None
    component_scope: LabelValue | None = None
    team: LabelValue | None = None
    tenant: DnsLabel | None = None
    environment: DnsLabel | None = None


def identity(**said: str | None) -> Identity:
    """Take what the caller says.

    Raises:
        InputError: with every value that cannot be a label or a name.
    """
    try:
        return Identity.model_validate(said)
    except ValidationError as error:
        raise InputError(*(_wrong(str(detail["loc"][0])) for detail in error.errors())) from None


def _wrong(field: str) -> Problem:
    return Problem(
        code="wrong-value",
        message=f"the value of {field} is not allowed",
        remedy="Use letters, digits, hyphens, at most 63; tenants and environments in lower case.",
        file=_FLAGS[field],
    )


def map_trace(draft: Draft, workload: Workload | None, said: Identity) -> None:
    """Take the identity from the caller, else from labels that say it."""
    labels = workload.object.labels() if workload is not None else {}
    for field in (*REQUIRED, "team", "tenant"):
        found = getattr(said, field) or labels.get(field)
        if found and re.fullmatch(DNS_LABEL if field == "tenant" else LABEL_VALUE, found):
            draft.top[field] = found
    ours = workload is not None and is_ours(workload.object)
    env = labels.get("env", "") if ours else ""
    draft.environment = said.environment or (env if re.fullmatch(DNS_LABEL, env) else None)
    if workload is not None and ours:
        origin = workload.object.annotations().get("agent_origin")
        if origin and origin != GENERATED_BY and re.fullmatch(LABEL_VALUE, origin):
            draft.top["agent_origin"] = origin
        version = chart_version(workload)
        if version:
            draft.top["version"] = version


def missing_fields(draft: Draft) -> list[str]:
    """Return what must be filled in before the bundle compiles."""
    return [field for field in REQUIRED if field not in draft.top]
