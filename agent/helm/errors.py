"""Failures of Helm."""

from agent.model.errors import OutsideError, PermanentError, Problem


class RenderError(PermanentError):
    """A chart does not render with the given values."""

    failure = "helm_render_error"


class HelmTimeoutError(OutsideError):
    """Helm did not answer in time; trying again may help."""

    failure = "helm_lint_timeout"


class HelmMissingError(OutsideError):
    """The engine that the settings ask for is not there."""

    failure = "helm_missing"


def render_error(message: str) -> RenderError:
    """Return the error for Helm's own message."""
    return RenderError(
        Problem(
            code="helm-render",
            message=f"the chart does not render: {message.strip()}",
            remedy="Mend the template or the value that the message names.",
        )
    )
