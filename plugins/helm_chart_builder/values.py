"""The chart's values of one environment; a pure mapping from what earlier steps decided."""

from agent.model.chart_values import ChartValues, Rbac, RoleRules, ScratchFolder, Service, ServiceAccount
from agent.model.effective import EffectiveComponent, EffectiveEnvironment
from agent.model.features import SecuritySettings, TelemetrySettings
from agent.model.policy import PlatformPolicy
from agent.model.trace import TraceMetadata
from plugins.helm_chart_builder.sections.container import image_of, resources, restart_policy, secrets
from plugins.helm_chart_builder.sections.jobs import cron_job, job
from plugins.helm_chart_builder.sections.observability import open_telemetry
from plugins.helm_chart_builder.sections.plain import plain, texts
from plugins.helm_chart_builder.sections.scaling import autoscaling, disruption_budget, strategy
from plugins.helm_chart_builder.sections.storage import persistence
from plugins.helm_chart_builder.sections.traffic import ingress, network_policy, ports


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
        strategy=strategy(settings, policy),
        image=image_of(settings.container_image or ""),
        command=settings.command or [],
        args=settings.args or [],
        ports=ports(effective, settings, policy),
        env=[plain(variable) for variable in settings.env or []],
        config=texts(settings.config),
        existing_config_maps=settings.existing_config_map_refs or [],
        secrets=secrets(effective, environment, policy),
        startup_probe=plain(settings.startup_probe),
        liveness_probe=plain(settings.liveness_probe),
        readiness_probe=plain(settings.readiness_probe),
        resources=resources(settings),
        restart_policy=restart_policy(effective, settings),
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
        persistence=persistence(settings, policy),
        service=Service(enabled=bool(settings.ports), type="ClusterIP"),
        ingress=ingress(effective, environment, policy),
        autoscaling=autoscaling(settings, policy),
        pod_disruption_budget=disruption_budget(settings, policy),
        network_policy=network_policy(effective, settings, policy, telemetry),
        job=job(effective, settings),
        cron_job=cron_job(settings),
        otel=open_telemetry(policy, telemetry),
        node_selector=texts(settings.node_selector),
        tolerations=[plain(toleration) for toleration in settings.tolerations or []],
        affinity=settings.affinity or {},
        topology_spread_keys=policy.availability.spread_topology_keys if effective.workload == "Deployment" else [],
    )
