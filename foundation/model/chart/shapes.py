"""The Kubernetes API's own shapes in a chart's values: plain data in this process, closed in values.schema.json."""

from typing import Annotated, Any, Literal

from pydantic import Field

from foundation.model.bundle.groups import jobs, keda, mesh, routes, scaling, secrets, security, services, traffic
from foundation.model.bundle.groups.pod_fields import CONTAINER_FIELDS, POD_FIELDS
from foundation.model.bundle.groups.storage import Claim
from foundation.model.bundle.layer import Layer
from foundation.model.chart.shaping import Fields, Shape, kinds_of
from foundation.model.kubernetes import containers, environment, probes, scalars, scheduling, volumes
from foundation.model.kubernetes import security as contexts

#: Fields of a workload's spec for which the values have no section, by the workload's kind: our name by Kubernetes'.
WORKLOAD_FIELDS = {
    "Deployment": {
        "revisionHistoryLimit": "revision_history_limit",
        "minReadySeconds": "min_ready_seconds",
        "progressDeadlineSeconds": "progress_deadline_seconds",
    },
    "StatefulSet": {
        "revisionHistoryLimit": "revision_history_limit",
        "minReadySeconds": "min_ready_seconds",
        "podManagementPolicy": "pod_management_policy",
        "persistentVolumeClaimRetentionPolicy": "claim_retention",
    },
    "DaemonSet": {"revisionHistoryLimit": "revision_history_limit", "minReadySeconds": "min_ready_seconds"},
}
#: Fields of a rolling update that a kind of workload does not have.
FOREIGN_TO_UPDATES = {"Deployment": "partition", "DaemonSet": "partition", "StatefulSet": "maxSurge"}
#: Fields of JobSpec that belong to the CronJob and not to the Job inside it.
CRON_FIELDS = {
    "timeZone": "time_zone",
    "concurrencyPolicy": "concurrency_policy",
    "startingDeadlineSeconds": "starting_deadline_seconds",
    "successfulJobsHistoryLimit": "successful_jobs_history_limit",
    "failedJobsHistoryLimit": "failed_jobs_history_limit",
}

_Data = dict[str, Any]
_OTHERS = frozenset({"name", "type", "labels", "annotations"})
_NAME = frozenset({"name"})
_EVERY_WORKLOAD = {written: ours for fields in WORKLOAD_FIELDS.values() for written, ours in fields.items()}
_CLAIM = {
    "storageClassName": "storage_class",
    "volumeMode": "volume_mode",
    "volumeName": "volume_name",
    "selector": "selector",
}
_Store = Annotated[_Data, Fields({"kind": Literal["SecretStore", "ClusterSecretStore"], "name": scalars.ObjectName})]

_BASE64 = "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"

_Template = Annotated[
    _Data,
    Fields(
        {
            "data": dict[str, str],
            "engineVersion": Literal["v2"],
            "mergePolicy": Literal["Replace", "Merge"],
            "metadata": Annotated[_Data, Fields({"labels": dict[str, str], "annotations": dict[str, str]})],
            "templateFrom": list[_Data],
            "type": str,
        }
    ),
]
_Found = Annotated[
    _Data,
    Fields(
        {
            "name": Annotated[_Data, Fields({"regexp": str})],
            "path": str,
            "tags": dict[str, str],
            "conversionStrategy": Literal["Default", "Unicode"],
            "decodingStrategy": Literal["Auto", "Base64", "Base64URL", "None"],
        }
    ),
]
_Generator = Literal[
    "ACRAccessToken", "ClusterGenerator", "ECRAuthorizationToken", "Fake", "GCRAccessToken", "GithubAccessToken",
    "Grafana", "Password", "QuayAccessToken", "STSSessionToken", "UUID", "VaultDynamicSecret", "Webhook",
]  # fmt: skip
_Generated = Annotated[
    _Data,
    Fields({"apiVersion": str, "kind": _Generator, "name": scalars.ObjectName}, needed=frozenset({"kind", "name"})),
]
_Whole = Annotated[
    _Data,
    Fields(
        {
            "extract": Annotated[_Data, Shape(secrets.RemoteReference)],
            "find": _Found,
            "rewrite": list[_Data],
            "sourceRef": Annotated[_Data, Fields({"storeRef": _Store, "generatorRef": _Generated}, exclusive=True)],
        }
    ),
]
_Target = Annotated[
    _Data,
    Fields(
        {
            "name": scalars.ObjectName | None,
            "creationPolicy": Literal["Owner", "Orphan", "Merge", "None"] | None,
            "deletionPolicy": Literal["Delete", "Merge", "Retain"] | None,
            "immutable": bool | None,
            "template": _Template | None,
        }
    ),
]

