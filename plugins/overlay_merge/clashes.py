"""What may be in a container only once, whichever settings it comes from."""

import posixpath
import re
from collections import Counter
from collections.abc import Iterator

from agent.model.effective import EffectiveEnvironment
from agent.model.errors import Problem
from agent.model.templates import TemplateSet

#: Volumes that the pod template makes itself.
_OWN_VOLUMES = re.compile(r"(scratch|secret)-[0-9]+|otel-collector")


def clashes(templates: TemplateSet, environment: EffectiveEnvironment) -> Iterator[Problem]:
    """Yield a problem for each variable, mount path or volume that would be there twice."""
    yield from _variables(environment)
    yield from _mount_paths(templates, environment)
    for volume in environment.settings.volumes or []:
        if _OWN_VOLUMES.fullmatch(volume.name):
            yield Problem(
                code="volume-name-taken",
                message=f"the pod has a volume {volume.name} of its own",
                remedy="Choose another name.",
                path="component.volumes",
            )


def _variables(environment: EffectiveEnvironment) -> Iterator[Problem]:
    settings = environment.settings
    names = [variable.name for variable in settings.env or []]
    names += [variable.name for secret in settings.secrets or [] for variable in secret.env or []]
    for name in _twice(names):
        yield Problem(
            code="variable-twice",
            message=f"the variable {name} is set more than once in {environment.name}",
            remedy="Keep one of env and the secrets' env.",
            path="component.secrets",
        )


def _mount_paths(templates: TemplateSet, environment: EffectiveEnvironment) -> Iterator[Problem]:
    own = [scratch.path for scratch in templates.policy.security.writable_paths]
    wanted = [volume.mount_path for volume in environment.settings.volumes or []]
    for path in _twice([posixpath.normpath(path) for path in (*own, *wanted)]):
        yield Problem(
            code="mount-path-twice",
            message=f"two volumes would be mounted at {path} in {environment.name}",
            remedy="Choose another mount_path; the platform's own writable folders need no volume.",
            path="component.volumes",
        )


def _twice(names: list[str]) -> list[str]:
    return sorted(name for name, count in Counter(names).items() if count > 1)
