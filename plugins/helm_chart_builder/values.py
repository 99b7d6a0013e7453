"""The chart's values of one environment; a pure mapping from what earlier steps decided."""

from typing import Any

from agent.model.chart_values import (
    Autoscaling,
    ChartValues,
    Image,
    Ingress,
    IngressHost,
    IngressPath,
    NetworkPolicy,
    OpenTelemetry,
    Persistence,
    PersistentClaim,
    PodDisruptionBudget,
    Rbac,
    RoleRules,
    ScratchFolder,
    Secret,
    SecretVariable,
    Service,
    ServiceAccount,
    ServicePort,
    Sidecar,
)
from agent.model.effective import EffectiveComponent, EffectiveEnvironment
from agent.model.features import SecuritySettings, TelemetrySettings
from agent.model.overlay import Overlay
from agent.model.policy import PlatformPolicy
from agent.model.settings_shapes import IngressSettings, JobSettings
from agent.model.trace import TraceMetadata

#: Fields of JobSettings that belong to the CronJob and not to the Job inside it.
_CRON_FIELDS = {
    "time_zone",
    "concurrency_policy",
    "starting_deadline_seconds",
    "successful_jobs_history_limit",
    "failed_jobs_history_limit",
}


def chart_values(
    effective: EffectiveComponent,
    environment: EffectiveEnvironment,
    policy: PlatformPolicy,
    metadata: TraceMetadata,
    security: SecuritySettings,
    telemetry: TelemetrySettings,
) -> ChartValues:
    """Return the complete values of one environment.

    Args:
        effective: the component.
        environment: its settings in the environment.
        policy: the platform's policy.
        metadata: labels and annotations of the trace.
        security: security settings of the environment.
        telemetry: telemetry settings of the environment.
    """
    settings = environment.settings
    return ChartValues(
        fullname_override="",
        namespace_override=effective.namespace,
        common_labels=metadata.labels_in(environment.name),
        common_annotations=metadata.annotations,
        replica_count=settings.replicas or 0,
        image=_image(settings.container_image or ""),
        command=settings.command or [],
        args=settings.args or [],
        ports=_ports(effective, settings, policy),
        env=[_plain(variable) for variable in settings.env or []],
        config=_texts(settings.config),
        existing_config_maps=settings.existing_config_map_refs or [],
        secrets=_secrets(effective, environment, policy),
        startup_probe=_plain(settings.startup_probe),
        liveness_probe=_plain(settings.liveness_probe),
        readiness_probe=_plain(settings.readiness_probe),
        resources=_resources(settings),
        restart_policy=_restart_policy(effective, settings),
        termination_grace_period_seconds=settings.termination_grace_period_seconds or 0,
        service_account=ServiceAccount(
            create=True,
            name="",
            automount=security.automount_token,
            annotations=security.service_account_annotations,
        ),
        rbac=Rbac(
            create=bool(security.roles),
            roles=[RoleRules(name=role.name, rules=role.rules) for role in security.roles],
        ),
        pod_labels=security.pod_labels,
        pod_security_context=security.pod_security_context,
        container_security_context=security.container_security_context,
        scratch=[ScratchFolder(path=folder.path, size=folder.size) for folder in policy.security.writable_paths],
        persistence=_persistence(settings, policy),
        service=Service(enabled=bool(settings.ports), type="ClusterIP"),
        ingress=_ingress(effective, environment, policy),
        autoscaling=_autoscaling(settings, policy),
        pod_disruption_budget=_disruption_budget(settings, policy),
        network_policy=_network_policy(effective, settings, policy, telemetry),
        job=_job(effective, settings),
        cron_job=_cron_job(settings),
        otel=_telemetry(policy, telemetry),
        node_selector=_texts(settings.node_selector),
        tolerations=[_plain(toleration) for toleration in settings.tolerations or []],
        affinity=settings.affinity or {},
        topology_spread_keys=policy.availability.spread_topology_keys if effective.workload == "Deployment" else [],
    )


def _plain(value: Any) -> dict[str, Any]:
    """Return a Kubernetes shape as plain data without what was left out."""
    return value.model_dump(by_alias=True, exclude_none=True) if value is not None else {}


def _texts(mapping: dict[str, str | None] | None) -> dict[str, str]:
    """Return a mapping by its keys' order; a null removed a lower layer's entry and is gone by now."""
    return {key: value for key, value in sorted((mapping or {}).items()) if value is not None}


def _image(reference: str) -> Image:
    name, _, digest = reference.partition("@")
    folder, slash, last = name.rpartition("/")
    repository, _, tag = last.partition(":")
    return Image(repository=f"{folder}{slash}{repository}", tag=tag, digest=digest, pull_policy="Always")


def _ports(effective: EffectiveComponent, settings: Overlay, policy: PlatformPolicy) -> list[ServicePort]:
    protocol = policy.transports[effective.transport].app_protocol or ""
    return [
        ServicePort(
            name=port.name,
            port=port.port,
            target_port=port.target_port or port.port,
            protocol=port.protocol,
            app_protocol=protocol if index == 0 and port.protocol == "TCP" else "",
        )
        for index, port in enumerate(settings.ports or [])
    ]


def _secrets(effective: EffectiveComponent, environment: EffectiveEnvironment, policy: PlatformPolicy) -> list[Secret]:
    default = policy.naming.secret.format(component=effective.slug, env=environment.name, tenant=effective.tenant)
    secrets = []
    for reference in environment.settings.secrets or []:
        name = reference.name or default
        mounted = reference.mount if reference.mount is not None else not reference.env
        secrets.append(
            Secret(
                name=name,
                mount_path=f"{policy.security.secret_mount_root}/{name}" if mounted else "",
                env=[SecretVariable(name=variable.name, key=variable.key) for variable in reference.env or []],
            )
        )
    return secrets


