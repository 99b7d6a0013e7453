"""What is said of the files of a run: an in-toto Statement v1 with a SLSA provenance v1, as plain data."""

from typing import Final, Literal

from pydantic import ConfigDict, Field
from pydantic.alias_generators import to_camel

from foundation.model.base import FrozenModel

#: Folder of the statements in an output; what is in it is dated, so no artifact and not in the index.
FOLDER = "provenance/"
#: How the name of a signed statement ends.
SUFFIX = ".sigstore.json"
#: The statement about all files of a run.
RUN = f"{FOLDER}run{SUFFIX}"
#: How the name of Helm's own provenance file ends; it stands beside the archive of the chart.
HELM_SUFFIX = ".prov"

STATEMENT: Final = "https://in-toto.io/Statement/v1"
PREDICATE: Final = "https://slsa.dev/provenance/v1"
BUILDER = "https://connectsoft.dev/infrastructure-engineer-agent"
BUILD_TYPE = f"{BUILDER}/component-bundle/v1"
#: Name of the only digest that subjects have.
SHA256 = "sha256"


class _Shape(FrozenModel):
    """A value in the shape of in-toto: snake_case here, camelCase in JSON."""

    # Strictness is for what we make; what is read may say more than we know.
    model_config = ConfigDict(alias_generator=to_camel, validate_by_name=True, extra="ignore")


class Subject(_Shape):
    """One file that a statement is about: its path in the output, and its digests by algorithm."""

    name: str
    digest: dict[str, str]


class Dependency(_Shape):
    """What the files were made from: a name, and its digests by algorithm."""

    name: str
    digest: dict[str, str]


class Asked(_Shape):
    """What was asked for; whoever verifies holds it against what they expect.

    Attributes:
        run: generate, republish or rollback.
        trace_id: the trace.
        blueprint_id: its blueprint.
        component_scope: the blueprint's domain.
        agent_origin: agent that asked.
        environments: environments that were asked for; empty for the bundle's own.
        previous_execution_id: the earlier run whose files these are, or that this one tries again, if it does.
    """

    # The names are the mission's.
    model_config = ConfigDict(alias_generator=None)

    run: Literal["generate", "republish", "rollback"]
    trace_id: str
    blueprint_id: str
    component_scope: str
    agent_origin: str
    environments: list[str] = []
    previous_execution_id: str | None = None


class Settled(_Shape):
    """What the agent settled by itself.

    Attributes:
        artifacts_digest: digest of the files that the gate looked at.
        request_digest: digest of everything that the run went by, where another run of it comes to the same.
        profile: the gate's profile.
        kube_version: the Kubernetes version that the gate validated against.
    """

    model_config = ConfigDict(alias_generator=None)

    artifacts_digest: str
    request_digest: str | None = None
    profile: str | None = None
    kube_version: str | None = None


class BuildDefinition(_Shape):
    """How the files came about."""

    build_type: str
    external_parameters: Asked
    internal_parameters: Settled
    resolved_dependencies: list[Dependency]


class Builder(_Shape):
    """Who made them: the agent, and its version."""

    id: str
    version: dict[str, str] = {}


class BuildMetadata(_Shape):
    """Of the run: its id, and when its files were ready, in UTC."""

    invocation_id: str
    finished_on: str


class RunDetails(_Shape):
    """The run."""

    builder: Builder
    metadata: BuildMetadata


class Provenance(_Shape):
    """SLSA provenance v1 (slsa.dev/spec/v1.0/provenance)."""

    build_definition: BuildDefinition
    run_details: RunDetails


class Statement(_Shape):
    """An in-toto Statement v1 about files of a run."""

    type_: Literal["https://in-toto.io/Statement/v1"] = Field(default=STATEMENT, alias="_type")
    subject: list[Subject]
    predicate_type: Literal["https://slsa.dev/provenance/v1"] = PREDICATE
    predicate: Provenance

    @property
    def digests(self) -> dict[str, str]:
        """SHA-256 by name of what it is about."""
        return {subject.name: subject.digest.get(SHA256, "") for subject in self.subject}

    @property
    def asked(self) -> Asked:
        """What was asked for."""
        return self.predicate.build_definition.external_parameters


def subjects_of(digests: dict[str, str]) -> list[Subject]:
    """Return files as subjects, in the order of their names.

    Args:
        digests: hexadecimal SHA-256 by path.
    """
    return [Subject(name=path, digest={SHA256: digest}) for path, digest in sorted(digests.items())]
