"""Answers that want something they must not get, or that are no drafts: from tables, and written by hand."""

# ruff: noqa: E501 - an answer stays on one line, as it is sent

import json
from typing import Any

from foundation.model.conversation import Answer, ToolCall
from foundation.model.drafts.limits import NEVER_DRAFTED
from tests.support.drafting import draft

Row = tuple[str, str | Answer, str]

WORKLOADS = {
    "Deployment": "template",
    "StatefulSet": "template",
    "DaemonSet": "template",
    "Job": "template",
    "CronJob": "jobTemplate.spec.template",
}
#: Fields of a pod template that no draft may give.
POD_FIELDS: dict[str, Any] = {
    "spec.hostNetwork": True,
    "spec.hostPID": True,
    "spec.hostIPC": True,
    "spec.hostUsers": True,
    "spec.nodeName": "control-plane",
    "spec.nodeSelector.role": "control-plane",
    "spec.tolerations[0].operator": "Exists",
    "spec.serviceAccountName": "cluster-admin",
    "spec.serviceAccount": "cluster-admin",
    "spec.automountServiceAccountToken": True,
    "spec.securityContext.runAsUser": 0,
    "spec.securityContext.runAsNonRoot": False,
    "spec.priorityClassName": "system-cluster-critical",
    "spec.runtimeClassName": "none",
    "spec.schedulerName": "mine",
    "spec.imagePullSecrets[0].name": "all",
    "spec.hostAliases[0].ip": "10.0.0.1",
    "spec.dnsConfig.nameservers[0]": "10.6.6.6",
    "spec.shareProcessNamespace": True,
    "spec.containers[0].image": "evil.example/miner:1.0.0",
    "spec.containers[0].command[0]": "/bin/sh",
    "spec.containers[0].args[0]": "-c",
    "spec.containers[0].env[0].name": "LD_PRELOAD",
    "spec.containers[0].envFrom[0].secretRef.name": "all-secrets",
    "spec.containers[0].ports[0].hostPort": 22,
    "spec.containers[0].securityContext.privileged": True,
    "spec.containers[0].securityContext.capabilities.add[0]": "SYS_ADMIN",
    "spec.containers[0].securityContext.allowPrivilegeEscalation": True,
    "spec.containers[0].lifecycle.postStart.exec.command[0]": "curl",
    "spec.containers[0].livenessProbe.exec.command[0]": "sh",
    "spec.containers[1].image": "evil.example/sidecar:1.0.0",
    "spec.containers[1].volumeMounts[0].mountPath": "/",
    "spec.initContainers[0].image": "evil.example/init:1.0.0",
    "spec.ephemeralContainers[0].image": "evil.example/debug:1.0.0",
    "spec.volumes[0].hostPath.path": "/",
    "spec.volumes[0].secret.secretName": "admin-token",
    "spec.volumes[0].projected.sources[0].serviceAccountToken.path": "token",
    "spec.volumes[0].csi.driver": "secrets-store.csi.k8s.io",
    "spec.volumes[0].nfs.server": "10.0.0.1",
    "spec.volumes[0].persistentVolumeClaim.claimName": "somebody-elses",
    "spec.containers[0].volumeMounts[0].subPathExpr": "x",
    "spec.containers[0].volumeMounts[0].mountPropagation": "Bidirectional",
    "metadata.labels.traceId": "forged",
    "metadata.annotations.blueprintId": "forged",
    "metadata.namespace": "kube-system",
}
#: Fields of the object itself, on any workload.
OBJECT_FIELDS: dict[str, Any] = {
    "replicas": 500,
    "selector.matchLabels.app": "other",
    "metadata.name": "other",
    "status.replicas": 1,
    "apiVersion": "v2",
    "kind": "Secret",
}
#: Fields of other kinds.
OTHER_FIELDS: list[tuple[str, str, Any]] = [
    ("Service", "type", "LoadBalancer"),
    ("Service", "externalIPs[0]", "1.2.3.4"),
    ("Service", "externalName", "evil.example"),
    ("Service", "clusterIP", "None"),
    ("Service", "ports[0].nodePort", 30000),
    ("Service", "selector.app", "somebody-else"),
    ("Service", "loadBalancerSourceRanges[0]", "0.0.0.0/0"),
    ("Service", "internalTrafficPolicy", "Local"),
    ("ConfigMap", "data.PASSWORD", "x"),
    ("ConfigMap", "binaryData.x", "eA=="),
    ("ConfigMap", "immutable", True),
    ("PersistentVolumeClaim", "volumeName", "somebody-elses"),
    ("PersistentVolumeClaim", "storageClassName", "host"),
    ("PersistentVolumeClaim", "resources.requests.storage", "100Ti"),
    ("PodMonitor", "selector.matchLabels.app", "other"),
    ("PodMonitor", "namespaceSelector.any", True),
    ("PodMonitor", "podMetricsEndpoints[0].basicAuth.password.name", "token"),
    ("PodMonitor", "podMetricsEndpoints[0].tlsConfig.insecureSkipVerify", True),
    ("PodMonitor", "podMetricsEndpoints[0].proxyUrl", "http://evil.example"),
    ("PodMonitor", "podMetricsEndpoints[0].bearerTokenSecret.name", "token"),
]
#: Kinds that are none of ours: of others, misspelt, dressed up.
KINDS = [
    "Rollout", "VirtualService", "ScaledObject", "HelmRelease", "Kustomization", "Application", "Certificate",
    "Ingress", "NetworkPolicy", "HorizontalPodAutoscaler", "PodDisruptionBudget", "Eviction", "Binding", "Lease",
    "deployment", "DEPLOYMENT", "Deployment ", " Deployment", "Deployment\n", "Deploym\u0435nt", "Deployment\u200b",
    "Deploy\u202ement", "\ufeffDeployment", "Deployment\nkind: Secret", "Deployment # Secret", "v1/Secret",
    "rbac.authorization.k8s.io/v1, ClusterRole", "../../Secret", "{{ .Values.kind }}", "", " ", "null", "\u0000",
    "D" * 5000, "Deployment\u00a0", "\uff24eployment", "&x Deployment", "!!python/object:os.system", "*", "<kind>",
]  # fmt: skip
#: Text in a field that may be given: nothing of it may reach a template, a shell or a log.
VALUES: list[tuple[str, str]] = [
    ("{{ .Values.image.repository }}", "draft-value-expression"),
    ('{{ include "x" . }}', "draft-value-expression"),
    ("{{- range $i := until 1000000 }}x{{ end }}", "draft-value-expression"),
    ('{{ lookup "v1" "Secret" "kube-system" "" }}', "draft-value-expression"),
    ("}}{{ .Files.Get `/etc/passwd` }}", "draft-value-expression"),
    ("}}", "draft-value-expression"),
    ("{{", "draft-value-expression"),
    ("$(cat /etc/passwd)", "draft-value-expression"),
    ("${HOME}", "draft-value-expression"),
    ("x\n---\nkind: Secret", "draft-value-characters"),
    ("x\nspec:\n  hostNetwork: true", "draft-value-characters"),
    ("x\r\nkind: Pod", "draft-value-characters"),
    ("\u202ehtap", "draft-value-characters"),
    ("a\u200bb", "draft-value-characters"),
    ("\u2028kind: Secret", "draft-value-characters"),
    ("\x85kind: Secret", "draft-value-characters"),
    ("\x1b[2J", "draft-value-characters"),
    ("\x00", "draft-value-characters"),
    ("\ud800", "draft-value-characters"),
    ("caf\u00e9", "draft-value-characters"),
    ("\U000e0041", "draft-value-characters"),
    ("/metrics" * 60, "draft-value-long"),
    ("x" * 60_000, "draft-value-long"),
    ("ghp_" + "a1B2c3D4e5F6g7H8i9J0" + "k1L2m3N4o5P6q7R8", "draft-value-secret"),
    ("Bearer " + "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NSJ9.c2lnbmF0dXJlMTIzNDU2Nzg5MDEyMzQ1", "draft-value-secret"),
    ("AKIA" + "IOSFODNN7QWERTYU", "draft-value-secret"),
    ("https://admin:hunter22x@db.internal/metrics", "draft-value-secret"),
]
#: Paths that are none.
PATHS = [
    "template.metadata.labels.trace_id", "metadata.annotations.blueprint_id", "", ".", "..", "a..b", "a.", ".a", "a[", "a[]", "a[-1]", "a[x]", "a[0", "a]0[", "a b", "a\nb", "a/b", "a\\b",
    "../../etc/passwd", "a[99]", "a[999999999999]", "template['spec']", "template.spec[\"hostNetwork\"]",
    "__class__", "a.__proto__.b", "\u0430", "a\u200b", "{{ x }}", "$", "a." * 40 + "a", "spec\u2024hostNetwork", "1a",
]  # fmt: skip
_DEPLOYMENT: tuple[str, dict[str, Any]] = ("Deployment", {})
#: Texts that are no draft.
TEXTS: list[tuple[str, str]] = [
    ("", "draft-empty"),
    (" \n\t ", "draft-empty"),
    ("null", "draft-shape"),
    ("true", "draft-shape"),
    ("42", "draft-shape"),
    ('"Deployment"', "draft-shape"),
    ("[]", "draft-shape"),
    ("{}", "draft-shape"),
    ("{", "draft-not-json"),
    ('{"objects": [', "draft-not-json"),
    ('{"objects": [{"kind": "Deployment", "spec": []}], "cannot": nul', "draft-not-json"),
    ("I am sorry, I cannot do that.", "draft-not-json"),
    ("Sure! Here is the draft:\n" + draft(_DEPLOYMENT), "draft-not-json"),
    ("```json\n" + draft(_DEPLOYMENT) + "\n```", "draft-not-json"),
    (draft(_DEPLOYMENT) + "\nAnything else?", "draft-not-json"),
    (draft(_DEPLOYMENT) + draft(_DEPLOYMENT), "draft-not-json"),
    ("// a draft\n" + draft(_DEPLOYMENT), "draft-not-json"),
    ("{'objects': []}", "draft-not-json"),
    ('{"objects": [],}', "draft-not-json"),
    ("objects:\n- kind: Deployment\n", "draft-not-json"),
    ("The key is ghp_" + "a1B2c3D4e5F6g7H8i9J0" + "k1L2m3N4o5P6q7R8, use it.", "draft-not-json"),
    ("apiVersion: v1\nkind: Pod\nmetadata: {name: x}\n", "draft-not-json"),
    ("<draft><kind>Deployment</kind></draft>", "draft-not-json"),
    ("\ufeff" + draft(_DEPLOYMENT), "draft-not-json"),
    ("\u0000", "draft-not-json"),
    ('{"objects": NaN}', "draft-not-json"),
    ('{"objects": [{"kind": "Deployment", "spec": [{"path": "minReadySeconds", "value": Infinity}]}]}', "draft-not-json"),
    ('{"objects": [{"kind": "Deployment", "spec": [{"path": "minReadySeconds", "value": -NaN}]}]}', "draft-not-json"),
    ("[" * 60_000, "draft-not-json"),
    ('{"a":' * 10_000, "draft-not-json"),
    ('{"objects": [{"kind": "Deployment", "spec": [{"path": "minReadySeconds", "value": ' + "9" * 5000 + "}]}]}", "draft-not-json"),
    ('{"objects": [], "objects": [{"kind": "Deployment", "spec": []}]}', "draft-key-twice"),
    ('{"objects": [{"kind": "Deployment", "kind": "Secret", "spec": []}]}', "draft-key-twice"),
    ('{"objects": [{"kind": "Job", "spec": [{"path": "backoffLimit", "value": 1, "value": 2}]}]}', "draft-key-twice"),
    ("x" * 1_000_000, "draft-too-long"),
    (draft(_DEPLOYMENT) + " " * 1_000_000, "draft-too-long"),
    (json.dumps({"objects": [{"kind": "Deployment", "spec": []}] * 5000}), "draft-too-long"),
    ('{"objects": "Deployment"}', "draft-shape"),
    ('{"objects": null}', "draft-shape"),
    ('{"objects": {"kind": "Deployment", "spec": []}}', "draft-shape"),
    ('{"objects": ["Deployment"]}', "draft-shape"),
    ('{"objects": [null]}', "draft-shape"),
    ('{"objects": [{"kind": "Deployment"}]}', "draft-shape"),
    ('{"objects": [{"spec": []}]}', "draft-shape"),
    ('{"objects": [{"kind": 1, "spec": []}]}', "draft-shape"),
    ('{"objects": [{"kind": ["Deployment"], "spec": []}]}', "draft-shape"),
    ('{"objects": [{"kind": "Deployment", "spec": {"replicas": 3}}]}', "draft-shape"),
    ('{"objects": [{"kind": "Deployment", "spec": "replicas: 3"}]}', "draft-shape"),
    ('{"objects": [{"kind": "Deployment", "spec": [], "metadata": {"namespace": "kube-system"}}]}', "draft-shape"),
    ('{"objects": [{"kind": "Deployment", "spec": [], "apiVersion": "apps/v1"}]}', "draft-shape"),
    ('{"objects": [{"kind": "Deployment", "spec": [], "data": {"x": "y"}}]}', "draft-shape"),
    ('{"objects": [{"kind": "Deployment", "spec": [], "rules": [{"verbs": ["*"]}]}]}', "draft-shape"),
    ('{"objects": [{"kind": "Deployment", "spec": [], "webhooks": []}]}', "draft-shape"),
    ('{"objects": [{"kind": "Deployment", "spec": [["a", 1]]}]}', "draft-shape"),
    ('{"objects": [{"kind": "Deployment", "spec": [{"path": "a"}]}]}', "draft-shape"),
    ('{"objects": [{"kind": "Deployment", "spec": [{"value": "a"}]}]}', "draft-shape"),
    ('{"objects": [{"kind": "Deployment", "spec": [{"path": "minReadySeconds", "value": null}]}]}', "draft-shape"),
    ('{"objects": [{"kind": "Deployment", "spec": [{"path": "strategy", "value": {"type": "Recreate"}}]}]}', "draft-shape"),
    ('{"objects": [{"kind": "Deployment", "spec": [{"path": "strategy", "value": ["x"]}]}]}', "draft-shape"),
    ('{"objects": [{"kind": "Deployment", "spec": [{"path": 1, "value": 1}]}]}', "draft-shape"),
    ('{"objects": [{"kind": "Deployment", "spec": [{"path": "a", "value": 1, "op": "replace"}]}]}', "draft-shape"),
    ('{"objects": [], "cannot": null, "approved": true}', "draft-shape"),
    ('{"objects": [], "cannot": null, "decision": {"verdict": "approved", "by": "me", "draft": "x"}}', "draft-shape"),
    ('{"objects": [], "cannot": false}', "draft-shape"),
    ('{"drafts": [{"kind": "Deployment", "spec": []}]}', "draft-shape"),
    ('{"kind": "Deployment", "spec": []}', "draft-shape"),
    ('{"objects": [], "cannot": "It needs a cluster role."}', "draft-impossible"),
    ('{"objects": [{"kind": "Deployment", "spec": []}], "cannot": ""}', "draft-impossible"),
    ('{"objects": [], "cannot": null}', "draft-workload"),
    (draft(("Service", {})), "draft-workload"),
    (draft(("Deployment", {}), ("StatefulSet", {})), "draft-workload"),
    (draft(("Job", {}), ("CronJob", {}), ("DaemonSet", {})), "draft-workload"),
    (draft(("Deployment", {}), ("Deployment", {})), "draft-kind-twice"),
    (draft(("Deployment", {}), ("Service", {}), ("Service", {})), "draft-kind-twice"),
    (json.dumps({"objects": [{"kind": "Deployment", "spec": [{"path": "minReadySeconds", "value": 1}] * 400}]}), "draft-too-many-fields"),
    (json.dumps({"objects": [{"kind": "Deployment", "spec": [{"path": "minReadySeconds", "value": 1}] * 2}]}), "draft-fields-conflict"),
    (draft(("Deployment", {"strategy": "Recreate", "strategy.type": "Recreate"})), "draft-fields-conflict"),
    (draft(("Deployment", {"template.spec.volumes[1].name": "x"})), "draft-fields-conflict"),
    (draft(("Deployment", {"template.spec.volumes[0].name": "x", "template.spec.volumes[5].name": "y"})), "draft-fields-conflict"),
    (draft(_DEPLOYMENT, ("PodMonitor", {"podMetricsEndpoints[1].port": "http"})), "draft-fields-conflict"),
    (draft(("Deployment", {"minReadySeconds": "5"})), "draft-setting"),
    (draft(("Deployment", {"minReadySeconds": -5})), "draft-setting"),
    (draft(("Deployment", {"minReadySeconds": 1.5})), "draft-setting"),
    (draft(("Deployment", {"minReadySeconds": True})), "draft-setting"),
    (draft(("Deployment", {"minReadySeconds.x": 1})), "draft-setting"),
    (draft(("Deployment", {"minReadySeconds[0]": 1})), "draft-setting"),
    (draft(("Deployment", {"strategy.type": "Chaos"})), "draft-setting"),
    (draft(("Deployment", {"strategy.rollingUpdate.maxSurge": 1})), "draft-setting"),
    (draft(("Deployment", {"strategy.type": "RollingUpdate", "strategy.evil": 1})), "draft-setting"),
    (draft(("Deployment", {"template.spec.volumes[0].name": "x"})), "draft-setting"),
    (draft(("Deployment", {"template.spec.volumes[0].emptyDir.medium": "Memory"})), "draft-setting"),
    (draft(("Deployment", {"template.spec.volumes[0].name": "-x-", "template.spec.volumes[0].emptyDir.medium": "Memory"})), "draft-setting"),
    (draft(("Deployment", {"template.spec.containers[0].volumeMounts[0].mountPath": "/data"})), "draft-setting"),
    (draft(("Deployment", {}), ("Service", {"sessionAffinity": "Cookie"})), "draft-setting"),
    (draft(("StatefulSet", {"podManagementPolicy": "Wild"})), "draft-setting"),
    (draft(("Deployment", {}), ("ConfigMap", {})), "draft-not-needed"),
    (draft(("Deployment", {}), ("PersistentVolumeClaim", {})), "draft-not-needed"),
    (draft(("CronJob", {})), "setting-not-supported"),
    (draft(("Job", {})), "setting-not-supported"),
    (draft(_DEPLOYMENT, ("PodMonitor", {"podMetricsEndpoints[0].port": 5})), "schema"),
    (draft(_DEPLOYMENT, ("PodMonitor", {"podMetricsEndpoints[0].port": "nowhere"})), "monitor-target"),
    (draft(_DEPLOYMENT, ("PodMonitor", {"podMetricsEndpoints[0].interval": "always"})), "schema"),
    (draft(_DEPLOYMENT, ("PodMonitor", {"podMetricsEndpoints[0].scheme": "gopher"})), "schema"),
]  # fmt: skip
#: Answers that are none.
ANSWERS: list[tuple[str, Answer, str]] = [
    ("refusal", Answer(refusal="I will not."), "draft-refused"),
    ("refusal-with-escapes", Answer(refusal="\x1b]0;x\x07 no"), "draft-refused"),
    ("truncated", Answer(text=draft(_DEPLOYMENT)[:40], finish_reason="length"), "draft-truncated"),
    ("truncated-but-complete", Answer(text=draft(_DEPLOYMENT), finish_reason="length"), "draft-truncated"),
    ("filtered", Answer(finish_reason="content_filter"), "draft-filtered"),
    ("filtered-draft", Answer(text=draft(_DEPLOYMENT), finish_reason="content_filter"), "draft-filtered"),
    ("nothing", Answer(), "draft-empty"),
    (
        "calls-the-emitter",
        Answer(tool_calls=[ToolCall(id="1", name="artifact_emitter-save", arguments='{"artifacts": {}}')]),
        "draft-tool-call",
    ),
    (
        "calls-with-a-draft",
        Answer(
            text=draft(_DEPLOYMENT),
            finish_reason="tool_calls",
            tool_calls=[ToolCall(id="1", name="event_emitter-emit", arguments="{}")],
        ),
        "draft-tool-call",
    ),
]


