"""Templates and policies as people look them up: what there is, and which components were made with it."""

from collections.abc import Iterable, Sequence

from agent.use_cases.history.finding import tenants_asked
from foundation.catalog.library import TemplateLibrary
from foundation.model.base import FrozenModel
from foundation.model.chart.templates import ChartDefinition
from foundation.model.digests import json_digest
from foundation.model.run.artifacts import sha256
from memory.memory import Memory
from memory.records.templates import TemplateRecord
from memory.stores.runs import RunBasis

#: So many of a tenant's last runs are looked at for the policies that they went by.
_LOOKED_AT = 100


class TemplateUse(FrozenModel):
    """The last use of a chart template for a component.

    Attributes:
        tenant: the component's tenant.
        component: its name.
        recorded_at: when; UTC, ISO 8601.
        changed: resource templates that are not what they were then.
    """

    tenant: str
    component: str
    recorded_at: str
    changed: list[str]


class RegisteredTemplate(FrozenModel):
    """A chart template and who uses it.

    Attributes:
        chart: the template.
        uses: the last use for each component, the newest first.
    """

    chart: ChartDefinition
    uses: list[TemplateUse]


class PolicyFile(FrozenModel):
    """A file of policies.

    Attributes:
        name: its path below the folder of policies.
        folder: name of the template folder that it is in.
        digest: its SHA-256.
        text: what is in it.
    """

    name: str
    folder: str
    digest: str
    text: str


class PolicyUser(FrozenModel):
    """A component that was last made under some policies.

    Attributes:
        tenant: its tenant.
        component: its name.
        run_id: the run.
    """

    tenant: str
    component: str
    run_id: str


class PolicyVersion(FrozenModel):
    """Policies as they were at some time.

    Attributes:
        digest: what tells them from all others.
        current: whether they are those of now.
        last_used: when a run went by them last; UTC, ISO 8601; empty if none did.
        users: components whose last run went by them.
    """

    digest: str
    current: bool
    last_used: str = ""
    users: list[PolicyUser] = []


class Registry(FrozenModel):
    """What there is.

    Attributes:
        templates: every chart template.
        policies: every file of policies, in the order in which folders are looked at.
        versions: policies that runs went by lately, those of now first.
    """

    templates: list[RegisteredTemplate]
    policies: list[PolicyFile]
    versions: list[PolicyVersion]


def registry(
    tenant: str | None, *, library: TemplateLibrary, memory: Memory, current: Sequence[str] | None
) -> Registry:
    """Return templates and policies with the components that were made with them.

    Args:
        tenant: whose components; everybody's by default.
        library: templates and policies.
        memory: the memory.
        current: digest of the policies of now in each template folder; nothing, if they cannot be told.

    Raises:
        AgentError: a template folder is wrong, or cannot be read.
        OutsideError: memory cannot be read.
    """
    tenants = tenants_asked(tenant, memory)
    sources = {name: sha256(library.resource(name).text.encode()) for name in library.resources}
    return Registry(
        templates=[_template(chart, tenants, memory, sources) for chart in library.charts.values()],
        policies=[
            PolicyFile(name=name, folder=folder.root.name, digest=sha256(text.encode()), text=text)
            for folder in library.folders
            for name, text in folder.policy_texts.items()
        ],
        versions=_versions([(one, run) for one in tenants for run in memory.of(one).runs.bases(_LOOKED_AT)], current),
    )


def _template(
    chart: ChartDefinition, tenants: Iterable[str], memory: Memory, sources: dict[str, str]
) -> RegisteredTemplate:
    uses = [_use(one, used, sources) for one in tenants for used in memory.of(one).templates.of_template(chart.id)]
    return RegisteredTemplate(chart=chart, uses=sorted(uses, key=lambda one: one.recorded_at, reverse=True))


def _use(tenant: str, used: TemplateRecord, sources: dict[str, str]) -> TemplateUse:
    return TemplateUse(
        tenant=tenant,
        component=used.component,
        recorded_at=used.recorded_at,
        changed=sorted(name for name, digest in used.sources.items() if sources.get(name) != digest),
    )


def _versions(runs: Sequence[tuple[str, RunBasis]], current: Sequence[str] | None) -> list[PolicyVersion]:
    now = json_digest(list(current)) if current is not None else None
    found = {now: PolicyVersion(digest=now, current=True)} if now is not None else {}
    seen: set[tuple[str, str]] = set()
    for tenant, run in sorted(runs, key=lambda one: one[1].recorded_at, reverse=True):
        digest = json_digest(run.basis.policies if run.basis is not None else [])
        known = found.get(digest) or PolicyVersion(digest=digest, current=False)
        user = PolicyUser(tenant=tenant, component=run.component, run_id=run.run_id)
        users = known.users if (tenant, run.component) in seen else [*known.users, user]
        seen.add((tenant, run.component))
        found[digest] = known.model_copy(update={"last_used": known.last_used or run.recorded_at, "users": users})
    return list(found.values())
