{{/* Name of every object: the chart's own name, so that DNS names do not depend on the release. */}}
{{- define "publicstorefront.name" -}}
{{- default .Chart.Name .Values.fullnameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{/* Namespace of every object. */}}
{{- define "publicstorefront.namespace" -}}
{{- default .Release.Namespace .Values.namespaceOverride -}}
{{- end -}}

{{/* Labels that select the pods. They are immutable: no trace, version or environment in here. */}}
{{- define "publicstorefront.selectorLabels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{/* Labels of every object and pod. */}}
{{- define "publicstorefront.labels" -}}
{{ include "publicstorefront.selectorLabels" . }}
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
{{- define "publicstorefront.metadata" -}}
name: {{ .name | default (include "publicstorefront.name" .root) }}
namespace: {{ include "publicstorefront.namespace" .root }}
labels:
  {{- include "publicstorefront.labels" .root | nindent 2 }}
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
{{- define "publicstorefront.serviceName" -}}
{{- default (include "publicstorefront.name" .) .Values.service.name -}}
{{- end -}}

{{/* Name of the Service that gives each pod of a StatefulSet its name. */}}
{{- define "publicstorefront.headlessServiceName" -}}
{{- default (printf "%s-headless" (include "publicstorefront.name" .)) .Values.headlessService.name -}}
{{- end -}}

{{/* Spec of a Service; takes root and service. */}}
{{- define "publicstorefront.serviceSpec" -}}
type: {{ .service.type }}
{{- with .service.spec }}
{{ toYaml . }}
{{- end }}
selector:
  {{- include "publicstorefront.selectorLabels" .root | nindent 2 }}
ports:
  {{- include "publicstorefront.servicePorts" .service.ports | trim | nindent 2 }}
{{- end -}}

{{/* Ports of a Service; takes their list. */}}
{{- define "publicstorefront.servicePorts" -}}
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
{{- define "publicstorefront.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "publicstorefront.name" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{/* Name of the ConfigMap of a set of files; takes root and files. */}}
{{- define "publicstorefront.fileSetName" -}}
{{- .files.configMap | default (printf "%s-%s" (include "publicstorefront.name" .root) .files.name) -}}
{{- end -}}

{{/* Name of a claim; takes root and claim. */}}
{{- define "publicstorefront.claimName" -}}
{{- .claim.claimName | default (printf "%s-%s" (include "publicstorefront.name" .root) .claim.name) -}}
{{- end -}}

{{/* Spec of a claim. */}}
{{- define "publicstorefront.claimSpec" -}}
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
{{- define "publicstorefront.text" -}}
{{- $line := "[^\\s\\pC\\pZ]([^\\pC]*[^\\s\\pC\\pZ])?" -}}
{{- if regexMatch (printf "\\A%s(\\n+ *%s)+\\n?\\z" $line $line) . -}}
|{{ if not (hasSuffix "\n" .) }}-{{ end }}
{{ regexReplaceAll "(?m)^ +$" (. | trimSuffix "\n" | indent 4) "" }}
{{- else -}}
{{ . | quote }}
{{- end -}}
{{- end -}}

{{/* Image reference; a digest, where given, is what counts. */}}
{{- define "publicstorefront.image" -}}
{{- .Values.image.repository -}}
{{- with .Values.image.tag }}:{{ . }}{{ end -}}
{{- with .Values.image.digest }}@{{ . }}{{ end -}}
{{- end -}}
