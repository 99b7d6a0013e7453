{{/* Name of every object: the chart's own name, so that DNS names do not depend on the release. */}}
{{- define "sessioncache.name" -}}
{{- default .Chart.Name .Values.fullnameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{/* Refuses a name that the API refuses; takes section and name. No pattern: it would be compiled anew for each object. */}}
{{- define "sessioncache.checkedName" -}}
{{- if or (trimAll "abcdefghijklmnopqrstuvwxyz0123456789-" .name) (hasPrefix "-" .name) (hasSuffix "-" .name) (gt (len .name) 63) }}
{{- fail (printf "%s is %q; a name is of at most 63 lower-case letters, digits and hyphens between them" .section .name) }}
{{- end -}}
{{- end -}}

{{/* Refuses a name that no Service can have; takes section and name. */}}
{{- define "sessioncache.checkedServiceName" -}}
{{- include "sessioncache.checkedName" . -}}
{{- if and .name (contains (trunc 1 .name) "0123456789") }}
{{- fail (printf "%s is %q; the name of a Service begins with a letter" .section .name) }}
{{- end -}}
{{- .name -}}
{{- end -}}

{{/* Namespace of every object. */}}
{{- define "sessioncache.namespace" -}}
{{- default .Release.Namespace .Values.namespaceOverride -}}
{{- end -}}

{{/* Labels that select the pods. They are immutable: no trace, version or environment in here. */}}
{{- define "sessioncache.selectorLabels" -}}
app.kubernetes.io/name: {{ .Chart.Name | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end -}}

{{/* Labels of every object and pod. */}}
{{- define "sessioncache.labels" -}}
{{ include "sessioncache.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | trunc 63 | trimAll "-_." | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service | quote }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" | quote }}
{{- range $name, $value := .Values.commonLabels }}
{{ $name }}: {{ $value | quote }}
{{- end }}
{{- end -}}

{{/* Refuses what is wrong with what all objects have in common. Pods ask for it, so that each object need not. */}}
{{- define "sessioncache.checkedCommon" -}}
{{- include "sessioncache.checkedName" (dict "section" "fullnameOverride" "name" .Values.fullnameOverride) -}}
{{- include "sessioncache.checkedName" (dict "section" "namespaceOverride" "name" .Values.namespaceOverride) -}}
{{- include "sessioncache.checkedNames" (dict "own" .Values.commonLabels "all" dict) -}}
{{- include "sessioncache.checkedNames" (dict "own" .Values.commonAnnotations "all" dict) -}}
{{- end -}}

{{/* Refuses a label or an annotation that stands there already; takes own, and those that all objects have. */}}
{{- define "sessioncache.checkedNames" -}}
{{- if .own -}}
{{- $taken := list "app.kubernetes.io/name" "app.kubernetes.io/instance" "app.kubernetes.io/version" "app.kubernetes.io/managed-by" "helm.sh/chart" "checksum/config" "checksum/files" "checksum/otel" -}}
{{- $words := list "y" "n" "yes" "no" "on" "off" "true" "false" "null" -}}
{{- range $name, $value := .own -}}
{{- if or (hasKey $.all $name) (has $name $taken) }}
{{- fail (printf "the label or annotation %s is there already: every object has it, from the chart itself, commonLabels or commonAnnotations" $name) }}
{{- end -}}
{{- if or (has (lower $name) $words) (and (contains (trunc 1 $name) "0123456789") (not (trimAll "0123456789_.xobabcdefABCDEF+-" $name))) }}
{{- fail (printf "the label or annotation %s reads as something else than text: give it a prefix or another name" $name) }}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/*
Head of an object but its kind: name, namespace, labels, annotations.
Takes root, and optionally name, labels and annotations of its own.
*/}}
{{- define "sessioncache.metadata" -}}
name: {{ .name | default (include "sessioncache.name" .root) | quote }}
namespace: {{ include "sessioncache.namespace" .root | quote }}
labels:
  {{- include "sessioncache.labels" .root | nindent 2 }}
  {{- include "sessioncache.checkedNames" (dict "own" .labels "all" .root.Values.commonLabels) }}
  {{- range $name, $value := .labels }}
  {{ $name }}: {{ $value | quote }}
  {{- end }}
{{- if or .root.Values.commonAnnotations .annotations }}
annotations:
  {{- range $name, $value := .root.Values.commonAnnotations }}
  {{ $name }}: {{ $value | quote }}
  {{- end }}
  {{- include "sessioncache.checkedNames" (dict "own" .annotations "all" .root.Values.commonAnnotations) }}
  {{- range $name, $value := .annotations }}
  {{ $name }}: {{ $value | quote }}
  {{- end }}
{{- end }}
{{- end -}}

