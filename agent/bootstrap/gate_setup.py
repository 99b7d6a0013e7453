"""The set-up of the gate, the same for runs, the command line, MCP and the diagnosis."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from agent.bootstrap.clocks import today
from agent.bootstrap.programs import kubectl_use
from agent.settings import Settings
from foundation.catalog.folder import TemplateFolder
from foundation.catalog.library import TemplateLibrary
from foundation.helm.engine import HelmEngine
from foundation.model.policy.platform import PlatformPolicy

if TYPE_CHECKING:
    from plugins.k8s_validator.gate_setup import GateSetup, Policies

#: The rule that holds objects against the admission policies.
ADMISSION = "admission-policy"


def build_gate_setup(
    settings: Settings,
    helm: HelmEngine,
    policies: "Policies",
    kube_version: str | None = None,
    profile: str | None = None,
) -> "GateSetup":
    """Set the gate up.

    Args:
        settings: the settings.
        helm: the Helm engine.
        policies: what the policy folders say.
        kube_version: Kubernetes version to validate against; ``None`` takes the policy's.
        profile: which rules hold; ``None`` takes the policy's.

    Raises:
        InputError: with every mistake of the profile, the version, the schema folder, the kubeconfig, the policy's
            exceptions and the admission policies.
    """
    # Imported here: many commands do without the gate.
    from foundation.kubectl.kubeconfig import require_readable
    from foundation.model.mistakes import Mistakes
    from plugins.k8s_validator.gate_setup import GateSetup
    from plugins.k8s_validator.rules.rule_book import rule_book
    from plugins.k8s_validator.rules.waivers import require_waivable
    from plugins.k8s_validator.schemas.store import own_schemas, schema_store

    platform, mistakes = policies.platform, Mistakes()
    rules = mistakes.attempt(rule_book, platform, profile or "")
    own = mistakes.attempt(own_schemas, settings.schema_path)
    schemas = mistakes.attempt(schema_store, kube_version or platform.kubernetes_version, own)
    mistakes.attempt(require_readable, settings.kubeconfig)
    mistakes.attempt(require_waivable, platform)
    if policies.admission and rules is not None and ADMISSION in rules.checks:
        mistakes.attempt(_load_admission, policies.admission)
    return GateSetup(
        helm=helm,
        policies=policies,
        rules=mistakes.require(rules),
        schemas=mistakes.require(schemas),
        kubectl=kubectl_use(settings),
        yamllint=settings.yamllint,
        today=today(settings),
    )


def _load_admission(texts: Mapping[str, str]) -> None:
    # Imported here: the CEL library takes time to load, and most folders hold no policy.
    from plugins.k8s_validator.admission.loading import load_policies

    load_policies(texts)


def policies_of(library: TemplateLibrary, folder: str | None = None) -> "Policies":
    """Return what the policy folders say.

    Args:
        library: templates and policies.
        folder: policy folder that comes before the library's; ``admission/`` in it adds to the library's.

    Raises:
        InputError: with every mistake in the folder; or it holds nothing.
    """
    from plugins.k8s_validator.gate_setup import Policies

    admission = {} if folder is None else TemplateFolder(Path(folder)).admission_in(".")
    # A folder that holds CEL policies alone changes nothing else.
    own = None if folder is None or (admission and not _has_settings(Path(folder))) else Path(folder)
    platform = library.reading(lambda: _platform(library, own))
    everywhere = library.reading(lambda: library.admission)
    return Policies(platform=platform, admission={**everywhere, **admission}, findings=tuple(library.findings))


def _platform(library: TemplateLibrary, folder: Path | None) -> PlatformPolicy:
    return library.policy if folder is None else library.policy_with(folder)


def _has_settings(folder: Path) -> bool:
    return any(folder.glob("*.yaml")) or any(folder.glob("profiles/*.yaml"))
