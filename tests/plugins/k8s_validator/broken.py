"""Runs that somebody broke: for each check what it must find, and where."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.plugins.k8s_validator.conftest import ARCHIVE, FOLDER, repacked

Files = dict[str, bytes]
DEPLOYMENT = "manifests/dev/deployment.yaml"
SERVICE = "manifests/dev/service.yaml"
CONFIG = "manifests/dev/configmap.yaml"
INGRESS = "manifests/staging/ingress.yaml"
CHART = f"{FOLDER}Chart.yaml"
VALUES = f"{FOLDER}values-dev.yaml"
TEMPLATE = f"{FOLDER}templates/service.yaml"
BASE = "kustomize/base/kustomization.yaml"
BASE_SERVICE = "kustomize/base/service.yaml"
OVERLAY = "kustomize/overlays/dev/kustomization.yaml"
STAGES = "pipelines/azure-pipelines.deploy.yaml"
WORKFLOW = "pipelines/github-actions.deploy.yaml"
APPLICATION = "gitops/dev/application.yaml"
RELEASE = """apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: acme-orders-dev, namespace: flux-system}
spec:
  chartRef: {kind: OCIRepository, name: acme-orders-dev}
  releaseName: orders
  targetNamespace: default
  storageNamespace: cs-acme-orders
  interval: 10m
  values: {replicaCount: 9}
"""
CHART_SOURCE = """apiVersion: source.toolkit.fluxcd.io/v1
kind: OCIRepository
metadata: {name: acme-orders-dev, namespace: flux-system}
spec: {url: "oci://ghcr.io/acme/charts/orders", interval: 10m, ref: {tag: 2.0.0}}
"""
KUSTOMIZATION = """apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: acme-orders-dev, namespace: flux-system}
spec: {sourceRef: {kind: GitRepository, name: orders}, path: ./kustomize/overlays/staging, prune: true, interval: 10m}
"""
SET = """apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: acme-orders, namespace: argocd}
spec:
  goTemplate: true
  generators:
    - list:
        elements: [{environment: dev, name: acme-orders-dev}]
        template: {metadata: {}, spec: {project: default, destination: {namespace: default}}}
    - list: {elements: [{environment: staging, name: acme-orders-set, folder: kustomize/overlays/dev}]}
  template:
    metadata: {name: "{{ .name }}", labels: {env: "{{.environment}}"}}
    spec:
      project: default
      destination: {namespace: cs-acme-orders}
      source: {repoURL: "https://git.example.com/orders.git", path: "{{.folder}}"}
