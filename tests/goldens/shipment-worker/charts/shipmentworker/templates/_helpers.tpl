{{/* Name of every object: the chart's own name, so that DNS names do not depend on the release. */}}
{{- define "shipmentworker.name" -}}
{{- default .Chart.Name .Values.fullnameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{/* Namespace of every object. */}}
{{- define "shipmentworker.namespace" -}}
{{- default .Release.Namespace .Values.namespaceOverride -}}
{{- end -}}

{{/* Labels that select the pods. They are immutable: no trace, version or environment in here. */}}
{{- define "shipmentworker.selectorLabels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{/* Labels of every object and pod. */}}
{{- define "shipmentworker.labels" -}}
{{ include "shipmentworker.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | trunc 63 | trimAll "-_." | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- range $name, $value := .Values.commonLabels }}
{{ $name }}: {{ $value | quote }}
{{- end }}
{{- end -}}

{{/*
Head of an object but its kind: name, namespace, labels, annotations.
Takes root, and optionally name, labels and annotations of its own.
*/}}
{{- define "shipmentworker.metadata" -}}
name: {{ .name | default (include "shipmentworker.name" .root) }}
namespace: {{ include "shipmentworker.namespace" .root }}
labels:
  {{- include "shipmentworker.labels" .root | nindent 2 }}
  {{- range $name, $value := .labels }}
  {{ $name }}: {{ $value | quote }}
  {{- end }}
{{- if or .root.Values.commonAnnotations .annotations }}
annotations:
  {{- range $name, $value := .root.Values.commonAnnotations }}
  {{ $name }}: {{ $value | quote }}
  {{- end }}
  {{- range $name, $value := .annotations }}
  {{ $name }}: {{ $value | quote }}
  {{- end }}
{{- end }}
{{- end -}}

{{/* Name of the Service. */}}
{{- define "shipmentworker.serviceName" -}}
{{- default (include "shipmentworker.name" .) .Values.service.name -}}
{{- end -}}

{{/* Name of the Service that gives each pod of a StatefulSet its name. */}}
{{- define "shipmentworker.headlessServiceName" -}}
{{- default (printf "%s-headless" (include "shipmentworker.name" .)) .Values.headlessService.name -}}
{{- end -}}

{{/* Spec of a Service; takes root and service. */}}
{{- define "shipmentworker.serviceSpec" -}}
type: {{ .service.type }}
{{- with .service.spec }}
{{ toYaml . }}
{{- end }}
selector:
  {{- include "shipmentworker.selectorLabels" .root | nindent 2 }}
ports:
  {{- include "shipmentworker.servicePorts" .service.ports | trim | nindent 2 }}
{{- end -}}

{{/* Ports of a Service; takes their list. */}}
{{- define "shipmentworker.servicePorts" -}}
{{- range . }}
- name: {{ .name | quote }}
  port: {{ int64 .port }}
  targetPort: {{ if kindIs "string" .targetPort }}{{ .targetPort | quote }}{{ else }}{{ int64 .targetPort }}{{ end }}
  protocol: {{ .protocol }}
  {{- with .appProtocol }}
  appProtocol: {{ . | quote }}
  {{- end }}
  {{- with .nodePort }}
  nodePort: {{ int64 . }}
  {{- end }}
{{- end }}
{{- end -}}

{{/* Name of the ServiceAccount. */}}
{{- define "shipmentworker.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "shipmentworker.name" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{/* Name of the ConfigMap of a set of files; takes root and files. */}}
{{- define "shipmentworker.fileSetName" -}}
{{- .files.configMap | default (printf "%s-%s" (include "shipmentworker.name" .root) .files.name) -}}
{{- end -}}

{{/* Name of a claim; takes root and claim. */}}
{{- define "shipmentworker.claimName" -}}
{{- .claim.claimName | default (printf "%s-%s" (include "shipmentworker.name" .root) .claim.name) -}}
{{- end -}}

{{/* Spec of a claim. */}}
{{- define "shipmentworker.claimSpec" -}}
accessModes:
  {{- range .accessModes }}
  - {{ . }}
  {{- end }}
{{- with .spec }}
{{ toYaml . }}
{{- end }}
resources:
  requests:
    storage: {{ .size | quote }}
{{- end -}}

{{/* Text under a key that is indented by two: a block where its lines can stay as they are, else quoted. */}}
{{- define "shipmentworker.text" -}}
{{- $line := "[^\\s\\pC\\pZ]([^\\pC]*[^\\s\\pC\\pZ])?" -}}
{{- if regexMatch (printf "\\A%s(\\n+ *%s)+\\n?\\z" $line $line) . -}}
|{{ if not (hasSuffix "\n" .) }}-{{ end }}
{{ regexReplaceAll "(?m)^ +$" (. | trimSuffix "\n" | indent 4) "" }}
{{- else -}}
{{ . | quote }}
{{- end -}}
{{- end -}}

{{/* Image reference; a digest, where given, is what counts. */}}
{{- define "shipmentworker.image" -}}
{{- .Values.image.repository -}}
{{- with .Values.image.tag }}:{{ . }}{{ end -}}
{{- with .Values.image.digest }}@{{ . }}{{ end -}}
{{- end -}}
