{{/* Name of every object: the chart's own name, so that DNS names do not depend on the release. */}}
{{- define "ordermigration.name" -}}
{{- include "ordermigration.checkedName" (dict "section" "fullnameOverride" "name" .Values.fullnameOverride) -}}
{{- default .Chart.Name .Values.fullnameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{/* Refuses a name that the API refuses; takes section and name. No pattern: it would be compiled anew for each object. */}}
{{- define "ordermigration.checkedName" -}}
{{- if or (trimAll "abcdefghijklmnopqrstuvwxyz0123456789-" .name) (hasPrefix "-" .name) (hasSuffix "-" .name) (gt (len .name) 63) }}
{{- fail (printf "%s is %q; a name is of at most 63 lower-case letters, digits and hyphens between them" .section .name) }}
{{- end -}}
{{- end -}}

{{/* Refuses a name that no Service can have; takes section and name. */}}
{{- define "ordermigration.checkedServiceName" -}}
{{- include "ordermigration.checkedName" . -}}
{{- if and .name (contains (trunc 1 .name) "0123456789") }}
{{- fail (printf "%s is %q; the name of a Service begins with a letter" .section .name) }}
{{- end -}}
{{- .name -}}
{{- end -}}

{{/* Namespace of every object. */}}
{{- define "ordermigration.namespace" -}}
{{- include "ordermigration.checkedName" (dict "section" "namespaceOverride" "name" .Values.namespaceOverride) -}}
{{- default .Release.Namespace .Values.namespaceOverride -}}
{{- end -}}

{{/* Labels that select the pods. They are immutable: no trace, version or environment in here. */}}
{{- define "ordermigration.selectorLabels" -}}
app.kubernetes.io/name: {{ .Chart.Name | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end -}}

{{/* Labels of every object and pod. */}}
{{- define "ordermigration.labels" -}}
{{ include "ordermigration.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | trunc 63 | trimAll "-_." | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service | quote }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" | quote }}
{{- range $name, $value := .Values.commonLabels }}
{{ $name }}: {{ $value | quote }}
{{- end }}
{{- end -}}

{{/*
Head of an object but its kind: name, namespace, labels, annotations.
Takes root, and optionally name, labels and annotations of its own.
*/}}
{{- define "ordermigration.metadata" -}}
name: {{ .name | default (include "ordermigration.name" .root) | quote }}
namespace: {{ include "ordermigration.namespace" .root | quote }}
labels:
  {{- include "ordermigration.labels" .root | nindent 2 }}
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
{{- define "ordermigration.serviceName" -}}
{{- include "ordermigration.checkedServiceName" (dict "section" (ternary "service.name" "fullnameOverride" (ne .Values.service.name "")) "name" (default (include "ordermigration.name" .) .Values.service.name)) -}}
{{- end -}}

{{/* Name of the Service that gives each pod of a StatefulSet its name. */}}
{{- define "ordermigration.headlessServiceName" -}}
{{- include "ordermigration.checkedServiceName" (dict "section" (ternary "headlessService.name" "fullnameOverride" (ne .Values.headlessService.name "")) "name" (default (printf "%s-headless" (include "ordermigration.name" .)) .Values.headlessService.name)) -}}
{{- end -}}

{{/* Spec of a Service; takes root and service. */}}
{{- define "ordermigration.serviceSpec" -}}
{{- if not .service.ports }}
{{- fail "a service needs ports: give service.ports, or set service.enabled to false" }}
{{- end -}}
type: {{ .service.type }}
{{- with .service.spec }}
{{ toYaml . }}
{{- end }}
selector:
  {{- include "ordermigration.selectorLabels" .root | nindent 2 }}
ports:
  {{- include "ordermigration.servicePorts" .service.ports | trim | nindent 2 }}
{{- end -}}

{{/* Ports of a Service; takes their list. */}}
{{- define "ordermigration.servicePorts" -}}
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
{{- define "ordermigration.serviceAccountName" -}}
{{- include "ordermigration.checkedName" (dict "section" "serviceAccount.name" "name" (.Values.serviceAccount.name | replace "." "-")) -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "ordermigration.name" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{/* Name of the ConfigMap of a set of files; takes root and files. */}}
{{- define "ordermigration.fileSetName" -}}
{{- .files.configMap | default (printf "%s-%s" (include "ordermigration.name" .root) .files.name) -}}
{{- end -}}

{{/* Name of a claim; takes root and claim. */}}
{{- define "ordermigration.claimName" -}}
{{- .claim.claimName | default (printf "%s-%s" (include "ordermigration.name" .root) .claim.name) -}}
{{- end -}}

{{/* Spec of a claim. */}}
{{- define "ordermigration.claimSpec" -}}
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
{{- define "ordermigration.text" -}}
{{- $line := "[^\\s\\pC\\pZ]([^\\pC]*[^\\s\\pC\\pZ])?" -}}
{{- if and (contains "\n" .) (regexMatch (printf "\\A%s(\\n+ *%s)+\\n?\\z" $line $line) .) -}}
|{{ if not (hasSuffix "\n" .) }}-{{ end }}
{{ regexReplaceAll "(?m)^ +$" (. | trimSuffix "\n" | indent 4) "" }}
{{- else -}}
{{ . | quote }}
{{- end -}}
{{- end -}}

{{/* Image reference; a digest, where given, is what counts. */}}
{{- define "ordermigration.image" -}}
{{- if not (or .Values.image.tag .Values.image.digest) }}
{{- fail "image.tag is empty: give image.tag or image.digest" }}
{{- end -}}
{{- .Values.image.repository -}}
{{- with .Values.image.tag }}:{{ . }}{{ end -}}
{{- with .Values.image.digest }}@{{ . }}{{ end -}}
{{- end -}}

{{/* How pods are replaced; takes section, strategy and the types that there are. Only a rolling update has settings. */}}
{{- define "ordermigration.strategy" -}}
{{- $type := .strategy.type | default "RollingUpdate" -}}
{{- if not (has $type .types) }}
{{- fail (printf "%s.type has to be %s" .section (join " or " .types)) }}
{{- end -}}
{{- if eq $type "RollingUpdate" }}{{ toYaml .strategy }}{{ else }}{{ toYaml (omit .strategy "rollingUpdate") }}{{ end -}}
{{- end -}}

{{/* A probe; takes section and probe. Values are merged key by key, so a new way to ask does not replace the old one. */}}
{{- define "ordermigration.probe" -}}
{{- $ways := list -}}
{{- range $way := list "exec" "grpc" "httpGet" "tcpSocket" -}}
{{- if get $.probe $way }}{{ $ways = append $ways $way }}{{ end -}}
{{- end -}}
{{- if ne (len $ways) 1 }}
{{- fail (printf "%s needs one of exec, grpc, httpGet and tcpSocket, and has %s; set what is not meant to null, and all of it to {} for none" .section (join " and " $ways | default "none")) }}
{{- end -}}
{{- toYaml .probe -}}
{{- end -}}

{{/* Requests and limits: none of the limits is below its request. */}}
{{- define "ordermigration.resources" -}}
{{- $limits := .limits | default dict -}}
{{- range $name, $wanted := .requests -}}
{{- $allowed := get $limits $name -}}
{{- if and $wanted $allowed -}}
{{- if gt (include "ordermigration.amount" $wanted | float64) (include "ordermigration.amount" $allowed | float64) }}
{{- fail (printf "resources.limits.%s, %v, is below resources.requests.%s, %v" $name $allowed $name $wanted) }}
{{- end -}}
{{- end -}}
{{- end -}}
{{- toYaml . -}}
{{- end -}}

{{/* A quantity, such as 100m or 1Gi, as a number. Only one that is not digits and a unit is held against a pattern. */}}
{{- define "ordermigration.amount" -}}
{{- $units := dict "m" 0.001 "k" 1e3 "M" 1e6 "G" 1e9 "T" 1e12 "P" 1e15 "E" 1e18 "Ki" 1024.0 "Mi" 1048576.0 "Gi" 1073741824.0 "Ti" 1099511627776.0 "Pi" 1125899906842624.0 "Ei" 1152921504606846976.0 -}}
{{- $text := toString . -}}
{{- $unit := trimAll "0123456789" $text -}}
{{- $number := trimSuffix $unit $text -}}
{{- if or (and $unit (not (hasKey $units $unit))) (not $number) (trimAll "0123456789" $number) }}
{{- if not (regexMatch "^[0-9]+([.][0-9]+)?((m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)|e[+]?[0-9]+)?$" $text) }}
{{- fail (printf "%s is no quantity such as 100m, 1.5 or 64Mi" $text) }}
{{- end -}}
{{- $unit = regexFind "[A-Za-z]+$" $text -}}
{{- end -}}
{{- if $unit }}{{ mulf (trimSuffix $unit $text | float64) (get $units $unit) }}{{ else }}{{ $text }}{{ end -}}
{{- end -}}