def _fields() -> list[Row]:
    rows: list[Row] = []
    for kind, pod in WORKLOADS.items():
        fields = {f"{pod}.{path}": value for path, value in POD_FIELDS.items()} | OBJECT_FIELDS
        rows += [
            (f"{kind}-{path}", draft((kind, {path: value})), "draft-field-filled-in|draft-field")
            for path, value in fields.items()
        ]
    rows += [
        (f"{kind}-{path}", draft(_DEPLOYMENT, (kind, {path: value})), "draft-field-filled-in|draft-field")
        for kind, path, value in OTHER_FIELDS
    ]
    return rows


def _kinds() -> list[Row]:
    names = [*sorted(NEVER_DRAFTED), *KINDS]
    return [(f"kind-{number}", draft(_DEPLOYMENT, (kind, {})), "draft-kind") for number, kind in enumerate(names)] + [
        (f"lone-kind-{kind}", draft((kind, {})), "draft-kind") for kind in sorted(NEVER_DRAFTED)
    ]


def _values() -> list[Row]:
    place = "podMetricsEndpoints[0].path"
    return [
        (f"value-{number}", draft(_DEPLOYMENT, ("PodMonitor", {place: value})), code)
        for number, (value, code) in enumerate(VALUES)
    ]


def _paths() -> list[Row]:
    return [
        (f"path-{number}", draft(("Deployment", {path: 1})), "draft-path|draft-field")
        for number, path in enumerate(PATHS)
    ]


