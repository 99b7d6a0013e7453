{{/* Name of every object: the chart's own name, so that DNS names do not depend on the release. */}}
{{- define "sessioncache.name" -}}
{{- default .Chart.Name .Values.fullnameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{/* Namespace of every object. */}}
{{- define "sessioncache.namespace" -}}
{{- default .Release.Namespace .Values.namespaceOverride -}}
{{- end -}}

{{/* Labels that select the pods. They are immutable: no trace, version or environment in here. */}}
{{- define "sessioncache.selectorLabels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{/* Labels of every object and pod. */}}
{{- define "sessioncache.labels" -}}
{{ include "sessioncache.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | trunc 63 | trimAll "-_." | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- range $name, $value := .Values.commonLabels }}
{{ $name }}: {{ $value | quote }}
{{- end }}
{{- end -}}

{{/* Head of every object but its kind: name, namespace, labels, annotations. */}}
{{- define "sessioncache.metadata" -}}
name: {{ include "sessioncache.name" . }}
{{ include "sessioncache.commonMetadata" . }}
{{- end -}}

{{- define "sessioncache.commonMetadata" -}}
namespace: {{ include "sessioncache.namespace" . }}
labels:
  {{- include "sessioncache.labels" . | nindent 2 }}
{{- if .Values.commonAnnotations }}
annotations:
  {{- range $name, $value := .Values.commonAnnotations }}
  {{ $name }}: {{ $value | quote }}
  {{- end }}
{{- end }}
{{- end -}}

{{/* Name of the ServiceAccount. */}}
{{- define "sessioncache.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "sessioncache.name" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{/* Text under a key that is indented by two: a block where its lines can stay as they are, else quoted. */}}
{{- define "sessioncache.text" -}}
{{- $line := "[^\\s\\pC\\pZ]([^\\pC]*[^\\s\\pC\\pZ])?" -}}
{{- if regexMatch (printf "\\A%s(\\n+ *%s)+\\n?\\z" $line $line) . -}}
|{{ if not (hasSuffix "\n" .) }}-{{ end }}
{{ regexReplaceAll "(?m)^ +$" (. | trimSuffix "\n" | indent 4) "" }}
{{- else -}}
{{ . | quote }}
{{- end -}}
{{- end -}}

{{/* Image reference; a digest, where given, is what counts. */}}
{{- define "sessioncache.image" -}}
{{- .Values.image.repository -}}
{{- with .Values.image.tag }}:{{ . }}{{ end -}}
{{- with .Values.image.digest }}@{{ . }}{{ end -}}
{{- end -}}
