"""Which of the two Helm engines is taken."""

import shutil
from contextlib import suppress
from threading import Thread
from typing import Literal

from foundation.helm.engine import HelmEngine
from foundation.helm.errors import HelmMissingError
from foundation.model.errors import Problem

#: The engine in this process, the program, or the first of these that there is.
Wanted = Literal["auto", "native", "binary"]


def begin_to_load(wanted: Wanted) -> None:
    """Let the engine in this process be loaded by a thread, if it is wanted.

    The Go runtime takes a while to start and needs no interpreter for it. What fails is told by ``chosen_engine``.

    Args:
        wanted: which engine.
    """
    if wanted != "binary":
        Thread(target=_load, name="helm-load", daemon=True).start()


def _load() -> None:
    with suppress(Exception):
        import foundation.helm.native  # noqa: F401 - loading is all that is wanted


def chosen_engine(wanted: Wanted, program: str) -> HelmEngine:
    """Return the Helm engine.

    Args:
        wanted: which engine.
        program: name or path of the program.

    Raises:
        HelmMissingError: the wanted engine is not there.
    """
    if wanted != "binary":
        try:
            from foundation.helm.native import NativeHelmEngine

            return NativeHelmEngine()
        except Exception as error:
            if wanted == "native":
                message = f"the in-process engine cannot be loaded: {error}"
                raise _no_helm(message, "Install helm-python-sdk, or check INFRA_ENGINEER_HELM_ENGINE") from error
    executable = shutil.which(program)
    if executable is None:
        remedy = "Install helm-python-sdk, or helm 3 or 4, or check INFRA_ENGINEER_HELM_ENGINE and "
        raise _no_helm(f"the program {program!r} was not found", f"{remedy}INFRA_ENGINEER_HELM_BINARY")
    from foundation.helm.binary import BinaryHelmEngine

    return BinaryHelmEngine(executable)


def _no_helm(message: str, remedy: str) -> HelmMissingError:
    remedy = f"{remedy}; `doctor` shows what there is."
    return HelmMissingError(Problem(code="helm-missing", message=message, remedy=remedy))
