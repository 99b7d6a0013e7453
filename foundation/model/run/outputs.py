"""Which parts of the output are written. All of them are made and validated, whatever is chosen."""

from pydantic import Field

from foundation.model.base import FrozenModel
from foundation.model.errors import InputError, Problem


class OutputChoice(FrozenModel):
    """What somebody wants of the output; what is not said is for the next one to say."""

    chart: bool | None = Field(default=None, description="Write the Helm chart and its archive; true by default.")
    manifests: bool | None = Field(
        default=None, description="Write the rendered manifests of each environment; true by default."
    )
    kustomize: bool | None = Field(
        default=None, description="Write a kustomize base with an overlay for each environment; false by default."
    )
    config_only: bool | None = Field(
        default=None, description="Write only the chart's values and the ConfigMaps; false by default."
    )


class Outputs(FrozenModel):
    """The parts of the output that are written."""

    chart: bool = True
    manifests: bool = True
    kustomize: bool = False
    config_only: bool = False


def chosen_outputs(*choices: OutputChoice | None) -> Outputs:
    """Settle what is written.

    Args:
        choices: the choices by rank; a later one wins where it says something.

    Raises:
        InputError: nothing would be written, or two of the choices exclude each other.
    """
    said: dict[str, bool] = {}
    for choice in choices:
        said |= choice.model_dump(exclude_none=True) if choice is not None else {}
    outputs = Outputs(**said)
    if not (outputs.chart or outputs.manifests or outputs.kustomize):
        message = "neither chart nor manifests nor kustomize is to be written, so nothing would be"
        remedy = "Switch one of output.chart, output.manifests and output.kustomize on."
        raise InputError(Problem(code="output-empty", message=message, remedy=remedy, path="output"))
    if outputs.config_only and outputs.kustomize:
        message = "output.config_only leaves out what a kustomization is made of"
        remedy = "Switch output.config_only or output.kustomize off."
        raise InputError(Problem(code="output-conflict", message=message, remedy=remedy, path="output"))
    return outputs
