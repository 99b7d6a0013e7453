"""The names of the steps that recipes speak of."""

#: Where templates come from: the catalog, or for types that it does not cover a draft.
TEMPLATES = "template_resolver.load"
EXPAND = "llm_template_expander.expand"
RESOLVE = "trace_metadata_injector.resolve"
MERGE = "overlay_merge.merge"
SECURITY = "security_context_builder.build"
TELEMETRY = "otel_injection.inject"
INJECT = "trace_metadata_injector.inject"
BUILD = "helm_chart_builder.build"
FINISH = "post_processor.finish"
#: Only where it is asked for: what people edited goes into the chart before anything is made from it.
MERGE_EDITS = "edit_merger.merge"
APPLY_EDITS = "edit_merger.apply"
PACKAGE = "helm_chart_builder.package"
RENDER = "helm_chart_builder.render"
ASSEMBLE = "post_processor.assemble"
VALIDATE = "k8s_validator.validate"
#: Of recorded artifacts: the gate of today, and the gate as it was when they were made.
VALIDATE_RECORDED = "k8s_validator.validate_recorded"
VALIDATE_AS_RECORDED = "k8s_validator.validate_as_recorded"
REVIEW = "prompt_based_validator.review"
SAVE = "artifact_emitter.save"
REMEMBER = "trace_metadata_injector.remember"
EMIT = "event_emitter.emit"
REMEMBER_RECORDED = "trace_metadata_injector.remember_recorded"
EMIT_RECORDED = "event_emitter.emit_recorded"
EMIT_FAILURE = "event_emitter.emit_failure"

#: What is done with recorded artifacts alone; a run that makes its own takes none of these.
RECORDED = frozenset({VALIDATE_RECORDED, VALIDATE_AS_RECORDED, REMEMBER_RECORDED, EMIT_RECORDED})