{{/* Name of the Service. */}}
{{- define "sessioncache.serviceName" -}}
{{- include "sessioncache.checkedServiceName" (dict "section" (ternary "service.name" "fullnameOverride" (ne .Values.service.name "")) "name" (default (include "sessioncache.name" .) .Values.service.name)) -}}
{{- end -}}

{{/* Name of the Service that gives each pod of a StatefulSet its name. */}}
{{- define "sessioncache.headlessServiceName" -}}
{{- include "sessioncache.checkedName" (dict "section" "fullnameOverride" "name" .Values.fullnameOverride) -}}
{{- include "sessioncache.checkedServiceName" (dict "section" (ternary "headlessService.name" "fullnameOverride" (ne .Values.headlessService.name "")) "name" (default (printf "%s-headless" (include "sessioncache.name" .)) .Values.headlessService.name)) -}}
{{- end -}}

{{/* Spec of a Service; takes root and service. */}}
{{- define "sessioncache.serviceSpec" -}}
{{- if not .service.ports }}
{{- fail "a service needs ports: give service.ports, or set service.enabled to false" }}
{{- end -}}
{{- $spec := .service.spec | default dict }}
{{- $hasNodePorts := ne .service.type "ClusterIP" }}
{{- range $name := list "allocateLoadBalancerNodePorts" "healthCheckNodePort" "loadBalancerClass" "loadBalancerIP" "loadBalancerSourceRanges" }}
{{- if and (hasKey $spec $name) (ne $.service.type "LoadBalancer") }}
{{- fail (printf "a service of type %s has no %s: set service.spec.%s to null" $.service.type $name $name) }}
{{- end }}
{{- end }}
{{- if and $spec.externalTrafficPolicy (not (or $hasNodePorts $spec.externalIPs)) }}
{{- fail "a service of type ClusterIP has no externalTrafficPolicy: set service.spec.externalTrafficPolicy to null" }}
{{- end }}
{{- if and $spec.sessionAffinityConfig (ne (default "" $spec.sessionAffinity) "ClientIP") }}
{{- fail "service.spec.sessionAffinityConfig needs sessionAffinity ClientIP: set it to null, or sessionAffinity to ClientIP" }}
{{- end }}
{{- if and $spec.healthCheckNodePort (ne (default "" $spec.externalTrafficPolicy) "Local") }}
{{- fail "service.spec.healthCheckNodePort needs externalTrafficPolicy Local: set it to null, or the policy to Local" }}
{{- end }}
{{- range $spec.externalIPs }}
{{- $known := regexFind "^(127|169[.]254|224[.]0[.]0)[.]|^0[.]0[.]0[.]0$|^::1?$|^(fe[89ab][0-9a-f]|ff[0-9a-f]2):" (lower .) }}
{{- if $known }}{{ fail (printf "service.spec.externalIPs: %s is no address that is reached from outside" .) }}{{ end }}
{{- end }}
{{- if and $spec.ipFamilies $spec.clusterIP (ne $spec.clusterIP "None") (ne (contains ":" $spec.clusterIP) (eq (first $spec.ipFamilies) "IPv6")) }}
{{- fail (printf "service.spec.clusterIP %s is no address of %s, which comes first in ipFamilies" $spec.clusterIP (first $spec.ipFamilies)) }}
{{- end }}
{{- if and $hasNodePorts (eq (default "" $spec.clusterIP) "None") }}
{{- fail (printf "a service of type %s has an address: set spec.clusterIP to null, or type to ClusterIP" .service.type) }}
{{- end -}}
type: {{ .service.type }}
{{- with omit $spec "selector" }}
{{ toYaml . }}
{{- end }}
selector:
  {{- with $spec.selector }}
  {{- toYaml . | nindent 2 }}
  {{- else }}
  {{- include "sessioncache.selectorLabels" .root | nindent 2 }}
  {{- end }}
