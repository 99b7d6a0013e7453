"""Random valid bundles, as plain data: every shape of component with text that YAML likes to misread."""

from typing import Any

from hypothesis import strategies as st

from agent.model.names import AMBIGUOUS_WORDS, dns_label

#: Text that some YAML parser takes for something else, or that a template engine would act on.
TRICKY = [
    "yes", "no", "on", "off", "y", "n", "true", "null", "~", "", " ", "0123", "0x1F", "0o17", "1e3", "1_000", ".5",
    "-.inf", ".nan", "2025-05-07", "=", "<<", "-", "- a", "? a", "a: b", "a #b", "#34577c", "::", "*a", "&a", "!a",
    "12:30:45", "@a", "`a`", "%a", "|", ">", "'", '"', "it's", 'say "hi"', "\\", "C:\\temp\\new", "{{ .Values.env }}",
    "{{", "}}", "{% raw %}", "${VAR}", "$(VAR)", "[a, b]", "{a: b}", "---", "...", " padded ", "\tTab", "a\tb",
    "a\nb", "a\nb\n", "a\n\nb\n\n", "\n", "\n\na", "  a\n b", "a \nb", "a\r\nb", "\u00e9\u20ac", "\U0001f680",
    "\u00a0", "\ufeff", "# no comment\nkey: value\n", '{"json": [1, 2]}', "a" * 200, "word " * 60,
]  # fmt: skip
#: Everything that YAML and Kubernetes allow in text.
TEXT = st.one_of(
    st.sampled_from(TRICKY),
    st.text(
        st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co", "Zl", "Zp"]) | st.sampled_from("\n\t"),
        max_size=20,
    ),
)
LABELS = st.from_regex(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,18}[A-Za-z0-9])?", fullmatch=True)
WORDS = st.from_regex(r"[a-z][a-z0-9]{0,8}", fullmatch=True)
VARIABLE_NAMES = st.from_regex(r"[A-Z_][A-Z0-9_.-]{0,10}", fullmatch=True)
NAMES = st.from_regex(r"[A-Za-z]([A-Za-z0-9_. -]{0,12}[A-Za-z0-9])?", fullmatch=True).filter(
    lambda name: dns_label(name) not in AMBIGUOUS_WORDS
)
CONFIG_KEYS = st.from_regex(r"[A-Za-z][A-Za-z0-9_.-]{0,10}", fullmatch=True)
ENVIRONMENTS = ("dev", "qa", "staging", "prod", "preview")
#: Component types by what their chart can do.
SERVING = ("microservice", "api-gateway", "frontend")
QUEUEING = ("worker", "event-processor")
RUNNING = ("job", "cronjob")


def optional(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Return mappings with any of the fields."""
    return st.fixed_dictionaries({}, optional=fields)


def environment_variables() -> st.SearchStrategy[list[dict[str, Any]]]:
    """Return lists of variables: literal, and from the pod's own fields."""
    literal = st.fixed_dictionaries({"name": VARIABLE_NAMES, "value": TEXT})
    path = st.sampled_from(["metadata.name", "metadata.namespace", "status.podIP"])
    field = path.map(lambda value: {"fieldRef": {"fieldPath": value}})
    return st.lists(
        literal | st.fixed_dictionaries({"name": VARIABLE_NAMES, "valueFrom": field}),
        max_size=4,
        unique_by=lambda variable: variable["name"],
    )


def ports() -> st.SearchStrategy[list[dict[str, Any]]]:
    """Return lists of ports without clashes."""
    port = st.fixed_dictionaries(
        {"name": WORDS, "port": st.integers(1, 65535)},
        optional={"targetPort": st.integers(1, 65535), "protocol": st.sampled_from(["TCP", "UDP"])},
    )
    return st.lists(port, min_size=1, max_size=3, unique_by=(lambda item: item["name"], lambda item: item["port"]))


def overlays() -> st.SearchStrategy[dict[str, Any]]:
    """Return settings that every layer and every component type takes."""
    # A request may not be above its limit, which may come from another layer.
    asked = st.fixed_dictionaries({"cpu": st.sampled_from(["50m", "100m", 0.1]), "memory": st.just("64Mi")})
    allowed = st.fixed_dictionaries({"cpu": st.sampled_from(["200m", 1, 0.5, "2"]), "memory": st.just("256Mi")})
    return optional(
        env=environment_variables(),
        config=st.dictionaries(CONFIG_KEYS, TEXT, max_size=3),
        args=st.lists(TEXT, max_size=3),
        command=st.lists(TEXT, min_size=1, max_size=2),
        existing_config_map_refs=st.lists(WORDS, max_size=2),
        resources=optional(requests=asked, limits=allowed),
        node_selector=st.dictionaries(WORDS, LABELS, max_size=2),
        tolerations=st.lists(
            st.fixed_dictionaries({"key": WORDS, "operator": st.just("Exists"), "effect": st.just("NoSchedule")}),
            max_size=2,
        ),
        secrets=st.lists(
            st.fixed_dictionaries({"name": WORDS}, optional={"mount": st.booleans()}),
            max_size=2,
            unique_by=lambda secret: secret["name"],
        ),
        enable_network_policy=st.booleans(),
        automount_service_account_token=st.booleans(),
        otel_sampling=st.integers(0, 100) | st.floats(0, 100, allow_subnormal=False),
        termination_grace_period_seconds=st.integers(0, 600),
        security_profile=optional(
            enable_rbac=st.booleans(),
            rbac_roles=st.lists(st.sampled_from(["reader", "publisher"]), max_size=2),
            enable_identity_binding=st.booleans(),
        ),
    )


@st.composite
def components(draw: st.DrawFn) -> dict[str, Any]:
    """Return components of every type of the catalog."""
    kind = draw(st.sampled_from([*SERVING, *QUEUEING, *RUNNING]))
    transports = ["queue"] if kind in QUEUEING else ["http", "grpc", "tcp"]
    component = draw(overlays())
    component |= {
        "name": draw(NAMES),
        "type": kind,
        "transport": draw(st.sampled_from(transports)),
        "container_image": draw(
            st.sampled_from(["ghcr.io/a/b:1.0.0", "b:v2", "localhost:5000/a/b@sha256:" + "0" * 64])
        ),
    }
    if kind not in RUNNING and (component["transport"] == "tcp" or draw(st.booleans())):
        component["ports"] = draw(ports())
    if kind == "cronjob":
        component["schedule"] = draw(st.sampled_from(["0 3 * * *", "@hourly", "*/5 1-3 * 1,2 0"]))
    if kind not in RUNNING:
        component["replicas"] = draw(st.integers(0, 3))
    return component


@st.composite
def bundles(draw: st.DrawFn) -> dict[str, Any]:
    """Return whole bundles that pass the gate."""
    bundle: dict[str, Any] = {
        "trace_id": draw(LABELS),
        "blueprint_id": draw(LABELS),
        "component_scope": draw(LABELS),
        "component": draw(components()),
    }
    bundle |= draw(optional(agent_origin=LABELS, execution_id=LABELS, tenant=WORDS, team=LABELS))
    names = draw(st.lists(st.sampled_from(ENVIRONMENTS), max_size=3, unique=True))
    bundle["environments"] = {name: draw(overlays()) for name in names}
    if draw(st.booleans()):
        sidecar = bundle["component"]["type"] not in RUNNING and draw(st.booleans())
        endpoint = draw(st.sampled_from(["http://otel:4317", "https://otel.example/v1", "http://otel:4318"]))
        bundle["observability"] = {"otel_enabled": True, "otel_endpoint": endpoint, "otel_sidecar": sidecar}
    return bundle
