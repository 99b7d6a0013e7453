"""Labels that every object carries: who wrote them, and which a bundle may not."""

#: Labels of the chart and of the trace; they say what the platform knows, so a bundle cannot set them.
RESERVED_LABELS = frozenset(
    {
        "app.kubernetes.io/name",
        "app.kubernetes.io/instance",
        "app.kubernetes.io/version",
        "app.kubernetes.io/managed-by",
        "helm.sh/chart",
        "trace_id",
        "blueprint_id",
        "component_scope",
        "generated_by",
        "team",
        "component",
        "tenant",
        "env",
    }
)
