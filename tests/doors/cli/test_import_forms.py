"""Everything that is valid Kubernetes, or was once, is taken; what a bundle has otherwise is told with what serves."""

from tests.support.manifests import Made, pod, service, told, workload

OLD = """\
apiVersion: extensions/v1beta1
kind: Deployment
metadata: {name: old}
spec:
  template: %s
---
apiVersion: extensions/v1beta1
kind: Ingress
metadata: {name: old}
spec: {rules: [{host: old.connectsoft.dev, http: {paths: [{backend: {serviceName: old, servicePort: http}}]}}]}
---
apiVersion: autoscaling/v2beta1
kind: HorizontalPodAutoscaler
metadata: {name: old}
spec:
  scaleTargetRef: {apiVersion: extensions/v1beta1, kind: Deployment, name: old}
  minReplicas: 2
  maxReplicas: 3
  metrics: [{type: Resource, resource: {name: memory, targetAverageUtilization: 60}}]
"""
CONTAINER = """\
{name: old, image: "a/old:1.0.0", ports: [{name: http, containerPort: 8080}], \
resources: {limits: {cpu: ".5", memory: 1.5Gi}}, volumeMounts: [{name: c, mountPath: etc/x, subPath: ""}]}"""


def test_old_api_versions_are_read_as_todays(made: Made) -> None:
    template = pod("app: old", CONTAINER, volumes="[{name: c, emptyDir: {}}]")
    objects, err = made(OLD % template, service("old", "app: old"))
    assert objects["Deployment/old"]["apiVersion"] == "apps/v1"
    (own,) = objects["Deployment/old"]["spec"]["template"]["spec"]["containers"]
    assert own["resources"]["limits"]["cpu"] == "0.5"
    assert {"name": "c", "mountPath": "/etc/x"} in own["volumeMounts"]
    (path,) = objects["Ingress/old"]["spec"]["rules"][0]["http"]["paths"]
    assert path["backend"] == {"service": {"name": "old", "port": {"name": "http"}}}
    (metric,) = objects["HorizontalPodAutoscaler/old"]["spec"]["metrics"]
    assert metric["resource"] == {"name": "memory", "target": {"type": "Utilization", "averageUtilization": 60}}
    assert told(err, "old-form") == [
        "extensions/v1beta1 is an old apiVersion, which Kubernetes 1.16 no longer has; it is read as apps/v1",
        "extensions/v1beta1 is an old apiVersion, which Kubernetes 1.22 no longer has; "
        "it is read as networking.k8s.io/v1",
        "autoscaling/v2beta1 is an old apiVersion, which Kubernetes 1.25 no longer has; it is read as autoscaling/v2",
    ]
    assert "mend: Write apps/v1 in the file too." in err


PODS = """\
{apiVersion: v1, kind: Pod, metadata: {name: bare, labels: {app: bare}, annotations: {note: x}}, \
spec: {containers: [{name: bare, image: "a/bare:1.0.0"}]}}
---
{apiVersion: v1, kind: Pod, metadata: {generateName: once-}, \
spec: {restartPolicy: Never, containers: [{name: once, image: "a/once:1.0.0"}]}}
---
{apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: set}, spec: {replicas: 2, \
selector: {matchLabels: {app: set}}, \
template: {metadata: {labels: {app: set}}, spec: {containers: [{name: set, image: "a/set:1.0.0"}]}}}}
---
{apiVersion: v1, kind: Pod, \
metadata: {name: set-x, ownerReferences: [{kind: ReplicaSet, name: set, controller: true}]}, \
spec: {containers: [{name: set, image: "a/set:1.0.0"}]}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {}, data: {a: b}}
---
{apiVersion: monitoring.coreos.com/v1, kind: ServiceMonitor, metadata: {name: bare}, spec: {}}
"""


def test_pods_get_a_controller_and_what_is_without_a_name_is_told(made: Made) -> None:
    objects, err = made(PODS)
    assert [name for name in objects if name.startswith(("Deployment", "Job"))] == [
        "Deployment/bare",
        next(name for name in objects if name.startswith("Job/once-")),
        "Deployment/set",
    ]
    metadata = objects["Deployment/bare"]["spec"]["template"]["metadata"]
    assert (metadata["labels"]["app"], metadata["annotations"]["note"]) == ("bare", "x")
    assert objects["Deployment/set"]["spec"]["replicas"] == 2
    assert told(err, "old-form") == [
        "nothing starts the Pod again where its node is gone; it is a Deployment from now on",
        "nothing starts the Pod again where its node is gone; it is a Job from now on",
        "nothing starts the ReplicaSet again where its node is gone; it is a Deployment from now on",
    ]
    assert "it is left out: ReplicaSet/set makes it" in err
    assert "it is left out: it has no name" in err
    assert "mend: Say it at the pods, pod_annotations: {prometheus.io/scrape" in err


def test_a_volume_with_the_name_of_a_claim_template_is_each_pods_claim(made: Made) -> None:
    container = '{name: db, image: "a/db:1.0.0", volumeMounts: [{name: data, mountPath: /data}]}'
    claim = "{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}"
    more = (
        f"serviceName: db\n  updateStrategy: {{rollingUpdate: {{partition: 1}}}}\n  volumeClaimTemplates: [{claim}]\n  "
    )
    template = pod("app: db", container, volumes="[{name: data, emptyDir: {}}]")
    objects, err = made(workload("StatefulSet", "db", template, more))
    spec = objects["StatefulSet/db"]["spec"]
    assert [template["metadata"]["name"] for template in spec["volumeClaimTemplates"]] == ["data"]
    assert "data" not in {volume["name"] for volume in spec["template"]["spec"]["volumes"]}
    assert spec["updateStrategy"] == {"type": "RollingUpdate", "rollingUpdate": {"partition": 1}}
    assert "spec.template.spec.volumes[0] is left out: each pod has a claim of its own as data" in err


def test_fields_of_a_cron_jobs_jobs_are_told_with_what_serves(made: Made) -> None:
    job = '{restartPolicy: Never, containers: [{name: main, image: "a/n:1.0.0"}]}'
    _, err = made(
        "{apiVersion: batch/v1beta1, kind: CronJob, metadata: {name: nightly}, spec: {schedule: '0 3 * * *', "
        f"jobTemplate: {{spec: {{ttlSecondsAfterFinished: 60, suspend: true, template: {{spec: {job}}}}}}}}}}}"
    )
    assert "mend: Say how many: job: {successfulJobsHistoryLimit: 1, failedJobsHistoryLimit: 1}." in err
    assert "mend: Say it of the CronJob: job: {suspend: true}." in err