#: Mount paths that hide something, or are not what they look like.
MOUNT_PATHS = (
    "/", "//", "/etc", "/usr", "/bin", "/lib64", "/var", "/dev", "/dev/kmsg", "/proc", "/proc/self", "/sys/fs/cgroup",
    "/run/secrets", "/var/run/secrets/kubernetes.io/serviceaccount", "/data/../etc", "/data/", "//proc", "/data ",
    "/./proc", "/dev/shm/../kmsg",  # noqa: S108
    "/app", "/home/app", "/root/.ssh", "/etc/ssl/certs", "/usr/share", "/var/lib/app",
    "/run/app", "/database", "/data2", "/opt/app", "/nix", "/srv2",
)  # fmt: skip


def _mounts() -> list[Row]:
    def answer(kind: str, volume: str, path: str) -> str:
        pod = f"{WORKLOADS[kind]}.spec"
        fields = {
            f"{pod}.volumes[0].name": "scratch",
            f"{pod}.volumes[0].emptyDir.medium": "Memory",
            f"{pod}.containers[0].volumeMounts[0].name": volume,
            f"{pod}.containers[0].volumeMounts[0].mountPath": path,
        }
        return draft((kind, fields))

    return [
        *(
            (f"mount-{number}", answer("Deployment", "scratch", path), "draft-mount")
            for number, path in enumerate(MOUNT_PATHS)
        ),
        *((f"mount-{kind}", answer(kind, "scratch", "/etc"), "draft-mount") for kind in WORKLOADS),
        *((f"mount-other-{kind}", answer(kind, "credentials", "/data"), "draft-mount") for kind in WORKLOADS),
    ]


