"""Labels and annotations that every object carries, and which a bundle may therefore not set."""

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

#: Annotations of the trace, and those by which pods roll.
RESERVED_ANNOTATIONS = frozenset(
    {
        "trace_id",
        "blueprint_id",
        "component_scope",
        "generated_by",
        "agent_origin",
        "factory_execution_id",
        "checksum/config",
        "checksum/files",
        "checksum/otel",
    }
)