ports:
  {{- include "sessioncache.servicePorts" (dict "ports" .service.ports "hasNodePorts" $hasNodePorts "keeps" true) | trim | nindent 2 }}
{{- end -}}

{{/* Refuses a port of the nodes that two Services take, or two ports of one; takes services. */}}
{{- define "sessioncache.checkedNodePorts" -}}
{{- $taken := dict }}
{{- range .services }}
{{- $name := .name }}
{{- range .ports }}
{{- if .nodePort }}
{{- $number := printf "%d" (int64 .nodePort) }}
{{- /* One port over two protocols has one number on the nodes. */}}
{{- $mine := printf "%s:%d" $name (int64 .port) }}
{{- if ne (get $taken $number | default $mine) $mine }}{{ fail (printf "service and extraServices: nodePort %s is there twice" $number) }}{{ end }}
{{- $_ := set $taken $number $mine }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{/* Ports of a Service; takes ports, whether its type has ports of the node, and keeps: whether they are written. */}}
{{- define "sessioncache.servicePorts" -}}
{{- $seen := list }}
{{- range .ports }}
{{- $mine := list .name (printf "%d/%s" (int64 .port) .protocol) }}
{{- range $mine }}{{ if has . $seen }}{{ fail (printf "service ports: %s is there twice" .) }}{{ end }}{{ end }}
{{- $seen = concat $seen $mine }}
{{- end }}
{{- range .ports }}
- name: {{ .name | quote }}
  port: {{ int64 .port }}
  targetPort: {{ if kindIs "string" .targetPort }}{{ .targetPort | quote }}{{ else }}{{ int64 .targetPort }}{{ end }}
  protocol: {{ .protocol }}
  {{- with .appProtocol }}
  appProtocol: {{ . | quote }}
  {{- end }}
  {{- if and .nodePort $.keeps }}
  {{- if not $.hasNodePorts }}
  {{- fail (printf "service ports: %s has a nodePort, which type ClusterIP has not: leave it out" .name) }}
  {{- end }}
  nodePort: {{ int64 .nodePort }}
  {{- end }}
{{- end }}
{{- end -}}

