"""Every text field of a bundle: how text gets into it, and where in the manifests it must come out."""

from dataclasses import dataclass
from typing import Any

from foundation.model.names import dns_label
from tests.support.sealed import sealed

#: Stands for the text.
MARK = "§"
_POD = "spec template spec"
_SHORT = {"@": f"{_POD} containers 0", "$": _POD, "#": "metadata annotations", "%": "metadata labels"}
_TERM = "affinity nodeAffinity requiredDuringSchedulingIgnoredDuringExecution nodeSelectorTerms 0 matchExpressions 0"


@dataclass(frozen=True)
class Field:
    """One text field.

    Attributes:
        place: manifest file and path in its first object; empty where the text comes out nowhere.
        given: what a bundle gives, with the mark where the text goes.
        wanted: what must be at the place, with the mark; in braces if it must be a key there.
        mapped: whether it must be there as the name of an object.
    """

    place: str
    given: dict[str, Any]
    wanted: str = MARK
    mapped: bool = False

    def __str__(self) -> str:
        return f"{self.place or 'nowhere'} {self.given}".replace(MARK, "TEXT")

    @property
    def file(self) -> str:
        """Manifest file without its ending."""
        return self.place.partition(" ")[0]

    @property
    def path(self) -> list[str | int]:
        """Path in the object."""
        words = " ".join(_SHORT.get(word, word) for word in self.place.split()[1:]).split()
        return [int(word) if word.isdecimal() else word for word in words]

    def bundle(self, text: str) -> dict[str, Any]:
        """Return a bundle with the text in the field."""
        return bundle_with(filled(self.given, text))

    def expected(self, text: str) -> str:
        """Return what must be at the place."""
        return filled(self.wanted.strip("{}"), dns_label(text) if self.mapped else text)


def filled(given: Any, text: str) -> Any:
    """Return data with the text in the place of every mark."""
    if isinstance(given, dict):
        return {filled(key, text): filled(value, text) for key, value in given.items()}
    if isinstance(given, list):
        return [filled(value, text) for value in given]
    return given.replace(MARK, text) if isinstance(given, str) else given


def bundle_with(given: dict[str, Any]) -> dict[str, Any]:
    """Return a whole bundle; the key ``bundle`` gives its own fields, all others are the component's."""
    component = {"name": "WebDemo", "type": "microservice", "transport": "http", "container_image": "acme/demo:1.0.0"}
    component |= {key: value for key, value in given.items() if key != "bundle"}
    data = {"trace_id": "t-1", "blueprint_id": "b-1", "component_scope": "Order", "tenant": "acme", "team": "ordering"}
    return {**data, "target_environment": "dev", "component": component, **given.get("bundle", {})}


def _source(**source: Any) -> dict[str, Any]:
    return {"env": [{"name": "A", "valueFrom": source}]}


def _probe(**action: Any) -> dict[str, Any]:
    return {"liveness_probe": action}


def _get(**fields: Any) -> dict[str, Any]:
    return _probe(httpGet={"path": "/", "port": 8080, **fields})


def _ingress(**fields: Any) -> dict[str, Any]:
    return {"enable_ingress": True, "ingress": fields}


def _cron(**fields: Any) -> dict[str, Any]:
    return {"type": "cronjob", "transport": "queue", "schedule": "0 3 * * *", **fields}


def _volume(**fields: Any) -> dict[str, Any]:
    return {"claims": [{"name": "data", "size": "1Gi", "mount_path": "/data", **fields}]}


def _secret(**fields: Any) -> dict[str, Any]:
    return {"secrets": [{"name": "x", "env": [{"name": "A", "key": "k", **fields}]}]}


def _gateway(**fields: Any) -> dict[str, Any]:
    return {"enable_ingress": True, "traffic": "gateway-api", "gateway": fields}


def _header(**header: str) -> dict[str, Any]:
    return {"matches": [{"headers": [{"name": "x", "value": "y", **header}]}]}


def _mesh(**fields: Any) -> dict[str, Any]:
    return {"service_mesh_enabled": True, "service_mesh": fields}


def _istio(**fields: Any) -> dict[str, Any]:
    return {"enable_ingress": True, "traffic": "istio", "service_mesh_enabled": True, "virtual_service": fields}


