"""The examples as test cases, and how they are generated the same way each time."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from agent.bootstrap import Agent, build_agent
from agent.settings import Settings
from agent.use_cases.inputs.attachments import FolderReader
from foundation.model.destination import workspace
from foundation.model.run.request import GenerationRequest, GenerationResult, Options
from foundation.source.assignment import parse_assignment
from foundation.source.bundle import SourcedBundle, read_bundles

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
GOLDENS = ROOT / "tests" / "goldens"
#: An application and its components.
APPLICATION = EXAMPLES / "shop" / "application.yaml"
SHOP = ("storefront", "catalog", "checkout")
#: The agent's own deployment, and its components.
DEPLOYMENT = ROOT / "deploy" / "bundle.yaml"
OWN = ("api", "worker", "relay", "prune")
#: 2025-05-07T22:45:12Z, the time of the mission's own example of an event.
FIXED_TIME = 1_746_657_912
#: What memory has to have seen before UserService works as written.
USER_SERVICE_TRACE = ("blueprint_id=usecase-user-register", "component_scope=Identity")


@dataclass(frozen=True)
class Case:
    """An example and the golden that it must match.

    Attributes:
        name: folder of the golden.
        file: the example.
        knowing: whether memory knows the example's trace from an earlier run.
        fails: whether the run must be given up.
        member: which component of an application it is.
    """

    name: str
    file: Path
    knowing: bool = False
    fails: bool = False
    member: int = 0

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Generated:
    """A case that was generated, and the folder with what it wrote."""

    case: Case
    result: GenerationResult
    folder: Path

    @property
    def chart(self) -> Path:
        """The chart's folder."""
        return next(path.parent for path in self.folder.glob("charts/*/Chart.yaml"))

    @property
    def archive(self) -> Path:
        """The packaged chart."""
        return next(self.folder.glob("charts/*.tgz"))

    @property
    def environments(self) -> list[str]:
        """Environments in the order of the run."""
        assert self.result.effective is not None
        return [environment.name for environment in self.result.effective.environments]

    @property
    def namespace(self) -> str:
        """Namespace of every object."""
        assert self.result.effective is not None
        return self.result.effective.namespace

    def manifests(self, environment: str) -> dict[str, str]:
        """Text of each manifest file that was written for an environment."""
        folder = self.folder / "manifests" / environment
        return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.iterdir())}

    def yaml_files(self) -> Iterator[Path]:
        """Every emitted YAML file; a chart's templates are none before they are rendered."""
        for path in sorted(self.folder.rglob("*.yaml")):
            if "templates" not in path.relative_to(self.folder).parts:
                yield path


def _cases() -> list[Case]:
    found = [
        Case(path.stem, path, fails=path.stem == "user-service")
        for path in sorted(EXAMPLES.iterdir())
        if path.suffix in (".yaml", ".json")
    ]
    shop = [Case(f"shop-{name}", APPLICATION, member=index) for index, name in enumerate(SHOP)]
    return [*found, *shop, Case("user-service-known", EXAMPLES / "user-service.json", knowing=True)]


CASES = _cases()
#: The components of the agent's own deployment, which have no goldens.
OWN_CASES = [Case(f"self-{name}", DEPLOYMENT, member=index) for index, name in enumerate(OWN)]
SUCCESSES = [case for case in CASES if not case.fails]
FAILURES = [case for case in CASES if case.fails]


def case_named(name: str) -> Case:
    """Return one case."""
    return next(case for case in CASES if case.name == name)


def settings_in(state: Path, **changes: object) -> Settings:
    """Return settings with a fixed time and a state folder of their own, whatever the environment says."""
    fixed = {"source_date_epoch": FIXED_TIME, "helm_engine": "native", "template_path": "", "yamllint": False}
    return Settings(**{"state_dir": state, **fixed, **changes})


def model_settings_in(state: Path, url: str, **changes: object) -> Settings:
    """Return such settings with a model at an address of this machine."""
    model = {"model_provider": "compatible", "model_name": "gpt-4o", "model_base_url": url, "model_calls": "loopback"}
    return settings_in(state, **model, **changes)


def read_case(case: Case, *assignments: str) -> SourcedBundle:
    """Read a case's bundle, with changes as ``--set`` makes them."""
    changes = [parse_assignment(text) for text in assignments]
    name = case.file.relative_to(ROOT).as_posix()
    return read_bundles(case.file.read_bytes(), name, changes, FolderReader(case.file.parent))[case.member]


def request_of(bundle: SourcedBundle, output: Path | None) -> GenerationRequest:
    """Return the request to generate a bundle into a folder, or nowhere."""
    return GenerationRequest(
        bundle=bundle.bundle,
        source=bundle.source,
        digest=bundle.digest,
        locations=bundle.locations,
        options=Options(destination=workspace(str(output)) if output is not None else None),
    )


def generate(agent: Agent, case: Case, output: Path, *assignments: str) -> Generated:
    """Generate a case into a folder, with changes as ``--set`` makes them."""
    return Generated(case, agent.runner.generate(request_of(read_case(case, *assignments), output)), output)


def knowing_agent(state: Path, scratch: Path, **changes: object) -> Agent:
    """Wire an agent and let it see UserService's trace once.

    Args:
        state: its state folder.
        scratch: folder for what the first run writes.
        changes: further settings.
    """
    agent = build_agent(settings_in(state, **changes))
    first = agent.runner.generate(request_of(read_case(case_named("user-service-known"), *USER_SERVICE_TRACE), scratch))
    assert first.status == "generated", first.problems
    return agent
