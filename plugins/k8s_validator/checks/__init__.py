"""The registry: one rule a module, in the order of the offline ladder."""

from plugins.k8s_validator.check import Check
from plugins.k8s_validator.checks import (
    bundle_values,
    chart_archive,
    chart_metadata,
    helm_lint,
    image_tag,
    ingress_host,
    kustomize_equality,
    manifest_values,
    namespace,
    object_shape,
    render_equality,
    replica_limit,
    schema,
    secret_provider_objects,
    selector,
    template_functions,
    trace_annotations,
    trace_labels,
    unique_names,
    yaml_style,
    yaml_syntax,
    yamllint,
)

_IN_ORDER = (
    yaml_syntax.CHECK,
    yaml_style.CHECK,
    yamllint.CHECK,
    object_shape.CHECK,
    schema.CHECK,
    secret_provider_objects.CHECK,
    manifest_values.CHECK,
    trace_labels.CHECK,
    trace_annotations.CHECK,
    namespace.CHECK,
    bundle_values.CHECK,
    unique_names.CHECK,
    selector.CHECK,
    image_tag.CHECK,
    replica_limit.CHECK,
    ingress_host.CHECK,
    chart_metadata.CHECK,
    template_functions.CHECK,
    helm_lint.CHECK,
    chart_archive.CHECK,
    render_equality.CHECK,
    kustomize_equality.CHECK,
)


def register(checks: tuple[Check, ...]) -> dict[str, Check]:
    """Return checks by code.

    Raises:
        ValueError: two checks share a code.
    """
    registry: dict[str, Check] = {}
    for check in checks:
        if check.code in registry:
            raise ValueError(f"the check {check.code} is registered twice")
        registry[check.code] = check
    return registry


CHECKS = register(_IN_ORDER)