# Texts.
Name = Annotated[str, Shape(scalars.DnsLabel)]
ObjectName = Annotated[str, Shape(scalars.ObjectName)]
ObjectNameOrNone = Annotated[str, Shape(Literal[""] | scalars.ObjectName)]
ServiceName = Annotated[str, Shape(scalars.ServiceName)]
ServiceNameOrNone = Annotated[str, Field(pattern=r"^([a-z]([a-z0-9-]*[a-z0-9])?)?$", max_length=63)]
Size = Annotated[str, Shape(scalars.QuantityText)]
#: A claim of nothing is refused, a folder in memory without a bound is not.
ClaimSize = Annotated[str, Shape(scalars.BytesText)]
MountPath = Annotated[str, Shape(scalars.MountPath)]
MountPathOrNone = Annotated[str, Shape(Literal[""] | scalars.MountPath)]
VariableName = Annotated[str, Shape(scalars.EnvironmentName)]
DataKey = Annotated[str, Shape(scalars.DataKey)]
Labels = Annotated[dict[str, str], Shape(dict[scalars.MetadataName, scalars.LabelText])]
Annotations = Annotated[dict[str, str], Shape(dict[scalars.MetadataName, str])]
Texts = Annotated[dict[str, str], Shape(dict[scalars.DataKey, str])]

# Containers.
Probe = Annotated[_Data, Shape(probes.Probe)]
Resources = Annotated[_Data, Shape(containers.ResourceRequirements)]
Container = Annotated[_Data, Shape(containers.Container, needed=frozenset({"name", "image"}))]
ContainerSpec = Annotated[_Data, Fields(kinds_of(Layer, CONTAINER_FIELDS))]
ContainerPort = Annotated[_Data, Shape(containers.ContainerPort)]
ContainerSecurity = Annotated[_Data, Shape(contexts.SecurityContext)]
Variable = Annotated[_Data, Shape(environment.EnvironmentVariable)]
Variables = Annotated[_Data, Shape(environment.EnvironmentVariables)]
Volume = Annotated[_Data, Shape(volumes.Volume)]
VolumeMount = Annotated[_Data, Shape(volumes.VolumeMount)]

#: Five fields, or a word for them; what each field may be the model of a bundle knows.
_Schedule = Annotated[
    str,
    Field(
        pattern=r"^(@(yearly|annually|monthly|weekly|daily|midnight|hourly)|[-0-9A-Za-z*/,?]+( +[-0-9A-Za-z*/,?]+){4})$"
    ),
]

#: Zones by their area, and those that have none; which places there are the cluster knows.
_Zone = Annotated[
    str,
    Field(
        pattern="^((Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Brazil|Canada|Chile|Etc|Europe|Indian|Mexico"
        "|Pacific|US)/[A-Z][A-Za-z0-9_+/-]*|UTC|UCT|Universal|Zulu|GMT[0+-]*|Greenwich|[CEMW]ET|[EHM]ST|CST6CDT|EST5EDT"
        "|MST7MDT|PST8PDT|Cuba|Egypt|Eire|GB|GB-Eire|Hongkong|Iceland|Iran|Israel|Jamaica|Japan|Kwajalein|Libya|Navajo|NZ"
        "|NZ-CHAT|Poland|Portugal|PRC|ROC|ROK|Singapore|Turkey|W-SU)$"
    ),
]

# Pods and what makes them. The template says which types of a strategy there are.
Strategy = Annotated[_Data, Fields({"type": str | None, "rollingUpdate": scaling.RollingUpdate | None})]
WorkloadSpec = Annotated[_Data, Fields(kinds_of(Layer, _EVERY_WORKLOAD))]
PodSpec = Annotated[_Data, Fields(kinds_of(Layer, POD_FIELDS))]
PodSecurity = Annotated[_Data, Shape(contexts.PodSecurityContext)]
Affinity = Annotated[_Data, Shape(scheduling.Affinity)]
Toleration = Annotated[_Data, Shape(scheduling.Toleration)]
Spread = Annotated[_Data, Shape(scheduling.TopologySpreadConstraint)]
Job = Annotated[_Data, Shape(jobs.JobSpec, without=frozenset({*CRON_FIELDS, "restartPolicy"}))]
CronJob = Annotated[
    _Data,
    Fields(
        {
            "schedule": _Schedule,
            "suspend": bool | None,
            **kinds_of(jobs.JobSpec, CRON_FIELDS),
            "timeZone": _Zone | None,
        },
        needed=frozenset({"schedule"}),
    ),
]