"""
MADE = "spec.template"
CHECK_STEP = "stages[0].jobs[0].steps"
POD = "Deployment/orders spec.template"
PODS = "spec.template.spec"
MINER = "        - {name: miner, image: 'evil/miner:1.0.0'}\n"
OWN = f"{PODS}.containers[0]"
ROGUE = "apiVersion: v1\nkind: Pod\nmetadata: {name: orders, namespace: cs-acme-orders}\nspec: {containers: []}\n"
VAULT = """apiVersion: secrets-store.csi.x-k8s.io/v1
kind: SecretProviderClass
metadata: {name: x}
spec: {provider: azure, parameters: {keyvaultName: x, tenantID: x}}
"""
ROUTES = "manifests/staging/routes.yaml"
ROUTE = """apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: x}
spec: {hostnames: [a.connectsoft.dev, evil.example]}
"""
VIRTUAL = """apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: x}
spec: {gateways: [istio-ingress/public], hosts: ["*"]}
"""
SCALED = """apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: x}
spec: {maxReplicaCount: 40}
"""
SCALED_JOB = """apiVersion: keda.sh/v1alpha1
kind: ScaledJob
metadata: {name: x}
spec: {jobTargetRef: {template: {spec: {containers: [{name: x, image: acme/x}]}}}}
"""


@dataclass(frozen=True)
class Change:
    """What breaks a run, and the file in which that is seen."""

    file: str
    make: Callable[[Files], Files]


def edit(file: str, old: str, new: str, count: int = -1) -> Change:
    def make(files: Files) -> Files:
        assert old.encode() in files[file], files[file].decode()
        return {**files, file: files[file].replace(old.encode(), new.encode(), count)}

    return Change(file, make)


def packed(change: Change) -> Change:
    """The same, with the archive made from the changed folder."""
    return Change(change.file, lambda files: repacked(change.make(files)))


def add(file: str, text: str) -> Change:
    return Change(file, lambda files: {**files, file: files.get(file, b"") + text.encode()})


def remove(file: str, seen: str = "") -> Change:
    return Change(seen or file, lambda files: {path: text for path, text in files.items() if path != file})


def action(text: str) -> Change:
    return packed(edit(TEMPLATE, "kind: Service", f"kind: Service # {{{{ {text} }}}}"))


#: Check, what breaks it, object and path where it is seen, and a part of the message.
ERRORS: list[tuple[str, Change, str, str]] = [
    (
        "pipeline-schema",
        edit(STAGES, "command: upgrade", "command: upgarde"),
        f"{CHECK_STEP}[2].inputs.command",
        "upgrade",
    ),
    (
        "pipeline-schema",
        edit(STAGES, "releaseName: orders\n        ", "", 1),
        f"{CHECK_STEP}[2].inputs",
        "required",
    ),
    ("pipeline-schema", edit(STAGES, "HelmDeploy@1", "HelmDeploy@9"), f"{CHECK_STEP}[2].task", "HelmDeploy@1"),
    ("pipeline-schema", edit(STAGES, "vmImage:", "image:"), "stages[0].jobs[0].pool", ""),
    ("pipeline-schema", edit(WORKFLOW, "runs-on:", "runson:"), "jobs.deploy_dev.runson", "runson"),
    ("pipeline-schema", add("pipelines/other.yaml", "a: 1\n"), "", "no service runs"),
    (
        "pipeline-references",
        edit(STAGES, "orders-1.0.0.tgz", "orders-2.0.0.tgz", 1),
        f"{CHECK_STEP}[2].inputs.chartPath",
        "no charts/orders-2.0.0.tgz",
    ),
    (
        "pipeline-references",
        remove("charts/orders-1.0.0.tgz", STAGES),
        f"{CHECK_STEP}[2].inputs.chartPath",
        "no charts",
    ),
    (
        "pipeline-references",
        edit(STAGES, "namespace: cs-acme-orders", "namespace: default", 1),
        f"{CHECK_STEP}[2].inputs.namespace",
        "not in default",
    ),
    (
        "pipeline-references",
        edit(STAGES, "releaseName: orders", "releaseName: order", 1),
        f"{CHECK_STEP}[2].inputs.releaseName",
        "not order",
    ),
    (
        "pipeline-references",
        edit(STAGES, "  - deploy_dev", "  - deploy_test"),
        "stages[1].dependsOn[0]",
        "no stage deploy_test",
    ),
    (
        "pipeline-references",
        edit(STAGES, "dependsOn: check", "dependsOn: chek", 1),
        "stages[0].jobs[1].dependsOn",
        "no job chek",
    ),
    (
        "pipeline-references",
        edit(STAGES, "stage: deploy_staging", "stage: deploy_dev"),
        "stages[1].stage",
        "given twice",
    ),
    (
        "pipeline-references",
        edit(STAGES, "displayName: Deploy to dev", "displayName: $(team)"),
        "stages[0].jobs[2].displayName",
        "variable team",
    ),
    (
        "pipeline-references",
        edit(STAGES, "name: root", "name: folder"),
        f"{CHECK_STEP}[1].env.ROOT",
        "no parameter root",
    ),
    (
        "pipeline-references",
        edit(WORKFLOW, "    - deploy_dev", "    - deploy_test"),
        "jobs.deploy_staging.needs[0]",
        "no job deploy_test",
    ),
    (
        "pipeline-references",
        edit(WORKFLOW, "inputs.root", "inputs.folder", 1),
        "jobs.deploy_dev.env.ROOT",
        "no input folder",
    ),
    (
        "pipeline-references",
        edit(WORKFLOW, "--namespace cs-acme-orders", "--namespace other", 1),
        "jobs.deploy_dev.steps[5].run",
        "not in other",
    ),
    ("gitops-schema", edit(APPLICATION, "  project:", "  projekt:"), "spec.projekt", "projekt"),
    ("gitops-schema", edit(APPLICATION, "selfHeal: true", "selfHeal: often"), "spec.syncPolicy.automated.selfHeal", ""),
    ("gitops-schema", add("gitops/dev/other.yaml", "kind: Service\n"), "", "neither Argo CD nor Flux"),
    ("gitops-schema", add("gitops/dev/release.yaml", RELEASE.partition("spec:")[0]), "spec", "spec is missing"),
    *(
        ("gitops-references", edit(APPLICATION, old, new), place, words)
        for old, new, place, words in (
            ("charts/orders", "charts/order", "spec.source.repoURL", "is called orders, not order"),
            ("targetRevision: sha256:", "targetRevision: sha256:0", "spec.source.targetRevision", "is sha256:"),
            ("targetRevision: sha256:", "targetRevision: 2.0.0-", "spec.source.targetRevision", "is 1.0.0"),
            ("values-dev", "values-staging", "spec.source.helm.valueFiles", "are in values-dev.yaml"),
            ("releaseName: orders", "releaseName: order", "spec.source.helm.releaseName", "has orders"),
            ("namespace: cs-acme-orders", "namespace: default", "spec.destination.namespace", "not default"),
            ("oci://ghcr.io", "https://ghcr.io", "spec.source.path", "no folder"),
            ("env: dev", "env: prod", "metadata.labels.env", "must be 'dev'"),
            ("trace_id: t-1\n  annotations", "trace_id: t-2\n  annotations", "metadata.labels.trace_id", "not 't-2'"),
        )
    ),
    (
        "gitops-references",
        edit("gitops/staging/application.yaml", "acme-orders-staging", "acme-orders-dev"),
        "metadata.name",
        "another environment",
    ),
    ("gitops-references", remove(APPLICATION, "gitops/dev"), "", "nothing deploys dev"),
    ("gitops-references", add("gitops/dev/release.yaml", RELEASE), "spec.chartRef", "no OCIRepository acme-orders-dev"),
    ("gitops-references", add("gitops/dev/release.yaml", RELEASE), "spec.targetNamespace", "not default"),
    ("gitops-references", add("gitops/dev/release.yaml", RELEASE), "spec.values", "values-dev.yaml"),
    ("gitops-references", add("gitops/dev/source.yaml", CHART_SOURCE), "spec.ref.tag", "is 1.0.0, not 2.0.0"),
    ("gitops-references", add("gitops/dev/source.yaml", CHART_SOURCE), "spec.layerSelector", "as it is"),
    ("gitops-references", add("gitops/dev/flux.yaml", KUSTOMIZATION), "spec.sourceRef", "no GitRepository orders"),
    ("gitops-references", add("gitops/dev/flux.yaml", KUSTOMIZATION), "spec.path", "the folder of staging"),
    *(
        ("gitops-references", add("gitops/set.yaml", SET), place, words)
        for place, words in (
            ("metadata.labels.trace_id", "must be 't-1'"),
            (f"{MADE}.metadata.name", "another environment's Application"),
            (f"{MADE}.metadata.labels.trace_id", "must be 't-1'"),
            (f"{MADE}.spec.destination.namespace", "not default"),
            (f"{MADE}.spec.source.path", "what {{.folder}} asks for"),
            (f"{MADE}.spec.source.path", "the folder of dev, not of staging"),
        )
    ),
    ("gitops-schema", add("gitops/set.yaml", SET.replace("goTemplate: true", "goTemplate: 1")), "spec.goTemplate", ""),
    ("infrastructure-syntax", add("terraform/main.tf", "resource {{"), "", ""),
    (
        "infrastructure-syntax",
        edit("bicep/main.bicep", "logsModule.outputs.id", "logsModule.outputs.key", 1),
        "",
        "outputs",
    ),
    (
        "infrastructure-secure",
        edit("bicep/modules/key-vault.bicep", "PurgeProtection: true", "PurgeProtection: false"),
        "vault.enablePurgeProtection",
        "must be True, not False",
    ),
    (
        "infrastructure-plan",
        edit("pulumi/Pulumi.dev.yaml", "orders:location: westeurope", "orders:location: northeurope"),
        "values.dev.location",
        "planned as westeurope, not northeurope",
    ),
    (
        "infrastructure-agreement",
        add("manifests/dev/vault.yaml", VAULT),
        "SecretProviderClass/x spec.parameters.keyvaultName",
        "makes the vault kv-orders-dev-",
    ),
    ("yaml-syntax", add(SERVICE, "kind: Service\n"), "kind", "stands here twice"),
    ("yaml-syntax", add(SERVICE, "? [x]\n: y\n"), "", "a key must be plain text"),
    ("yaml-syntax", add(SERVICE, "yes: 1\n"), "yes", "the key yes is read as true"),
    ("yaml-syntax", edit(f"{FOLDER}values.yaml", "otel:", "otel: ["), "", ""),
    ("object-shape", edit(SERVICE, "kind: Service\n", ""), "/orders", "kind is missing"),
    ("object-shape", edit(SERVICE, "apiVersion: v1\n", ""), "Service/orders", "apiVersion is missing"),
    ("object-shape", edit(SERVICE, '  name: "orders"\n', "", 1), "Service/ metadata", "name is missing"),
    ("object-shape", add(SERVICE, "---\n- 1\n"), "", "document 2 is not a mapping"),
    ("schema", edit(DEPLOYMENT, "replicas: 2", "replicas: many"), "Deployment/orders spec.replicas", "many"),
    ("schema", edit(SERVICE, "spec:", "spec:\n  extra: 1"), "Service/orders spec.extra", "extra"),
    ("schema", edit(CONFIG, '"fast"', "yes"), "ConfigMap/orders data.MODE", "true is not of type"),
    ("schema", edit(CONFIG, '"fast"', "0123"), "ConfigMap/orders data.MODE", "83 is not of type"),
    (
        "secret-provider-objects",
        add("manifests/dev/vault.yaml", VAULT),
        "SecretProviderClass/x spec.parameters",
        "objects",
    ),
    (
        "manifest-values",
        edit(SERVICE, "spec:", "spec:\n  externalName: null"),
        "Service/orders spec.externalName",
        "null",
    ),
    (
        "trace-labels",
        edit(SERVICE, '    trace_id: "t-1"\n', "", 1),
        "Service/orders metadata.labels",
        "the label trace_id is missing",
    ),
    (
        "trace-labels",
        edit(SERVICE, '    team: "ordering"\n    tenant: "acme"\n    trace_id: "t-1"\n', "", 1),
        "Service/orders metadata.labels",
        "are missing",
    ),
    (
        "trace-labels",
        edit(SERVICE, 'team: "ordering"', 'team: "x"'),
        "Service/orders metadata.labels.team",
        "'ordering'",
    ),
    ("trace-labels", edit(DEPLOYMENT, 'env: "dev"', 'env: "x"'), f"{POD}.metadata.labels.env", "should be 'dev'"),
    (
        "trace-annotations",
        edit(DEPLOYMENT, '        blueprint_id: "b-1"\n', ""),
        f"{POD}.metadata.annotations",
        "blueprint_id",
    ),
    (
        "trace-annotations",
        edit(SERVICE, '_origin: "', '_origin: "x'),
        "Service/orders metadata.annotations.agent_origin",
        "",
    ),
    *(
        ("bundle-values", change, f"{item} {path}", message)
        for change, item, path, message in [
            (edit(DEPLOYMENT, "acme/orders:1.0.0", "evil/orders:1.0.0"), "Deployment/orders", f"{OWN}.image", "image"),
            (edit(DEPLOYMENT, "replicas: 2", "replicas: 9"), "Deployment/orders", "spec.replicas", "replicas"),
            (
                edit(DEPLOYMENT, "      containers:\n", f"      initContainers:\n{MINER}      containers:\n"),
                "Deployment/orders",
                "spec.template.spec.initContainers[0]",
                "miner",
            ),
            (
                edit(DEPLOYMENT, "      containers:\n", f"      containers:\n{MINER}"),
                "Deployment/orders",
                "spec.template.spec.containers[0]",
                "miner",
            ),
            (
                edit(
                    DEPLOYMENT, "      containers:\n", "      containers:\n" + MINER.replace("miner", "otel-collector")
                ),
                "Deployment/orders",
                "spec.template.spec.containers[0]",
                "otel-collector",
            ),
            (
                edit(DEPLOYMENT, "  image:", "  command: [sh]\n          image:"),
                "Deployment/orders",
                f"{OWN}.command",
                "",
            ),
            (edit(DEPLOYMENT, "  image:", "  args: [sh]\n          image:"), "Deployment/orders", f"{OWN}.args", ""),
            (
                edit(DEPLOYMENT, "  image:", "  env: [{name: X, value: y}]\n          image:"),
                "Deployment/orders",
                f"{OWN}.env",
                "variables",
            ),
            (edit(DEPLOYMENT, "containerPort: 8080", "containerPort: 22"), "Deployment/orders", f"{OWN}.ports", ""),
            (
                edit(DEPLOYMENT, 'serviceAccountName: "orders"', "serviceAccountName: admin"),
                "Deployment/orders",
                "spec.template.spec.serviceAccountName",
                "service account",
            ),
            (edit(DEPLOYMENT, '- name: "orders"', "- name: other"), "Deployment/orders", f"{PODS}.containers", "one"),
            (edit(SERVICE, "port: 80\n", "port: 81\n"), "Service/orders", "spec.ports", "ports"),
            (edit(SERVICE, "cs-acme-orders", "default"), "Service/orders", "metadata.namespace", "cs-acme-orders"),
            (edit(SERVICE, 'team: "ordering"', 'team: "x"'), "Service/orders", "metadata.labels.team", "team"),
            (add("manifests/dev/pod.yaml", ROGUE), "Pod/orders", "kind", "the only thing that runs pods"),
        ]
    ),
    ("namespace", edit(SERVICE, "cs-acme-orders", "default"), "Service/orders metadata.namespace", "'default'"),
    (
        "unique-names",
        Change(SERVICE, lambda files: {**files, SERVICE: files[SERVICE] + b"---\n" + files[SERVICE]}),
        "Service/orders metadata.name",
        "is also in",
    ),
    (
        "selector-stable",
        edit(SERVICE, "  selector:\n", "  selector:\n    trace_id: t\n"),
        "Service/orders spec.selector.trace_id",
        "",
    ),
    ("image-tag", edit(DEPLOYMENT, "orders:1.0.0", "orders:latest"), f"{POD}.spec.containers[0].image", "not pinned"),
    (
        "image-tag",
        edit(DEPLOYMENT, "acme/orders:1.0.0", "x:5000/orders"),
        f"{POD}.spec.containers[0].image",
        "not pinned",
    ),
    (
        "replica-limit",
        edit(DEPLOYMENT, "replicas: 2", "replicas: 4"),
        "Deployment/orders spec.replicas",
        "dev allows 3",
    ),
    (
        "replica-limit",
        add("manifests/dev/scaledobject.yaml", SCALED),
        "ScaledObject/x spec.maxReplicaCount",
        "40 pods; dev allows 3",
    ),
    (
        "image-tag",
        add("manifests/dev/scaledjob.yaml", SCALED_JOB),
        "ScaledJob/x spec.jobTargetRef.template.spec.containers[0].image",
        "not pinned",
    ),
    ("ingress-host", add(ROUTES, ROUTE), "HTTPRoute/x spec.hostnames[1]", "evil.example"),
    ("ingress-host", add(ROUTES, VIRTUAL), "VirtualService/x spec.hosts[0]", "no host"),
    (
        "ingress-host",
        edit(INGRESS, "orders-acme-staging.connectsoft.dev", "evil.example"),
        "Ingress/orders spec.rules[0].host",
        "evil.example",
    ),
    (
        "ingress-host",
        edit(INGRESS, 'host: "orders-acme-staging.connectsoft.dev"', 'host: ""'),
        "Ingress/orders spec.rules[0].host",
        "no host",
    ),
    (
        "ingress-host",
        edit(INGRESS, "orders-acme-staging.", f"{'o' * 64}."),
        "Ingress/orders spec.rules[0].host",
        "no DNS name",
    ),
    ("chart-metadata", packed(edit(CHART, "name: orders", "name: others")), "", "'others'"),
    ("chart-metadata", packed(edit(CHART, "  trace_id: t-1\n", "")), "", "trace_id is None"),
    ("chart-metadata", packed(edit(CHART, 'appVersion: "1.0.0"\n', "")), "", "appVersion is missing"),
    ("template-functions", action("now"), "", "the function now"),
    ("template-functions", action("randAlphaNum 5"), "", "the function randAlphaNum"),
    ("template-functions", action('(lookup "v1" "Secret" "" "").items'), "", "the function lookup"),
    ("template-functions", action('$x | default (env "HOME")'), "", "the function env"),
    ("template-functions", action('printf "/*" | cat now "*/"'), "", "the function now"),
    ("template-functions", action("""printf "%c" '"' }}{{ now }}{{ printf "%c" '"'"""), "", "the function now"),
    ("template-functions", action('"}}" | cat now'), "", "the function now"),
    ("helm-lint", packed(edit(CHART, 'version: "1.0.0"\nappV', 'version: "one"\nappV')), "", "one"),
    ("helm-lint", Change(FOLDER, packed(edit(TEMPLATE, "{{- if", "{{- iff")).make), "", "iff"),
    ("chart-archive", add(f"{FOLDER}README.md", "more\n"), "", "differ in this file"),
    ("chart-archive", add(f"{FOLDER}templates/more.yaml", "{{ .Values.x }}\n"), "", "differ in this file"),
    ("chart-archive", Change(FOLDER, lambda files: {**files, ARCHIVE: b"no archive"}), "", "cannot be read"),
    ("render-equality", edit(SERVICE, "port: 80", "port: 81"), "", "renders something else"),
    ("render-equality", remove(SERVICE), "", "it is not there"),
    ("render-equality", add("manifests/dev/more.yaml", "a: 1\n"), "", "does not render it"),
    ("render-equality", add("manifests/other/more.yaml", "a: 1\n"), "", "no values for other"),
    ("render-equality", remove(VALUES, SERVICE), "", "no values for dev"),
    ("kustomize-equality", Change(OVERLAY, edit(SERVICE, "port: 80", "port: 81").make), "", "another Service/orders"),
    ("kustomize-equality", Change(OVERLAY, edit(BASE_SERVICE, "port: 80", "port: 81").make), "", "another Service"),
    ("kustomize-equality", Change(OVERLAY, edit(BASE_SERVICE, "port: 80", 'port: "80"').make), "", "another Service"),
    ("kustomize-equality", edit(OVERLAY, "env: dev", "env: staging"), "", "another ConfigMap/orders"),
    ("kustomize-equality", remove(SERVICE, OVERLAY), "", "it gives Service/orders, which is in no manifest"),
    ("kustomize-equality", Change(OVERLAY, edit(BASE, "- service.yaml\n", "").make), "", "it lacks Service/orders"),
    ("kustomize-equality", remove(BASE_SERVICE, BASE), "", "there is no base/service.yaml"),
    ("kustomize-equality", remove(OVERLAY), "", "there is no overlays/dev/kustomization.yaml"),
    ("kustomize-equality", add("kustomize/base/more.yaml", "a: 1\n"), "", "no kustomization names this file"),
    ("kustomize-equality", add("kustomize/overlays/other/kustomization.yaml", "a: 1\n"), "", "it holds more than"),
    ("kustomize-equality", add(OVERLAY, "namePrefix: x\n"), "", "it holds more than resources"),
    ("kustomize-equality", edit(OVERLAY, "includeTemplates: true", "includeTemplates: false"), "", "another form"),
    ("kustomize-equality", edit(BASE, "service.yaml", "../../../x.yaml"), "", "there is no ../../x.yaml"),
    ("kustomize-equality", add(BASE_SERVICE, "b: [\n"), "", ""),
    (
        "admission-policy",
        edit(DEPLOYMENT, "containerPort: 8080", "containerPort: 22"),
        f"{POD}.spec.containers[0].ports[0].containerPort",
        "platform-workloads: the port 22 is forbidden",
    ),
    ("values-render", packed(edit(VALUES, "env: dev", "env: [dev")), "", "does not render"),
    ("values-render", Change(VALUES, packed(edit(TEMPLATE, "{{- if", "{{- iff")).make), "", "iff"),
    ("values-schema", packed(add(VALUES, "replicaCount: many\n")), "replicaCount", '"many" is not of type'),
    ("values-schema", packed(add(VALUES, "image: {tagg: x}\n")), "image.tagg", "tagg"),
    (
        "values-schema",
        packed(edit(f"{FOLDER}values.schema.json", '"type": "object"', '"type": "thing"', 1)),
        "",
        "cannot be used",
    ),
    (
        "values-schema",
        packed(edit(f"{FOLDER}values.schema.json", '"type": "object"', '"$ref": "https://a.example/b"', 1)),
        "",
        "not loaded",
    ),
    ("values-defined", action(".Values.imagee.tag"), "", ".Values.imagee.tag is not defined"),
    ("values-defined", action(".Values.image.tagg"), "", ".Values.image.tagg is not defined"),
    ("values-defined", action('index .Values "image" "tagg"'), "", ".Values.image.tagg is not defined"),
    ("values-defined", action("$.Values.none.of.these | default 1"), "", ".Values.none.of.these is not defined"),
]
WARNINGS: list[tuple[str, Change, str, str]] = [
    (
        "pipeline-resources",
        edit(STAGES, "name: infrastructure\n", "name: resources\n"),
        "",
        "does not deploy the Azure resources, which bicep and pulumi and terraform",
    ),
    ("yaml-style", add(SERVICE, "# x \n"), "", "trailing spaces"),
    ("yaml-style", add(SERVICE, "\n"), "", "a blank line at the end"),
    ("yaml-style", edit(SERVICE, "kind:", "\tkind:"), "", "a tab in the indentation"),
    ("yaml-style", edit(SERVICE, "\n", "\r\n"), "", "a carriage return"),
    (
        "schema-missing",
        edit(SERVICE, "apiVersion: v1", "apiVersion: v9"),
        "Service/orders",
        "skipped (no schema): Service in v9",
    ),
    ("manifest-values", add(SERVICE, "status: {x: 1}\n"), "Service/orders status", "belongs to the cluster"),
    ("manifest-values", edit(SERVICE, "spec:", "spec:\n  x: {}"), "Service/orders spec.x", "an empty mapping"),
    ("values-used", packed(add(VALUES, "imagee: {tag: x}\n")), "", "no template reads imagee"),
    ("values-used", packed(add(f"{FOLDER}values.yaml", "more: 1\n")), "", "no template reads more"),
]
FAILING = [*ERRORS, *WARNINGS]