def _keda(trigger: dict[str, Any], **fields: Any) -> dict[str, Any]:
    triggers = [{"type": "azure-queue", "metadata": {"queueName": "q"}, **trigger}]
    return {"enable_keda": True, "keda": {"maxReplicaCount": 2, "triggers": triggers, **fields}}


def _at_the_end(volume: dict[str, Any], **fields: str) -> dict[str, Any]:
    """A job's volumes are the last thing in its manifest."""
    mount = {"name": "v", "mountPath": "/v", **fields}
    return {"type": "job", "transport": "queue", "volumes": [{"name": "v", **volume}], "volume_mounts": [mount]}


def _token(**fields: str) -> dict[str, Any]:
    return {"projected": {"sources": [{"serviceAccountToken": {"path": "t", **fields}}]}}


def _login(**fields: Any) -> dict[str, Any]:
    return _keda({}, authentications=[{"name": "a", **fields}])


def _vault(entry: dict[str, str], **fields: Any) -> dict[str, Any]:
    identity = "5f8f2a4c-0d1b-4c55-9a3e-6b7d8e9f0a1b"
    vault = {"name": "acme", "tenant_id": identity, "client_id": identity}
    secret = {"name": "x", "provider": "key-vault", "objects": [{"name": "o", **entry}]}
    return {"key_vault": {**vault, **fields}, "secrets": [secret]}


def _external(**fields: Any) -> dict[str, Any]:
    data = [{"secretKey": "k", "remoteRef": {"key": "r"}}]
    secret = {"name": "x", "provider": "external-secrets", "store": {"name": "s"}, "data": data}
    return {"secrets": [{**secret, **fields}]}


def _remote(**fields: Any) -> dict[str, Any]:
    return _external(data=[{"secretKey": "k", "remoteRef": {"key": "r", **fields}}])


def _sealed(**fields: Any) -> dict[str, Any]:
    return {"secrets": [{"name": "x", "provider": "sealed", "encrypted_data": {"k": sealed()}, **fields}]}


def _telemetry(**fields: Any) -> dict[str, Any]:
    return {"bundle": {"observability": {"otel_enabled": True, "otel_endpoint": "http://otel:4317", **fields}}}


def _identity(field: str) -> dict[str, Any]:
    return {"bundle": {"security_profile": {"enable_identity_binding": True, "identity": {field: MARK}}}}


def _term(**expression: Any) -> dict[str, Any]:
    terms = {"nodeSelectorTerms": [{"matchExpressions": [expression]}]}
    return {"affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": terms}}}


def _mounted(volume: dict[str, Any]) -> dict[str, Any]:
    return {"volumes": [{"name": "v", **volume}]}


def _mount(**fields: Any) -> dict[str, Any]:
    return {**_mounted({"emptyDir": {}}), "volume_mounts": [{"name": "v", "mountPath": "/v", **fields}]}


def _before(**fields: Any) -> dict[str, Any]:
    return {"init_containers": [{"name": "a", "image": "acme/tool:1.0.0", **fields}]}


def _beside(**fields: Any) -> dict[str, Any]:
    return {"sidecars": [{"name": "b", "image": "acme/tool:1.0.0", **fields}]}


def _files(**fields: Any) -> dict[str, Any]:
    return {"files": [{"name": "f", "mount_path": "/f", "data": {"a": "b"}, **fields}]}


def _hosts(**fields: Any) -> dict[str, Any]:
    return _ingress(hosts=[{"host": "a.connectsoft.dev", **fields}])


def _further(**fields: Any) -> dict[str, Any]:
    return {"services": [{"name": "further", "ports": [{"name": "p", "port": 81, "targetPort": 8080}], **fields}]}


def _role(**fields: Any) -> dict[str, Any]:
    role = {"name": "r", "rules": [{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}], **fields}
    return {"security_profile": {"enable_rbac": True, "roles": [role]}}


def _metric(**fields: Any) -> dict[str, Any]:
    metric = {"metric": {"name": "m", **fields}, "target": {"type": "Value", "value": "3"}}
    scale = {"minReplicas": 1, "maxReplicas": 2, "metrics": [{"type": "External", "external": metric}]}
    return {"enable_hpa": True, "autoscale": scale}


