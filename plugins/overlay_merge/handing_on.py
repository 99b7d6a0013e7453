"""Client ids that pipelines hand on by themselves, so that nobody has to be told of them."""

from foundation.model.bundle.bundle import Bundle
from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.chart.templates import TemplateSet
from foundation.model.run.outputs import Outputs
from plugins.overlay_merge.infrastructure import NOT_DEPLOYED

#: What the texts of templates name that give the chart the client id of the identity that was just deployed.
_HANDED_ON = "identity_settings"


def without_handed_on(
    effective: EffectiveComponent, bundle: Bundle, templates: TemplateSet, outputs: Outputs
) -> EffectiveComponent:
    """Return a component that is not told to name a client id which every way of deploying it finds out.

    Args:
        effective: the component.
        bundle: says how it is deployed.
        templates: policy and pipeline templates.
        outputs: what is written.
    """
    if not _is_handed_on(bundle, templates, outputs):
        return effective
    kept = [finding for finding in effective.findings if finding.code != NOT_DEPLOYED]
    return effective.model_copy(update={"findings": kept})


def _is_handed_on(bundle: Bundle, templates: TemplateSet, outputs: Outputs) -> bool:
    answers = templates.policy.delivery.under(bundle.delivery)
    # What fetches the output by itself reads the files, which only know what the bundle says.
    if answers.infrastructure is None or "pipelines" not in outputs.parts or "gitops" in outputs.parts:
        return False
    names = {"azure-devops": answers.pipeline, "github-actions": answers.workflow}
    chosen = {names[target].removesuffix(".yaml") for target in answers.targets}
    handing_on = {template.id for template in templates.pipelines if _HANDED_ON in template.text}
    return chosen <= handing_on
