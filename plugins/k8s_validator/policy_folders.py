"""What the policy folders say: those of the library, and one that somebody names."""

from pathlib import Path

from foundation.catalog.folder import TemplateFolder
from foundation.catalog.library import TemplateLibrary
from foundation.model.policy.platform import PlatformPolicy
from plugins.k8s_validator.gate_setup import Policies


def policies_of(library: TemplateLibrary, folder: str | None = None) -> Policies:
    """Return what the policy folders say.

    Args:
        library: templates and policies.
        folder: policy folder that comes before the library's; ``admission/`` in it adds to the library's.

    Raises:
        InputError: with every mistake in the folder; or it holds nothing.
    """
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
