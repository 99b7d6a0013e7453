"""Which context of a kubeconfig is for which environment."""

from collections.abc import Iterable
from types import MappingProxyType

from foundation.model.errors import InputError, Problem
from foundation.model.flags import Flag
from foundation.model.names import did_you_mean


def contexts_by_environment(setting: str, named_by: str, kubeconfig: str) -> MappingProxyType[str, str]:
    """Return the context of each environment; that of an empty name is for all others.

    Args:
        setting: texts such as ``dev=kind-dev``, and at most one plain name, which is for all others; with commas.
        named_by: the flag or variable that gives them.
        kubeconfig: the file that has them.

    Raises:
        InputError: with every text that names nothing, and every environment that is named twice; or there is no file.
    """
    found: dict[str, str] = {}
    problems = []
    if setting and not kubeconfig:
        message = f"{named_by} names a context, but no cluster is named"
        remedy = f"Name its file with {Flag.KUBECONFIG} or INFRA_ENGINEER_KUBECONFIG, or leave the context out."
        problems.append(_problem("context-wrong", message, remedy, named_by))
    for text in setting.split(",") if setting else []:
        environment, equals, context = text.partition("=")
        environment, context = (environment.strip(), context.strip()) if equals else ("", text.strip())
        if not context or (equals and not environment):
            message, remedy = (
                f"{text!r} names no context",
                "Write ENVIRONMENT=CONTEXT, or a context for all environments.",
            )
            problems.append(_problem("context-wrong", message, remedy, named_by))
        elif found.setdefault(environment, context) != context:
            of_what = f"the environment {environment}" if environment else "all environments"
            message = f"two contexts are named for {of_what}: {found[environment]} and {context}"
            problems.append(_problem("context-wrong", message, "Name one of them.", named_by))
    if problems:
        raise InputError(*problems)
    return MappingProxyType(found)


def require_contexts(wanted: Iterable[str], known: Iterable[str], kubeconfig: str, named_by: str) -> None:
    """Make sure that a kubeconfig has some contexts.

    Args:
        wanted: their names.
        known: the contexts that it has.
        kubeconfig: the file.
        named_by: the flag or variable that names the contexts.

    Raises:
        InputError: with every context that it does not have.
    """
    there = list(known)
    missing = [name for name in dict.fromkeys(wanted) if name not in there]
    if missing:
        has = f"It has {', '.join(there)}." if there else "It has none."
        raise InputError(
            *(
                Problem(
                    code="context-unknown",
                    message=f"{named_by} names the context {name!r}, which the kubeconfig does not have",
                    remedy=did_you_mean(name, there, has),
                    file=kubeconfig,
                )
                for name in missing
            )
        )


def require_environments(contexts: Iterable[str], known: Iterable[str], named_by: str) -> None:
    """Make sure that contexts are named for environments that there are.

    Args:
        contexts: the environments that contexts are named for.
        known: the environments that anything knows.
        named_by: the flag or variable that names the contexts.

    Raises:
        InputError: with every environment that nothing knows.
    """
    there = sorted(set(known))
    unknown = [name for name in contexts if name and name not in there]
    if unknown:
        raise InputError(
            *(
                _problem(
                    "context-environment",
                    f"a context is named for {name!r}, which is no environment",
                    did_you_mean(name, there, f"There are {', '.join(there)}."),
                    named_by,
                )
                for name in unknown
            )
        )


def _problem(code: str, message: str, remedy: str, named_by: str) -> Problem:
    return Problem(code=code, message=message, remedy=remedy, file=named_by)