# What stands beside the pods.
#: One pod alone, or modes that several can have.
_AloneMode = Annotated[list[Literal["ReadWriteOncePod"]], Field(min_length=1, max_length=1)]
_SharedModes = Annotated[
    list[Literal["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany"]], Field(min_length=1, max_length=3)
]
AccessModes = Annotated[list[str], Shape(_AloneMode | _SharedModes)]
SealedTexts = Annotated[dict[str, str], Shape(Annotated[dict[scalars.DataKey, str], Field(min_length=1)])]
Base64Texts = Annotated[dict[str, str], Shape(dict[scalars.DataKey, Annotated[str, Field(pattern=_BASE64)]])]
_StorageClass = Annotated[str, Field(pattern=r"^$|^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$", max_length=253)]
ClaimSpec = Annotated[_Data, Fields({**kinds_of(Claim, _CLAIM), "storageClassName": _StorageClass | None})]
FilesVolume = Annotated[
    _Data, Fields({"items": list[volumes.KeyToPath] | None, "defaultMode": scalars.FileMode | None})
]
ServiceSpec = Annotated[_Data, Shape(services.ServiceSpec, without=_OTHERS)]
PortName = Annotated[str, Shape(services.ServicePortName)]
AppProtocol = Annotated[str, Shape(Literal[""] | scalars.QualifiedName)]
Protocol = Annotated[str, Shape(containers.Protocol)]
TargetPort = Annotated[int | str, Shape(scalars.PortNumber | scalars.PortName)]
ServiceType = Annotated[str, Shape(Literal["ClusterIP", "NodePort", "LoadBalancer"])]
Host = Annotated[str, Shape(traffic.HostPattern)]
HostOrNone = Annotated[str, Shape(Literal[""] | traffic.HostPattern)]
PathType = Annotated[str, Shape(traffic.PathType)]
UrlPath = Annotated[str, Shape(scalars.AbsolutePath)]
IngressPort = Annotated[int | str, Shape(scalars.PortNumber | scalars.PortName)]
IngressTls = Annotated[_Data, Shape(traffic.IngressTls)]
IncomingTraffic = Annotated[_Data, Shape(traffic.IngressRule)]
OutgoingTraffic = Annotated[_Data, Shape(traffic.EgressRule)]
Metric = Annotated[_Data, Shape(scaling.Metric)]
Behavior = Annotated[_Data, Shape(scaling.ScalingBehavior)]
DisruptionBudget = Annotated[_Data, Shape(scaling.DisruptionBudget)]
PolicyRule = Annotated[_Data, Shape(security.PolicyRule)]

# Custom resources.
#: What the secrets store driver for Azure Key Vault needs to know of the vault, beside settings that it may have.
VaultParameters = Annotated[
    dict[str, str],
    Fields(
        {
            "keyvaultName": Annotated[str, Field(min_length=1)],
            "tenantID": Annotated[str, Field(min_length=1)],
            **dict.fromkeys(("clientID", "userAssignedIdentityID", "cloudName"), str),
            **dict.fromkeys(("usePodIdentity", "useVMManagedIdentity"), Literal["true", "false"]),
        },
        needed=frozenset({"keyvaultName", "tenantID"}),
    ),
]
VaultObject = Annotated[
    dict[str, str],
    Fields(
        {
            "objectName": Annotated[str, Field(pattern="^[0-9A-Za-z-]+$", max_length=127)],
            "objectType": Literal["secret", "key", "cert"],
            "objectAlias": scalars.DataKey,
            "objectVersion": Annotated[str, Field(pattern="^([0-9a-fA-F]{32})?$")],
            "objectFormat": Literal["pem", "pfx"],
            "objectEncoding": Literal["utf-8", "hex", "base64"],
        },
        needed=frozenset({"objectName"}),
    ),
]
_SynchronisedKey = Annotated[
    _Data, Fields({"objectName": str, "key": scalars.DataKey}, needed=frozenset({"objectName", "key"}))
]
SynchronisedSecret = Annotated[
    _Data,
    Fields(
        {
            "secretName": scalars.ObjectName,
            "type": Annotated[str, Field(min_length=1)],
            "labels": dict[str, str],
            "annotations": dict[str, str],
            "data": Annotated[list[_SynchronisedKey], Field(min_length=1)],
        },
        needed=frozenset({"secretName", "type", "data"}),
    ),
]
ParentReference = Annotated[_Data, Shape(routes.ParentReference)]
GatewayName = Annotated[str, Shape(routes.GatewayName)]
ExportTarget = Annotated[str, Shape(routes.ExportTarget)]
DestinationRule = Annotated[_Data, Shape(mesh.DestinationRule)]
Keda = Annotated[_Data, Shape(keda.Keda, without=frozenset({"authentications"}))]
TriggerAuthentication = Annotated[_Data, Shape(keda.TriggerAuthentication, without=_NAME)]
ExternalSecret = Annotated[
    _Data,
    Fields(
        {
            "secretStoreRef": _Store | None,
            "target": _Target | None,
            "refreshPolicy": Literal["CreatedOnce", "Periodic", "OnChange"] | None,
            **kinds_of(secrets.SecretReference, {"refreshInterval": "refresh_interval", "data": "data"}),
            "dataFrom": list[_Whole] | None,
        }
    ),
]