def _resources(settings: Overlay) -> dict[str, Any]:
    plain = _plain(settings.resources)
    return {
        kind: {name: _quantity(value) for name, value in sorted(amounts.items())}
        for kind, amounts in plain.items()
        if amounts
    }


def _quantity(value: str | int | float) -> str:
    """Write a quantity as text, as the API server itself returns it."""
    return value if isinstance(value, str) else f"{value:g}" if isinstance(value, float) else str(value)


def _restart_policy(effective: EffectiveComponent, settings: Overlay) -> str:
    return (settings.job or JobSettings()).restart_policy or "" if effective.workload != "Deployment" else ""


def _persistence(settings: Overlay, policy: PlatformPolicy) -> Persistence:
    return Persistence(
        claims=[
            PersistentClaim(
                name=claim.name,
                size=claim.size,
                mount_path=claim.mount_path,
                storage_class=claim.storage_class or "",
                access_modes=[*(claim.access_modes or policy.storage.access_modes)],
            )
            for claim in settings.volumes or []
        ]
    )


def _ingress(effective: EffectiveComponent, environment: EffectiveEnvironment, policy: PlatformPolicy) -> Ingress:
    settings, ports = environment.settings, environment.settings.ports or []
    wanted = settings.ingress or IngressSettings()
    if not settings.enable_ingress or not ports:
        return Ingress(enabled=False, class_name=policy.ingress.class_name, annotations={}, hosts=[], tls=[])
    names = {"component": effective.slug, "env": environment.name, "tenant": effective.tenant}
    pattern = policy.ingress.hosts.get(environment.name, policy.ingress.hosts["default"])
    host = wanted.host or pattern.format(**names)
    secret = settings.tls_secret_name
    if secret is None and environment.name in policy.ingress.tls_environments:
        secret = policy.naming.tls_secret.format(**names)
    path = IngressPath(path=wanted.path or "/", path_type=wanted.path_type or "Prefix", port=ports[0].name)
    return Ingress(
        enabled=True,
        class_name=wanted.class_name or policy.ingress.class_name,
        annotations=_texts(wanted.annotations),
        hosts=[IngressHost(host=host, paths=[path])],
        tls=[{"hosts": [host], "secretName": secret}] if secret else [],
    )


def _autoscaling(settings: Overlay, policy: PlatformPolicy) -> Autoscaling:
    scale = settings.autoscale
    cpu = scale.target_cpu_utilization_percentage if scale else None
    memory = scale.target_memory_utilization_percentage if scale else None
    if cpu is None and memory is None:
        cpu = policy.availability.cpu_utilization_percentage
    replicas = settings.replicas or 0
    return Autoscaling(
        enabled=bool(settings.enable_hpa),
        min_replicas=scale.min_replicas if scale and scale.min_replicas else replicas,
        max_replicas=scale.max_replicas if scale and scale.max_replicas else replicas,
        target_cpu_utilization_percentage=cpu or 0,
        target_memory_utilization_percentage=memory or 0,
    )


def _disruption_budget(settings: Overlay, policy: PlatformPolicy) -> PodDisruptionBudget:
    scale = settings.autoscale
    pods = scale.min_replicas if settings.enable_hpa and scale and scale.min_replicas else settings.replicas
    budget = settings.disruption_budget
    allowed = budget.max_unavailable if budget and budget.max_unavailable is not None else None
    return PodDisruptionBudget(
        # A budget over a single pod would either forbid every node drain or mean nothing.
        enabled=bool(settings.enable_disruption_budget) and (pods or 0) >= 2,
        max_unavailable=policy.availability.disruption_budget_max_unavailable if allowed is None else allowed,
    )


def _network_policy(
    effective: EffectiveComponent, settings: Overlay, policy: PlatformPolicy, telemetry: TelemetrySettings
) -> NetworkPolicy:
    egress = [*policy.network.egress, *policy.transports[effective.transport].egress]
    if telemetry.endpoint_port is not None:
        egress.append({"ports": [{"protocol": "TCP", "port": telemetry.endpoint_port}]})
    return NetworkPolicy(
        enabled=bool(settings.enable_network_policy), ingress_from=policy.network.ingress_from, egress=egress
    )


def _job(effective: EffectiveComponent, settings: Overlay) -> dict[str, Any]:
    job = settings.job or JobSettings()
    excluded = {*_CRON_FIELDS, "restart_policy"}
    if effective.workload == "CronJob":
        # The CronJob's history limits decide how long its Jobs live.
        excluded.add("ttl_seconds_after_finished")
    return job.model_dump(by_alias=True, exclude_none=True, exclude=excluded)


def _cron_job(settings: Overlay) -> dict[str, Any]:
    job = settings.job or JobSettings()
    schedule = {"schedule": settings.schedule} if settings.schedule else {}
    return {**schedule, **job.model_dump(by_alias=True, exclude_none=True, include=_CRON_FIELDS)}


def _telemetry(policy: PlatformPolicy, telemetry: TelemetrySettings) -> OpenTelemetry:
    resources: dict[str, Any] = dict(policy.telemetry.collector_resources) if telemetry.sidecar else {}
    return OpenTelemetry(
        enabled=telemetry.enabled,
        environment=telemetry.variables,
        sidecar=Sidecar(
            enabled=telemetry.sidecar,
            image=policy.telemetry.collector_image if telemetry.sidecar else "",
            resources=resources,
            config=telemetry.collector,
        ),
    )