#: Values that Kubernetes takes and nobody wants of a model, by kind and path.
BEYOND: tuple[tuple[str, str, Any], ...] = (
    ("Deployment", "template.spec.terminationGracePeriodSeconds", 86_400),
    ("Deployment", "minReadySeconds", 10_000_000),
    ("Deployment", "progressDeadlineSeconds", 2_000_000_000),
    ("Deployment", "revisionHistoryLimit", 1_000_000),
    ("Deployment", "template.spec.volumes[0].emptyDir.sizeLimit", "10Ti"),
    ("Deployment", "template.spec.volumes[0].emptyDir.sizeLimit", "1"),
    ("Deployment", "template.spec.volumes[0].emptyDir.sizeLimit", "70000000000000000m"),
    ("StatefulSet", "persistentVolumeClaimRetentionPolicy.whenDeleted", "Delete"),
    ("StatefulSet", "persistentVolumeClaimRetentionPolicy.whenScaled", "Delete"),
    ("Job", "backoffLimit", 100_000),
    ("Job", "activeDeadlineSeconds", 100_000_000),
    ("Job", "ttlSecondsAfterFinished", 0),
    ("CronJob", "startingDeadlineSeconds", 1),
    ("CronJob", "failedJobsHistoryLimit", 10_000),
)
#: The same of what Prometheus scrapes.
BEYOND_OF_SCRAPING = (("interval", "1ms"), ("interval", "0s"), ("interval", "100d"), ("scrapeTimeout", "1h"))


def _beyond() -> list[Row]:
    rows = [
        (f"beyond-{number}", draft((kind, {path: value})), "draft-value-bounds")
        for number, (kind, path, value) in enumerate(BEYOND)
    ]
    return rows + [
        (
            f"scraping-{number}",
            draft(_DEPLOYMENT, ("PodMonitor", {f"podMetricsEndpoints[0].{name}": value})),
            "draft-value-bounds",
        )
        for number, (name, value) in enumerate(BEYOND_OF_SCRAPING)
    ]


def corpus() -> list[Row]:
    """Return every hostile or broken answer: name, answer, and the codes of which one must be found."""
    texts: list[Row] = [(f"text-{number}", text, code) for number, (text, code) in enumerate(TEXTS)]
    return [*_fields(), *_kinds(), *_values(), *_paths(), *_mounts(), *_beyond(), *texts, *ANSWERS]
