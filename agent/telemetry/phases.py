"""The spans of the mission's specification, and which steps of a run each of them is about."""

#: The whole run; every other span is below it.
START = "infragen.start"
TEMPLATE_LOAD = "infragen.template.load"
HELM_BUILD = "infragen.helm.build"
RENDER = "infragen.render.yaml"
VALIDATE = "infragen.validate"
COMPLETE = "infragen.complete"

#: The parts of a run in their order, with what happens in each.
PHASES = {
    TEMPLATE_LOAD: "Templates are found, layers are merged, and all that goes into the chart is settled.",
    HELM_BUILD: "The chart is built and packaged.",
    RENDER: "The chart is rendered, and what else is written is put together.",
    VALIDATE: "The gate looks at every byte.",
    COMPLETE: "Artifacts are saved, remembered and announced; or it is announced that there are none.",
}
_BY_PLUGIN = {
    "template_resolver": TEMPLATE_LOAD,
    "llm_template_expander": TEMPLATE_LOAD,
    "overlay_merge": TEMPLATE_LOAD,
    "security_context_builder": TEMPLATE_LOAD,
    "otel_injection": TEMPLATE_LOAD,
    "trace_metadata_injector": TEMPLATE_LOAD,
    "helm_chart_builder": HELM_BUILD,
    "edit_merger": HELM_BUILD,
    "k8s_validator": VALIDATE,
    "prompt_based_validator": VALIDATE,
    "artifact_emitter": COMPLETE,
    "event_emitter": COMPLETE,
}
#: Steps that are about something else than the rest of their plugin.
_BY_STEP = {
    "helm_chart_builder.render": RENDER,
    "post_processor.finish": HELM_BUILD,
    "trace_metadata_injector.remember": COMPLETE,
    "trace_metadata_injector.remember_recorded": COMPLETE,
}


def phase_of(step: str) -> str:
    """Return the span that a step belongs to; what is not named here makes further files of the output.

    Args:
        step: its name, such as ``overlay_merge.merge``.
    """
    return _BY_STEP.get(step) or _BY_PLUGIN.get(step.partition(".")[0], RENDER)