_IN = {"key": "a", "operator": "In", "values": [MARK]}
_SIDE = "deployment $ containers 1"
_FIRST = "deployment $ initContainers 0"
_OWN_VOLUME = "deployment $ volumes 1"
#: Fields that Kubernetes itself leaves free: they take everything that can travel.
FREE = [
    Field("deployment @ command 1", {"command": ["x", MARK]}),
    Field("deployment @ args 0", {"args": [MARK, "y"]}),
    Field("deployment @ env 0 value", {"env": [{"name": "A", "value": MARK}]}),
    Field("deployment @ livenessProbe exec command 1", _probe(exec={"command": ["sh", MARK]})),
    Field(
        "deployment @ readinessProbe httpGet path", {"readiness_probe": {"httpGet": {"path": "/§", "port": 8080}}}, "/§"
    ),
    Field("configmap data K", {"config": {"K": MARK}}),
    Field("ingress # a/b", _ingress(annotations={"a/b": MARK})),
    Field("ingress spec rules 0 http paths 0 path", _ingress(path="/§"), "/§"),
    Field("deployment spec template metadata annotations a/b", _mesh(annotations={"a/b": MARK})),
    Field("scaledobject spec triggers 0 metadata queueName", _keda({"metadata": {"queueName": MARK}})),
    Field("secret spec target template data k", _external(template={"data": {"k": MARK}})),
    Field("deployment # a/w", {"annotations": {"a/w": MARK}}),
    Field("deployment spec template metadata annotations a/p", {"pod_annotations": {"a/p": MARK}}),
    Field("serviceaccount # a/s", {"service_account": {"annotations": {"a/s": MARK}}}),
    Field("service # a/v", {"service": {"annotations": {"a/v": MARK}}}),
    Field("networkpolicy # a/n", {"network_policy": {"annotations": {"a/n": MARK}}}),
    Field(f"{_FIRST} command 1", _before(command=["x", MARK])),
    Field(f"{_SIDE} env 0 value", _beside(env=[{"name": "A", "value": MARK}])),
    Field(
        "deployment @ lifecycle preStop exec command 1", {"lifecycle": {"preStop": {"exec": {"command": ["x", MARK]}}}}
    ),
]
#: What came with Kubernetes' own shapes.
SHAPES = [
    Field(f"{_FIRST} args 0", _before(args=[MARK])),
    Field(f"{_FIRST} name", _before(name=MARK)),
    Field(f"{_FIRST} image", _before(image=MARK)),
    Field(f"{_FIRST} workingDir", _before(workingDir=MARK)),
    Field(f"{_FIRST} env 0 name", _before(env=[{"name": MARK, "value": "x"}])),
    Field(f"{_FIRST} envFrom 0 secretRef name", _before(envFrom=[{"secretRef": {"name": MARK}}])),
    Field(f"{_SIDE} args 0", _beside(args=[MARK])),
    Field(f"{_SIDE} name", _beside(name=MARK)),
    Field(f"{_SIDE} ports 0 name", _beside(ports=[{"name": MARK, "containerPort": 9100}])),
    Field(f"{_SIDE} terminationMessagePath", _beside(terminationMessagePath=MARK)),
    Field(f"{_SIDE} livenessProbe exec command 0", _beside(livenessProbe={"exec": {"command": [MARK]}})),
    Field("deployment @ name", {"container_name": MARK}),
    Field("deployment @ workingDir", {"working_dir": "/§"}, "/§"),
    Field("deployment @ terminationMessagePath", {"termination_message_path": "/§"}, "/§"),
    Field("deployment @ envFrom 0 configMapRef name", {"env_from": [{"configMapRef": {"name": MARK}}]}),
    Field("deployment @ envFrom 0 prefix", {"env_from": [{"secretRef": {"name": "s"}, "prefix": MARK}]}),
    Field(
        "deployment @ lifecycle postStart httpGet path",
        {"lifecycle": {"postStart": {"httpGet": {"path": "/§", "port": 1}}}},
        "/§",
    ),
    Field(
        "deployment @ lifecycle preStop httpGet host",
        {"lifecycle": {"preStop": {"httpGet": {"host": MARK, "port": 1}}}},
    ),
    Field(
        "deployment @ resizePolicy 0 resourceName",
        {"resize_policy": [{"resourceName": MARK, "restartPolicy": "NotRequired"}]},
    ),
    Field(f"{_OWN_VOLUME} name", {"volumes": [{"name": MARK, "emptyDir": {}}]}),
    Field(f"{_OWN_VOLUME} configMap name", _mounted({"configMap": {"name": MARK}})),
    Field(
        f"{_OWN_VOLUME} configMap items 0 key",
        _mounted({"configMap": {"name": "m", "items": [{"key": MARK, "path": "p"}]}}),
    ),
    Field(
        f"{_OWN_VOLUME} configMap items 0 path",
        _mounted({"configMap": {"name": "m", "items": [{"key": "k", "path": MARK}]}}),
    ),
    Field(f"{_OWN_VOLUME} secret secretName", _mounted({"secret": {"secretName": MARK}})),
    Field(f"{_OWN_VOLUME} emptyDir sizeLimit", _mounted({"emptyDir": {"sizeLimit": MARK}})),
    Field(f"{_OWN_VOLUME} persistentVolumeClaim claimName", _mounted({"persistentVolumeClaim": {"claimName": MARK}})),
    Field(
        f"{_OWN_VOLUME} projected sources 0 serviceAccountToken audience",
        _mounted({"projected": {"sources": [{"serviceAccountToken": {"path": "t", "audience": MARK}}]}}),
    ),
    Field(
        f"{_OWN_VOLUME} downwardAPI items 0 path",
        _mounted({"downwardAPI": {"items": [{"path": MARK, "fieldRef": {"fieldPath": "metadata.name"}}]}}),
    ),
    Field(f"{_OWN_VOLUME} csi driver", _mounted({"csi": {"driver": MARK}})),
    Field(f"{_OWN_VOLUME} csi volumeAttributes a", _mounted({"csi": {"driver": "d", "volumeAttributes": {"a": MARK}}})),
    Field(
        f"{_OWN_VOLUME} ephemeral volumeClaimTemplate metadata annotations a",
        _mounted(
            {
                "ephemeral": {
                    "volumeClaimTemplate": {
                        "metadata": {"annotations": {"a": MARK}},
                        "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}},
                    }
                }
            }
        ),
    ),
    Field("", _mounted({"hostPath": {"path": "/§"}})),
    Field("", _mounted({"nfs": {"server": MARK, "path": "/§"}})),
    Field("", _mounted({"image": {"reference": MARK}})),
    Field("deployment @ volumeMounts 1 mountPath", _mount(mountPath="/§"), "/§"),
    Field("deployment @ volumeMounts 1 subPath", _mount(subPath=MARK)),
    Field("deployment @ volumeMounts 1 subPathExpr", _mount(subPathExpr=MARK)),
    Field(
        "",
        {
            "claims": [{"name": "raw", "size": "1Gi", "volume_mode": "Block"}],
            "volume_devices": [{"name": "raw", "devicePath": "/§"}],
        },
    ),
    Field("configmap data a", _files(data={"a": MARK})),
    Field("configmap data", _files(data={MARK: "3"}), "{§}"),
    Field("configmap binaryData a", _files(binary_data={"b": "AAAA", "a": MARK})),
    Field("configmap metadata name", _files(config_map=MARK)),
    Field("configmap # a", _files(annotations={"a": MARK})),
    Field("configmap % a", _files(labels={"a": MARK})),
    Field("deployment @ volumeMounts 1 mountPath", _files(mount_path="/§"), "/§"),
    Field("deployment % a", {"labels": {"a": MARK}}),
    Field("deployment spec template metadata labels a", {"pod_labels": {"a": MARK}}),
    Field("service % a", {"common_labels": {"a": MARK}}),
    Field("service # a", {"common_annotations": {"a": MARK}}),
    Field("deployment #", {"annotations": {MARK: "3"}}, "{§}"),
    Field("service metadata name", {"service": {"name": MARK}}),
    Field("service % a", {"service": {"labels": {"a": MARK}}}),
    Field("service spec clusterIP", {"service": {"clusterIP": MARK}}),
    Field("service spec externalIPs 0", {"service": {"externalIPs": [MARK]}}),
    Field("service spec loadBalancerClass", {"service": {"type": "LoadBalancer", "loadBalancerClass": MARK}}),
    Field(
        "service spec loadBalancerSourceRanges 0",
        {"service": {"type": "LoadBalancer", "loadBalancerSourceRanges": [MARK]}},
    ),
    Field(
        "service spec ports 0 targetPort",
        {
            "ports": [{"name": "http", "port": 80, "targetPort": MARK}],
            "container_ports": [{"name": MARK, "containerPort": 8080}],
        },
    ),
    Field("service spec ports 0 appProtocol", {"ports": [{"name": "http", "port": 80, "appProtocol": MARK}]}),
    Field("", _further(name=MARK)),
    Field("", _further(annotations={"a": MARK})),
    Field("ingress spec rules 0 host", _ingress(hosts=[{"host": MARK}])),
    Field("ingress spec rules 0 http paths 0 path", _hosts(paths=[{"path": "/§"}]), "/§"),
    Field(
        "ingress spec rules 0 http paths 0 backend service port name",
        {"ports": [{"name": MARK, "port": 80}], **_hosts(paths=[{"port": MARK}])},
    ),
    Field("ingress spec tls 0 secretName", _ingress(tls=[{"secretName": MARK, "hosts": ["a.connectsoft.dev"]}])),
    Field("ingress spec tls 0 hosts 0", _ingress(tls=[{"secretName": "s", "hosts": [MARK]}])),
    Field("ingress % a", _ingress(labels={"a": MARK})),
    Field("", {"calls": [{"component": MARK, "ports": [80], "external": True}]}),
    Field("", {"calls": [{"namespace": MARK}]}),
    Field("", {"calls": [{"cidr": MARK}]}),
    Field("", {"calls": [{"host": MARK, "ports": [443]}]}),
    Field("", {"called_by": [{"namespace": "n", "pod_labels": {"a": MARK}}]}),
    Field("", {"called_by": [{"component": MARK, "external": True}]}),
    Field("", {"network_policy": {"egress": [{"to": [{"ipBlock": {"cidr": MARK}}]}]}}),
    Field("", {"network_policy": {"ingress": [{"ports": [{"port": MARK}]}]}}),
    Field("networkpolicy % a", {"network_policy": {"labels": {"a": MARK}}}),
    Field("serviceaccount metadata name", {"service_account": {"name": MARK}}),
    Field("serviceaccount % a", {"service_account": {"labels": {"a": MARK}}}),
    Field("role metadata name", _role(object_name=MARK)),
    Field("role metadata name", _role(name=MARK), "webdemo-§"),
    Field("rolebinding metadata name", _role(binding_name=MARK)),
    Field("role rules 0 resources 0", _role(rules=[{"apiGroups": [""], "resources": [MARK], "verbs": ["get"]}])),
    Field("role rules 0 verbs 0", _role(rules=[{"apiGroups": [""], "resources": ["pods"], "verbs": [MARK]}])),
    Field("deployment $ priorityClassName", {"priority_class_name": MARK}),
    Field("deployment $ runtimeClassName", {"runtime_class_name": MARK}),
    Field("deployment $ schedulerName", {"scheduler_name": MARK}),
    Field("deployment $ imagePullSecrets 0 name", {"image_pull_secrets": [{"name": MARK}]}),
    Field("deployment $ dnsConfig nameservers 0", {"dns_config": {"nameservers": [MARK]}}),
    Field("deployment $ dnsConfig searches 0", {"dns_config": {"searches": [MARK]}}),
    Field("deployment $ dnsConfig options 0 value", {"dns_config": {"options": [{"name": "ndots", "value": MARK}]}}),
    Field("deployment $ hostAliases 0 ip", {"host_aliases": [{"ip": MARK, "hostnames": ["a"]}]}),
    Field("deployment $ hostAliases 0 hostnames 0", {"host_aliases": [{"ip": "10.0.0.1", "hostnames": [MARK]}]}),
    Field("deployment $ hostname", {"hostname": MARK}),
    Field("deployment $ subdomain", {"subdomain": MARK}),
    Field("deployment $ readinessGates 0 conditionType", {"readiness_gates": [{"conditionType": MARK}]}),
    Field(
        "deployment $ topologySpreadConstraints 0 topologyKey",
        {"topology_spread_constraints": [{"maxSkew": 1, "topologyKey": MARK, "whenUnsatisfiable": "ScheduleAnyway"}]},
    ),
    Field(
        "deployment spec strategy rollingUpdate maxSurge",
        {"update_strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": MARK}}},
    ),
    Field("hpa spec metrics 0 external metric name", _metric(name=MARK)),
    Field("hpa spec metrics 0 external metric selector matchLabels a", _metric(selector={"matchLabels": {"a": MARK}})),
    Field("persistentvolumeclaim metadata name", _volume(claim_name=MARK)),
    Field("persistentvolumeclaim spec volumeName", _volume(volume_name=MARK)),
    Field("persistentvolumeclaim spec selector matchLabels a", _volume(selector={"matchLabels": {"a": MARK}})),
    Field("persistentvolumeclaim # a", _volume(annotations={"a": MARK})),
    Field("persistentvolumeclaim % a", _volume(labels={"a": MARK})),
    Field("statefulset spec serviceName", {"type": "stateful-service", "headless_service": MARK}),
    Field("statefulset spec template spec containers 0 args 0", {"type": "stateful-service", "args": [MARK]}),
    Field("daemonset spec template spec containers 0 args 0", {"type": "daemon", "args": [MARK]}),
    Field(
        "deployment $ securityContext sysctls 0 value",
        {"pod_security_context": {"sysctls": [{"name": "a.b", "value": MARK}]}},
    ),
    Field(
        "deployment @ securityContext seLinuxOptions level", {"security_context": {"seLinuxOptions": {"level": MARK}}}
    ),
]
FIELDS = [
    *FREE,
    *SHAPES,
    Field("deployment @ args 0", {"bundle": {"environments": {"dev": {"args": [MARK]}}}}),
    Field("deployment @ args 0", {"bundle": {"tenants": {"acme": {"args": [MARK]}}}}),
    Field("deployment @ env 0 name", {"env": [{"name": MARK, "value": "x"}]}),
    Field("deployment @ env 0 valueFrom configMapKeyRef name", _source(configMapKeyRef={"name": MARK, "key": "k"})),
    Field("deployment @ env 0 valueFrom configMapKeyRef key", _source(configMapKeyRef={"name": "m", "key": MARK})),
    Field("deployment @ env 0 valueFrom secretKeyRef key", _source(secretKeyRef={"name": "m", "key": MARK})),
    Field("deployment @ env 0 valueFrom fieldRef fieldPath", _source(fieldRef={"fieldPath": MARK})),
    Field(
        "deployment @ env 0 valueFrom fieldRef fieldPath",
        _source(fieldRef={"fieldPath": "metadata.labels['§']"}),
        "metadata.labels['§']",
    ),
    Field(
        "deployment @ env 0 valueFrom fieldRef apiVersion",
        _source(fieldRef={"fieldPath": "metadata.name", "apiVersion": MARK}),
    ),
    Field("deployment @ env 0 valueFrom resourceFieldRef resource", _source(resourceFieldRef={"resource": MARK})),
    Field(
        "deployment @ env 0 valueFrom resourceFieldRef containerName",
        _source(resourceFieldRef={"resource": "limits.cpu", "containerName": MARK}),
    ),
    Field(
        "deployment @ env 0 valueFrom resourceFieldRef divisor",
        _source(resourceFieldRef={"resource": "limits.cpu", "divisor": MARK}),
    ),
    Field("deployment @ livenessProbe httpGet port", _get(port=MARK)),
    Field("deployment @ livenessProbe httpGet httpHeaders 0 name", _get(httpHeaders=[{"name": MARK, "value": "x"}])),
    Field("deployment @ livenessProbe httpGet httpHeaders 0 value", _get(httpHeaders=[{"name": "X", "value": MARK}])),
    Field("deployment @ livenessProbe grpc service", _probe(grpc={"port": 8080, "service": MARK})),
    Field("deployment @ startupProbe exec command 0", {"startup_probe": {"exec": {"command": [MARK]}}}),
    Field("deployment @ ports 0 name", {"container_ports": [{"name": MARK, "containerPort": 81}]}),
    Field("service spec ports 0 name", {"ports": [{"name": MARK, "port": 80}]}),
    Field("deployment @ resources requests", {"resources": {"requests": {MARK: "3"}}}, "{§}"),
    Field("deployment @ resources requests cpu", {"resources": {"requests": {"cpu": MARK}}}),
    Field("configmap data", {"config": {MARK: "3"}}, "{§}"),
    Field("deployment @ envFrom 0 configMapRef name", {"existing_config_map_refs": [MARK]}),
    Field("deployment @ env 0 valueFrom secretKeyRef key", _secret(key=MARK)),
    Field("deployment @ env 0 name", _secret(name=MARK)),
    Field("deployment $ volumes 1 secret secretName", {"secrets": [{"name": MARK}]}),
    Field("deployment @ volumeMounts 1 mountPath", {"secrets": [{"name": MARK}]}, "/mnt/secrets/§"),
    Field("deployment @ volumeMounts 1 name", _volume(name=MARK)),
    Field("persistentvolumeclaim metadata name", _volume(name=MARK), "webdemo-§"),
    Field("deployment @ volumeMounts 1 mountPath", _volume(mount_path="/§"), "/§"),
    Field("persistentvolumeclaim spec resources requests storage", _volume(size=MARK)),
    Field("persistentvolumeclaim spec storageClassName", _volume(storage_class=MARK)),
    Field("deployment $ nodeSelector k", {"node_selector": {"k": MARK}}),
    Field("deployment $ nodeSelector", {"node_selector": {MARK: "3"}}, "{§}"),
    Field("deployment $ tolerations 0 key", {"tolerations": [{"key": MARK, "operator": "Exists"}]}),
    Field("deployment $ tolerations 0 value", {"tolerations": [{"key": "a", "operator": "Equal", "value": MARK}]}),
    Field(f"deployment $ {_TERM} values 0", _term(**_IN)),
    Field(f"job $ {_TERM} values 0", {"type": "job", "transport": "queue", **_term(**_IN)}),
    Field(f"deployment $ {_TERM} key", _term(key=MARK, operator="Exists")),
    Field("deployment $ affinity", {"affinity": {MARK: {}}}, "{§}"),
    Field("ingress spec rules 0 host", _ingress(host=MARK)),
    Field("ingress spec ingressClassName", _ingress(className=MARK)),
    Field("ingress #", _ingress(annotations={MARK: "3"}), "{§}"),
    Field("routes spec rules 0 matches 0 headers 0 value", _gateway(httpRules=[_header(value=MARK)])),
    Field("routes spec rules 0 matches 0 headers 0 name", _gateway(httpRules=[_header(name=MARK)])),
    Field("routes spec rules 0", _gateway(httpRules=[{MARK: {}}]), "{§}"),
    Field("routes spec parentRefs 0 name", _gateway(parentRefs=[{"name": MARK}])),
    Field("routes spec parentRefs 0 kind", _gateway(parentRefs=[{"name": "a", "kind": MARK}])),
    Field("routes spec parentRefs 0 sectionName", _gateway(parentRefs=[{"name": "a", "sectionName": MARK}])),
    Field("routes # a/b", _gateway(annotations={"a/b": MARK})),
    Field("virtualservice spec gateways 0", _istio(gateways=[MARK])),
    Field("virtualservice spec exportTo 0", _istio(exportTo=[MARK])),
    Field("virtualservice spec http 0 name", _istio(http=[{"name": MARK}])),
    Field("destinationrule spec exportTo 0", _mesh(destination_rule={"exportTo": [MARK]})),
    Field("destinationrule spec trafficPolicy", _mesh(destination_rule={"trafficPolicy": {MARK: {}}}), "{§}"),
    Field("destinationrule spec subsets 0 name", _mesh(destination_rule={"subsets": [{"name": MARK}]})),
    Field("scaledobject spec triggers 0 type", _keda({"type": MARK})),
    Field("scaledobject spec triggers 0 name", _keda({"name": MARK})),
    Field("scaledobject spec triggers 0 metadata", _keda({"metadata": {MARK: "3"}}), "{§}"),
    Field("scaledobject spec triggers 0 authenticationRef name", _keda({"authenticationRef": {"name": MARK}})),
    Field(
        "scaledobject spec advanced scalingModifiers formula",
        _keda({}, advanced={"scalingModifiers": {"formula": MARK}}),
    ),
    Field(
        "triggerauthentication metadata name",
        _keda({}, authentications=[{"name": MARK, "env": [{"parameter": "p", "name": "P"}]}]),
    ),
    Field(
        "triggerauthentication spec podIdentity identityId",
        _login(podIdentity={"provider": "azure-workload", "identityId": MARK}),
    ),
    Field(
        "triggerauthentication spec secretTargetRef 0 key", _login(secretTargetRef=[{"parameter": "p", "key": MARK}])
    ),
    Field(
        "triggerauthentication spec secretTargetRef 0 parameter",
        _login(secretTargetRef=[{"parameter": MARK, "key": "k"}]),
    ),
    Field("triggerauthentication spec env 0 name", _login(env=[{"parameter": "p", "name": MARK}])),
    Field("secretproviderclass spec parameters keyvaultName", _vault({}, name=MARK)),
    Field("secretproviderclass spec parameters tenantID", _vault({}, tenant_id=MARK)),
    Field("", _vault({"name": MARK})),
    Field("", _vault({"alias": MARK})),
    Field("", _vault({"version": MARK})),
    Field("secret spec secretStoreRef name", _external(store={"name": MARK})),
    Field("secret spec refreshInterval", _external(refresh_interval=MARK)),
    Field("secret spec dataFrom 0 extract key", _external(data_from=[{"extract": {"key": MARK}}])),
    Field("secret spec data 0 secretKey", _external(data=[{"secretKey": MARK, "remoteRef": {"key": "r"}}])),
    Field("secret spec data 0 remoteRef key", _remote(key=MARK)),
    Field("secret spec data 0 remoteRef property", _remote(property=MARK)),
    Field("secret spec data 0 remoteRef version", _remote(version=MARK)),
    Field("secret spec template type", _sealed(type=MARK)),
    Field("", _sealed(encrypted_data={"k": MARK})),
    Field("", _sealed(encrypted_data={MARK: sealed()})),
    Field("ingress spec tls 0 secretName", {"enable_ingress": True, "tls_secret_name": MARK}),
    Field("poddisruptionbudget spec maxUnavailable", {"replicas": 3, "disruption_budget": {"maxUnavailable": MARK}}),
    Field("cronjob spec schedule", _cron(schedule=MARK)),
    Field("cronjob spec schedule", _cron(schedule="§ 3 * * *"), "§ 3 * * *"),
    Field("cronjob spec timeZone", _cron(job={"timeZone": MARK})),
    Field("job $ volumes 1 nfs server", _at_the_end({"nfs": {"server": MARK, "path": "/x"}})),
    Field("job $ volumes 1 projected sources 0 serviceAccountToken path", _at_the_end(_token(path=MARK))),
    Field("job @ volumeMounts 1 subPath", _at_the_end({"emptyDir": {}}, subPath=MARK)),
    Field("deployment metadata name", {"name": MARK}, mapped=True),
    Field("", {"type": MARK}),
    Field("deployment @ image", {"container_image": MARK}),
    Field("deployment @ image", {"container_image": "a/b:§"}, "a/b:§"),
    Field("otel-configmap data OTEL_EXPORTER_OTLP_ENDPOINT", _telemetry(otel_endpoint=MARK)),
    Field("otel-configmap data OTEL_EXPORTER_OTLP_ENDPOINT", _telemetry(otel_endpoint="http://a:1/§"), "http://a:1/§"),
    Field("", _telemetry(otel_endpoint="http://a:1/§", otel_sidecar=True)),
    Field("", _telemetry(propagation=MARK)),
    Field("", {"bundle": {"security_profile": {"enable_rbac": True, "rbac_roles": [MARK]}}}),
    Field("serviceaccount # azure.workload.identity/client-id", _identity("client_id")),
    Field("serviceaccount # azure.workload.identity/tenant-id", _identity("tenant_id")),
    Field("", {"bundle": {"template_id": MARK}}),
    Field("deployment % helm.sh/chart", {"bundle": {"version": MARK}}, "webdemo-§"),
    Field("deployment % team", {"bundle": {"team": MARK}}),
    Field("deployment % trace_id", {"bundle": {"trace_id": MARK}}),
    Field("deployment # blueprint_id", {"bundle": {"blueprint_id": MARK}}),
    Field("deployment % component_scope", {"bundle": {"component_scope": MARK}}),
    Field("deployment # agent_origin", {"bundle": {"agent_origin": MARK}}),
    Field("deployment # factory_execution_id", {"bundle": {"execution_id": MARK}}),
    Field("deployment % tenant", {"bundle": {"tenant": MARK}}),
    Field("deployment metadata namespace", {"bundle": {"tenant": MARK}}, "cs-§-webdemo"),
    Field("", {"bundle": {"environments": {MARK: {}}, "target_environment": MARK}}),
    Field("", {"bundle": {"tenants": {MARK: {"args": ["x"]}}}}),
]