{{/* Name of the ServiceAccount. */}}
{{- define "sessioncache.serviceAccountName" -}}
{{- include "sessioncache.checkedName" (dict "section" "serviceAccount.name" "name" (.Values.serviceAccount.name | replace "." "-")) -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "sessioncache.name" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{/* Name of the ConfigMap of a set of files; takes root and files. */}}
{{- define "sessioncache.fileSetName" -}}
{{- .files.configMap | default (printf "%s-%s" (include "sessioncache.name" .root) .files.name) -}}
{{- end -}}

{{/* Name of a claim; takes root and claim. */}}
{{- define "sessioncache.claimName" -}}
{{- .claim.claimName | default (printf "%s-%s" (include "sessioncache.name" .root) .claim.name) -}}
{{- end -}}

{{/* Spec of a claim. */}}
{{- define "sessioncache.claimSpec" -}}
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
{{- define "sessioncache.text" -}}
{{- $line := "[^\\s\\pC\\pZ]([^\\pC]*[^\\s\\pC\\pZ])?" -}}
{{- if and (contains "\n" .) (regexMatch (printf "\\A%s(\\n+ *%s)+\\n?\\z" $line $line) .) -}}
|{{ if not (hasSuffix "\n" .) }}-{{ end }}
{{ regexReplaceAll "(?m)^ +$" (. | trimSuffix "\n" | indent 4) "" }}
{{- else -}}
{{ . | quote }}
{{- end -}}
{{- end -}}

{{/* Image reference; a digest, where given, is what counts. */}}
{{- define "sessioncache.image" -}}
{{- if not (or .Values.image.tag .Values.image.digest) }}
{{- fail "image.tag is empty: give image.tag or image.digest" }}
{{- end -}}
{{- .Values.image.repository -}}
{{- with .Values.image.tag }}:{{ . }}{{ end -}}
{{- with .Values.image.digest }}@{{ . }}{{ end -}}
{{- end -}}

{{/* How pods are replaced; takes section, strategy and the types that there are. Only a rolling update has settings. */}}
{{- define "sessioncache.strategy" -}}
{{- $type := .strategy.type | default "RollingUpdate" -}}
{{- if not (has $type .types) }}
{{- fail (printf "%s.type has to be %s" .section (join " or " .types)) }}
{{- end -}}
{{- $update := .strategy.rollingUpdate | default dict -}}
{{- $none := list "0" "0%" -}}
{{- if and (has "OnDelete" .types) (has (toString $update.maxUnavailable) $none) (has (default 0 $update.maxSurge | toString) $none) }}
{{- fail (printf "%s.rollingUpdate.maxUnavailable is %v, so that no pod could be replaced" .section $update.maxUnavailable) }}
{{- end -}}
{{- if and (has "OnDelete" .types) (ne $type "OnDelete") $update.maxSurge (not (has (toString $update.maxSurge) $none)) (not (has (toString $update.maxUnavailable) $none)) }}
{{- fail (printf "%s.rollingUpdate.maxSurge, %v, needs maxUnavailable 0" .section $update.maxSurge) }}
{{- end -}}
{{- if eq $type "RollingUpdate" }}{{ toYaml .strategy }}{{ else }}{{ toYaml (omit .strategy "rollingUpdate") }}{{ end -}}
{{- end -}}

{{/* Refuses limits below their requests, and amounts that are none; takes where, requests and limits. */}}
{{- define "sessioncache.checkedResources" -}}
{{- $most := dict -}}
{{- $pages := false -}}
{{- range $part, $amounts := dict "limits" .limits "requests" .requests -}}
{{- range $name, $value := $amounts -}}
{{- $amount := 0.0 -}}
{{- if $value }}{{ $amount = include "sessioncache.amount" $value | float64 }}{{ end -}}
{{- $apart := or (contains "/" $name) (hasPrefix "hugepages-" $name) -}}
{{- if $apart }}{{ include "sessioncache.checkedWhole" (dict "where" $.where "part" $part "name" $name "value" $value "amount" $amount) }}{{ end -}}
{{- if eq $part "limits" -}}
{{- if $value }}{{ $_ := set $most $name $amount }}{{ end -}}
{{- else if and (hasKey $most $name) (gt $amount (get $most $name)) }}
{{- fail (printf "%s: resources.limits.%s, %v, is below resources.requests.%s, %v" $.where $name (get $.limits $name) $name $value) }}
{{- else if and $apart (ne $amount (get $most $name | default 0.0)) }}
{{- fail (printf "%s: resources.requests.%s, %v, has to be its limit: what a device or a driver gives is not shared" $.where $name $value) }}
{{- end -}}
{{- $pages = or $pages (hasPrefix "hugepages-" $name) -}}
{{- end -}}
{{- end -}}
{{- $asked := merge dict (.limits | default dict) (.requests | default dict) -}}
{{- if and $pages (not (or (hasKey $asked "cpu") (hasKey $asked "memory"))) }}
{{- fail (printf "%s: huge pages need resources.requests.cpu or resources.requests.memory beside them" .where) }}
{{- end -}}
{{- end -}}

{{/* Refuses a part of a device or of a huge page; takes where, part, name, value and amount. */}}
{{- define "sessioncache.checkedWhole" -}}
{{- if hasPrefix "requests." .name }}
{{- fail (printf "%s: resources.%s.%s: names of resources do not begin with requests." .where .part .name) }}
{{- end -}}
{{- $unit := 1.0 -}}
{{- if hasPrefix "hugepages-" .name }}{{ $unit = include "sessioncache.amount" (trimPrefix "hugepages-" .name) | float64 }}{{ end -}}
{{- if ne .amount (mulf $unit (divf .amount $unit | floor)) }}
{{- fail (printf "%s: resources.%s.%s is %v, and only whole ones can be had" .where .part .name .value) }}
{{- end -}}
{{- end -}}

{{/* A quantity, such as 100m or 1Gi, as a number. Only one that is not digits and a unit is held against a pattern. */}}
{{- define "sessioncache.amount" -}}
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
