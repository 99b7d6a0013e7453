{{/* Name of every object: the chart's own name, so that DNS names do not depend on the release. */}}
{{- define "productreviews.name" -}}
{{- default .Chart.Name .Values.fullnameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{/* Namespace of every object. */}}
{{- define "productreviews.namespace" -}}
{{- default .Release.Namespace .Values.namespaceOverride -}}
{{- end -}}

{{/* Labels that select the pods. They are immutable: no trace, version or environment in here. */}}
{{- define "productreviews.selectorLabels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{/* Labels of every object and pod. */}}
{{- define "productreviews.labels" -}}
{{ include "productreviews.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | trunc 63 | trimAll "-_." | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- range $name, $value := .Values.commonLabels }}
{{ $name }}: {{ $value | quote }}
{{- end }}
{{- end -}}

{{/* Head of every object but its kind: name, namespace, labels, annotations. */}}
{{- define "productreviews.metadata" -}}
name: {{ include "productreviews.name" . }}
{{ include "productreviews.commonMetadata" . }}
{{- end -}}

{{- define "productreviews.commonMetadata" -}}
namespace: {{ include "productreviews.namespace" . }}
labels:
  {{- include "productreviews.labels" . | nindent 2 }}
{{- if .Values.commonAnnotations }}
annotations:
  {{- range $name, $value := .Values.commonAnnotations }}
  {{ $name }}: {{ $value | quote }}
  {{- end }}
{{- end }}
{{- end -}}

{{/* Name of the ServiceAccount. */}}
{{- define "productreviews.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "productreviews.name" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{/* Text under a key that is indented by two: a block where its lines can stay as they are, else quoted. */}}
{{- define "productreviews.text" -}}
{{- $line := "[^\\s\\pC\\pZ]([^\\pC]*[^\\s\\pC\\pZ])?" -}}
{{- if regexMatch (printf "\\A%s(\\n+ *%s)+\\n?\\z" $line $line) . -}}
|{{ if not (hasSuffix "\n" .) }}-{{ end }}
{{ regexReplaceAll "(?m)^ +$" (. | trimSuffix "\n" | indent 4) "" }}
{{- else -}}
{{ . | quote }}
{{- end -}}
{{- end -}}

{{/* Image reference; a digest, where given, is what counts. */}}
{{- define "productreviews.image" -}}
{{- .Values.image.repository -}}
{{- with .Values.image.tag }}:{{ . }}{{ end -}}
{{- with .Values.image.digest }}@{{ . }}{{ end -}}
{{- end -}}
