"""Reading the settings from the environment: every mistake at once, told by the name that its user knows."""

from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError

from agent.settings.settings import Settings, variable_of
from foundation.model.errors import InputError, Problem
from foundation.model.flags import Flag
from foundation.model.names import did_you_mean
from foundation.model.wording import wanted

#: The flags that set something for one command, by their setting.
_FLAGS = {
    "fleet": Flag.FLEET,
    "helm_lint": Flag.HELM_LINT,
    "kube_context": Flag.CONTEXT,
    "kubeconfig": Flag.KUBECONFIG,
    "kubectl_dry_run": Flag.KUBECTL,
    "planner": Flag.PLANNER,
    "review": Flag.REVIEW,
    "schema_path": Flag.SCHEMAS,
    "signing_key": Flag.SIGN_WITH,
    "yamllint": Flag.YAMLLINT,
}


def load_settings(**changes: Any) -> Settings:
    """Read the settings from the environment.

    Args:
        changes: values that a door sets itself, such as flags of the command line.

    Raises:
        InputError: a variable has a value that is not allowed.
    """
    flags = {name: _FLAGS[name] for name in changes if name in _FLAGS}
    try:
        settings = Settings(**changes)
    except ValidationError as error:
        found = [(str(detail["loc"][0]), wanted(detail)) for detail in error.errors()]
        raise InputError(*(_wrong_setting(name, message, flags.get(name)) for name, message in found)) from None
    settings._flags = flags
    return settings


def require_known(environment: Iterable[str]) -> None:
    """Look at the names in an environment; a misspelt one is in force nowhere, and nobody would be told.

    Args:
        environment: names of all its variables.

    Raises:
        InputError: with every name that begins as ours do and is no setting.
    """
    prefix = str(Settings.model_config["env_prefix"])
    known = [variable_of(name) for name, field in Settings.model_fields.items() if not field.validation_alias]
    unknown = [name for name in environment if name.startswith(prefix) and name not in known]
    if unknown:
        raise InputError(*(_unknown_setting(name, known) for name in sorted(unknown)))


def _unknown_setting(variable: str, known: list[str]) -> Problem:
    return Problem(
        code="unknown-setting",
        message=f"the variable {variable} is no setting, so it changes nothing",
        remedy=did_you_mean(variable, known, "Remove it.", also="See .env.example."),
        file="environment",
        path=variable,
    )


def _wrong_setting(name: str, message: str, flag: Flag | None) -> Problem:
    if flag is not None:
        file, path, called, more = "command line", str(flag), f"the flag {flag}", ""
    else:
        # A setting with a variable of its own name is told by that name.
        path = name if name.isupper() else variable_of(name)
        file, called, more = "environment", f"the variable {path}", " See .env.example."
    return Problem(
        code="wrong-setting",
        message=f"{called} has a value that is not allowed",
        remedy=f"{message}.{more}",
        file=file,
        path=path,
    )
