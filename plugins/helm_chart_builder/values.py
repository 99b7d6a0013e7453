"""The chart's values of one environment; a pure mapping from what earlier steps decided."""

from foundation.model.bundle.effective import EffectiveComponent, EffectiveEnvironment
from foundation.model.bundle.groups.security import ServiceAccountSpec
from foundation.model.bundle.layer import Layer
from foundation.model.chart.features import SecurityFeatures, TelemetryFeatures
from foundation.model.chart.values import ChartValues, Rbac, RoleRules, ServiceAccount
from foundation.model.kubernetes.expansion import in_order
from foundation.model.policy.platform import PlatformPolicy
from foundation.model.run.trace import TraceMetadata
from plugins.helm_chart_builder.sections import (
    container,
    events,
    jobs,
    mesh,
    network,
    pod,
    routes,
    scaling,
    secrets,
    services,
    sidecars,
    storage,
)
from plugins.helm_chart_builder.sections.ingress import ingress
from plugins.helm_chart_builder.sections.observability import open_telemetry
from plugins.helm_chart_builder.sections.plain import plain, plain_list, texts


def chart_values(
    effective: EffectiveComponent,
    environment: EffectiveEnvironment,
    policy: PlatformPolicy,
    metadata: TraceMetadata,
    security: SecurityFeatures,
    telemetry: TelemetryFeatures,
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
        common_labels={**texts(settings.common_labels), **metadata.labels_in(environment.name)},
        common_annotations={**texts(settings.common_annotations), **metadata.annotations},
        workload_labels=texts(settings.labels),
        workload_annotations=texts(settings.annotations),
        replica_count=settings.replicas or 0,
        strategy=scaling.strategy(settings, policy),
        update_strategy=scaling.update_strategy(settings),
        workload_spec=pod.workload_spec(effective, settings),
        image=container.image_of(settings.container_image or "", settings),
        container_name=settings.container_name or "",
        command=settings.command or [],
        args=settings.args or [],
        container_ports=container.container_ports(settings),
        env=plain_list(in_order(settings.env or [])),
        env_from=plain_list(settings.env_from),
        config=texts(settings.config),
        existing_config_maps=settings.existing_config_map_refs or [],
        secrets=secrets.secrets(effective, environment, policy),
        secret_provider_classes=secrets.secret_provider_classes(effective, environment, policy),
        external_secrets=secrets.external_secrets(effective, environment, policy),
        sealed_secrets=secrets.sealed_secrets(effective, environment, policy),
        files=storage.files(settings),
        startup_probe=plain(settings.startup_probe),
        liveness_probe=plain(settings.liveness_probe),
        readiness_probe=plain(settings.readiness_probe),
        resources=container.resources(settings.resources),
        container_spec=container.container_spec(settings),
        init_containers=sidecars.containers(settings.init_containers, settings, policy, security),
        sidecars=sidecars.containers(settings.sidecars, settings, policy, security),
        restart_policy=container.restart_policy(effective, settings),
        termination_grace_period_seconds=settings.termination_grace_period_seconds or 0,
        pod_labels={
            **texts(settings.pod_labels),
            **mesh.mesh_labels(settings, policy),
            **security.pod_labels,
        },
        pod_annotations={**texts(settings.pod_annotations), **mesh.mesh_annotations(effective, settings, policy)},
        pod_spec=pod.pod_spec(settings),
        pod_security_context=security.pod_security_context,
        container_security_context=security.container_security_context,
        service_account=_service_account(settings, security),
        rbac=_rbac(security),
        scratch=storage.scratch(settings, policy),
        persistence=storage.persistence(settings, policy),
        volumes=plain_list(settings.volumes),
        volume_mounts=plain_list(settings.volume_mounts),
        service=services.service(effective, settings, policy),
        extra_services=services.extra_services(settings),
        headless_service=services.headless_service(effective, settings),
        ingress=ingress(effective, environment, policy),
        gateway=routes.gateway(effective, environment, policy),
        virtual_service=routes.virtual_service(effective, environment, policy),
        destination_rule=mesh.destination_rule(settings),
        peer_authentication=mesh.peer_authentication(settings),
        autoscaling=scaling.autoscaling(settings, policy),
        keda=events.event_scaling(settings),
        trigger_authentications=events.trigger_authentications(effective, environment, policy),
        pod_disruption_budget=scaling.disruption_budget(settings, policy),
        network_policy=network.network_policy(effective, settings, policy, security, telemetry),
        job=jobs.job(effective, settings),
        cron_job=jobs.cron_job(settings),
        otel=open_telemetry(policy, telemetry),
        node_selector=texts(settings.node_selector),
        tolerations=plain_list(settings.tolerations),
        affinity=plain(settings.affinity),
        topology_spread=pod.topology_spread(effective, settings, policy),
    )


def _service_account(settings: Layer, security: SecurityFeatures) -> ServiceAccount:
    wanted = settings.service_account or ServiceAccountSpec()
    return ServiceAccount(
        create=wanted.create is not False,
        name=wanted.name or "",
        automount=security.automount_token,
        token_expiration_seconds=security.projected_token_seconds,
        labels=texts(wanted.labels),
        annotations={**texts(wanted.annotations), **security.service_account_annotations},
    )


def _rbac(security: SecurityFeatures) -> Rbac:
    return Rbac(
        create=bool(security.roles),
        roles=[
            RoleRules(name=role.name, role=role.role, binding=role.binding, rules=role.rules) for role in security.roles
        ],
    )
