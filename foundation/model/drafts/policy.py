"""What a draft may hold (templates/policies/drafts/kinds.yaml): kinds, their fields, and what becomes of each field."""

from fnmatch import fnmatchcase
from typing import Annotated, Literal

from pydantic import Field, model_validator

from foundation.model.base import FrozenModel
from foundation.model.drafts.limits import DRAFTABLE_SETTINGS, NEVER_DRAFTED

FieldPath = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9]*(\.[A-Za-z][A-Za-z0-9]*|\[(\*|[0-9]{1,3})\])*$")]
InnerPath = Annotated[
    str, Field(pattern=r"^(\[(\*|[0-9]{1,3})\]|[A-Za-z][A-Za-z0-9]*)(\.[A-Za-z][A-Za-z0-9]*|\[(\*|[0-9]{1,3})\])*$")
]


class DraftableField(FrozenModel):
    """A field of a spec, with everything in it, that a draft may give."""

    path: FieldPath = Field(description="Path below spec, without wildcards.")
    setting: str | None = Field(
        default=None, description="Setting that it becomes a default of, as in job.backoffLimit; literal without one."
    )
    only: list[InnerPath] = Field(default=[], description="Paths inside it that are allowed; [*] is any entry.")
    told: dict[InnerPath, list[str] | str | None] = Field(
        default={},
        description="What a model is told of the values inside it: choices, a form in words, or null for whatever the "
        "setting takes. Without it, all that the setting takes at the path itself, or at those of only.",
    )


class DraftableKind(FrozenModel):
    """A kind that a draft may hold.

    A workload names the chart template that it starts from. A generated kind has an API version: its template is made
    of the draft. A kind with neither comes with the workload's chart, from what the bundle gives.
    """

    description: str = Field(min_length=1, description="What it is for.")
    when: str = Field(default="", description="What in a component's definition calls for it; a model is told.")
    chart: str | None = Field(default=None, description="Chart template of a workload.")
    api_version: str | None = Field(
        default=None, pattern=r"^([a-z0-9.-]+/)?v[a-z0-9]+$", description="API version of a generated kind."
    )
    filled: dict[FieldPath, Literal["selector", "name"]] = Field(
        default={}, description="Fields of a generated kind that are filled in: the pods' labels, or the name."
    )
    fields: list[DraftableField] = Field(default=[], description="Fields that a draft may give.")

    @model_validator(mode="after")
    def _consistent(self) -> "DraftableKind":
        if self.chart is not None and self.api_version is not None:
            raise ValueError("a kind is a workload (chart) or generated (api_version), not both")
        if self.filled and self.api_version is None:
            raise ValueError("only generated kinds have fields that are filled in")
        roots = {path.partition(".")[0] for path in self.filled}
        for field in self.fields:
            if (field.setting is None) is (self.api_version is None):
                raise ValueError(f"{field.path}: generated kinds take fields as they are, all others need a setting")
            if field.setting and field.setting.partition(".")[0] not in DRAFTABLE_SETTINGS:
                raise ValueError(f"{field.path}: no draft may give defaults for {field.setting}")
            if field.path.partition(".")[0].partition("[")[0] in roots:
                raise ValueError(f"{field.path} is filled in, so that no draft may give it")
        return self


class Bounds(FrozenModel):
    """What a value of a draft has to keep to."""

    least: int | str | None = Field(default=None, description="The least: a number, a quantity or a duration.")
    most: int | str | None = Field(default=None, description="The most.")
    only: list[str] = Field(default=[], description="The only values, instead of least and most.")


#: Where a draft's own volumes hide nothing, if a policy does not say.
_MOUNT_PATHS = ["/cache", "/data", "/dev/shm", "/mnt", "/models", "/scratch", "/tmp", "/var/cache", "/var/tmp", "/work"]  # noqa: S108 - paths in a container
#: What no draft goes beyond, if a policy does not say.
_BOUNDS = {
    "terminationGracePeriodSeconds": Bounds(least=0, most=3600),
    "sizeLimit": Bounds(least="1Mi", most="64Gi"),
    "interval": Bounds(least="5s", most="1h"),
    "scrapeTimeout": Bounds(least="1s", most="5m"),
    "whenDeleted": Bounds(only=["Retain"]),
    "whenScaled": Bounds(only=["Retain"]),
}


class DraftPolicy(FrozenModel):
    """All of it."""

    kinds: dict[str, DraftableKind] = Field(description="Kinds by name.")
    max_fields: Annotated[int, Field(ge=0, le=500)] = Field(default=100, description="Most fields of all objects.")
    repairs: Annotated[int, Field(ge=0, le=3)] = Field(default=3, description="Most rounds of repair.")
    mount_paths: list[str] = Field(default=_MOUNT_PATHS, description="Folders at or below which volumes are mounted.")
    bounds: dict[str, Bounds] = Field(default=_BOUNDS, description="Bounds by the last name of a field's path.")
    guidance: dict[str, str] = Field(
        default={},
        description="What a model is told of a component type, by type or family: `gpu-*` is every type that begins "
        "so. The first that fits counts.",
    )

    @model_validator(mode="after")
    def _allowed(self) -> "DraftPolicy":
        refused = sorted(NEVER_DRAFTED & self.kinds.keys())
        if refused:
            raise ValueError(f"no policy can allow drafts to hold {', '.join(refused)}")
        if not any(kind.chart for kind in self.kinds.values()):
            raise ValueError("no kind is a workload, so that no draft could be accepted")
        return self

    def guidance_for(self, component_type: str) -> str | None:
        """Return what a model is told of a component type: of exactly this one, else of the first family that it fits.

        Args:
            component_type: the type, as the bundle gives it.
        """
        exact = self.guidance.get(component_type)
        return exact or next((text for name, text in self.guidance.items() if fnmatchcase(component_type, name)), None)
