"""The environments that contexts of a kubeconfig are named for, held against those that there are."""

from collections.abc import Callable, Iterable

from foundation.model.bundle.bundle import Bundle
from foundation.model.policy.platform import EnvironmentsPolicy
from plugins.k8s_validator.contexts import contexts_by_environment, require_environments
from plugins.overlay_merge.environments import canonical, named_environments, of_platform

#: Takes the bundles, and the environments that anything else names.
RequireContexts = Callable[[Iterable[Bundle], Iterable[str]], None]


def require_contexts_known(
    bundles: Iterable[Bundle],
    others: Iterable[str],
    *,
    contexts: str,
    kubeconfig: str,
    named_by: str,
    policy: EnvironmentsPolicy,
    profiles: Iterable[str],
) -> None:
    """Make sure that contexts are named for environments that there are.

    Args:
        bundles: the bundles that are looked at together; it is enough that one of them names an environment.
        others: environments that manifests name.
        contexts: the setting.
        kubeconfig: the file that has them; empty for none.
        named_by: the flag or variable that gives it.
        policy: the platform's names of environments.
        profiles: names of its environment profiles.

    Raises:
        InputError: with every mistake of the setting.
    """
    known = {*of_platform(policy, profiles), *others}
    for bundle in bundles:
        known |= named_environments(bundle, policy, profiles)
    given = contexts_by_environment(contexts, named_by, kubeconfig)
    require_environments([name for name in given if canonical(name, policy) not in known], known, named_by)
