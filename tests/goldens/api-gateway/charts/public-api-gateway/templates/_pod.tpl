{{/* Pod template of the workload, looked at as a whole: values come from several files and flags. */}}
{{- define "public-api-gateway.pod" -}}
{{- include "public-api-gateway.checkedCommon" . -}}
{{- $pod := include "public-api-gateway.podTemplate" . -}}
{{- include "public-api-gateway.checkedPod" (dict "root" . "spec" (fromYaml $pod).spec) -}}
{{- $pod -}}
{{- end -}}

{{/* Refuses a pod whose parts do not go together; takes root and the pod's spec. */}}
{{- define "public-api-gateway.checkedPod" -}}
{{- $containers := concat (.spec.initContainers | default list) .spec.containers -}}
{{- $volumes := .spec.volumes | default list -}}
{{- if eq (include "public-api-gateway.workloadKind" .root) "StatefulSet" }}{{ $volumes = concat $volumes .root.Values.persistence.claims }}{{ end -}}
{{- $names := list -}}
{{- range $volumes }}{{ $names = append $names .name }}{{ end -}}
{{- include "public-api-gateway.checkedOnce" (dict "what" "volumes" "field" "name" "list" $volumes) -}}
{{- include "public-api-gateway.checkedOnce" (dict "what" "containers" "field" "name" "list" $containers) -}}
{{- if and (eq (dig "os" "name" "" .spec) "windows") (omit (.spec.securityContext | default dict) "windowsOptions" "runAsNonRoot") }}
{{- fail "podSpec.os is windows: podSecurityContext may hold windowsOptions and runAsNonRoot alone" }}
{{- end -}}
{{- if and .spec.shareProcessNamespace .spec.hostPID }}
{{- fail "podSpec.hostPID and podSpec.shareProcessNamespace exclude each other" }}
{{- end -}}
{{- if and (eq (default "" .spec.dnsPolicy) "None") (not (.spec.dnsConfig | default dict).nameservers) }}
{{- fail "podSpec.dnsPolicy None needs podSpec.dnsConfig.nameservers" }}
{{- end -}}
{{- $spreads := list -}}
{{- range .spec.topologySpreadConstraints -}}
{{- $spread := printf "%s, %s" .topologyKey .whenUnsatisfiable -}}
{{- if has $spread $spreads }}{{ fail (printf "topologySpread: %s is there twice" $spread) }}{{ end -}}
{{- $spreads = append $spreads $spread -}}
{{- end -}}
{{- range .spec.initContainers -}}
{{- if and (ne (default "" .restartPolicy) "Always") (or .startupProbe .livenessProbe .readinessProbe .lifecycle) }}
{{- fail (printf "init container %s has probes or a lifecycle: only one that stays, with restartPolicy Always, may" .name) }}
{{- end -}}
{{- end -}}
{{- range $container := $containers -}}
{{- $where := printf "container %s" .name -}}
{{- range concat (.volumeMounts | default list) (.volumeDevices | default list) -}}
{{- if not (has .name $names) }}{{ fail (printf "%s mounts %s, and there is no such volume" $where .name) }}{{ end -}}
{{- end -}}
{{- include "public-api-gateway.checkedOnce" (dict "what" (printf "%s: volumeMounts" $where) "field" "mountPath" "list" .volumeMounts) -}}
{{- include "public-api-gateway.checkedOnce" (dict "what" (printf "%s: ports" $where) "field" "name" "list" .ports) -}}
{{- include "public-api-gateway.checkedResources" (dict "where" $where "requests" (.resources | default dict).requests "limits" (.resources | default dict).limits) -}}
{{- include "public-api-gateway.checkedOnce" (dict "what" (printf "%s: resizePolicy" $where) "field" "resourceName" "list" .resizePolicy) -}}
{{- include "public-api-gateway.checkedProbes" (dict "where" $where "container" .) -}}
{{- with .securityContext -}}
{{- $powers := (.capabilities | default dict).add | default list -}}
{{- if and (or .privileged (has "SYS_ADMIN" $powers) (has "CAP_SYS_ADMIN" $powers)) (eq (toString .allowPrivilegeEscalation) "false") }}
{{- fail (printf "%s: securityContext.privileged, or SYS_ADMIN, needs allowPrivilegeEscalation" $where) }}
{{- end -}}
{{- end -}}
{{- range $moment, $done := .lifecycle -}}
{{- if and (kindIs "map" $done) (gt (dig "sleep" "seconds" 0 $done | int64) (int64 $.spec.terminationGracePeriodSeconds)) }}
{{- fail (printf "%s: lifecycle.%s sleeps longer than terminationGracePeriodSeconds, %v" $where $moment $.spec.terminationGracePeriodSeconds) }}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Refuses two entries that share what each has for itself; takes what, field and list. */}}
{{- define "public-api-gateway.checkedOnce" -}}
{{- $seen := list -}}
{{- range .list -}}
{{- with get . $.field -}}
{{- if has . $seen }}{{ fail (printf "%s: %s %s is there twice" $.what $.field .) }}{{ end -}}
{{- $seen = append $seen . -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Refuses probes that ask in no way or in two, or that have what only other probes have; takes where and container. */}}
{{- define "public-api-gateway.checkedProbes" -}}
{{- range $name := list "startupProbe" "livenessProbe" "readinessProbe" -}}
{{- $probe := get $.container $name -}}
{{- if kindIs "map" $probe -}}
{{- $ways := list -}}
{{- range $way := list "exec" "grpc" "httpGet" "tcpSocket" }}{{ if get $probe $way }}{{ $ways = append $ways $way }}{{ end }}{{ end -}}
{{- if ne (len $ways) 1 }}
{{- fail (printf "%s: %s needs one of exec, grpc, httpGet and tcpSocket, and has %s; set what is not meant to null, and all of it to {} for none" $.where $name (join " and " $ways | default "none")) }}
{{- end -}}
{{- if and (ne $name "readinessProbe") (ne (default 1 $probe.successThreshold | int64) 1) }}
{{- fail (printf "%s: %s.successThreshold has to be 1: only readiness may need several successes" $.where $name) }}
{{- end -}}
{{- if and (eq $name "readinessProbe") $probe.terminationGracePeriodSeconds }}
{{- fail (printf "%s: readinessProbe.terminationGracePeriodSeconds means nothing: readiness ends no container" $.where) }}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "public-api-gateway.podTemplate" -}}
metadata:
  labels:
    {{- include "public-api-gateway.labels" . | nindent 4 }}
    {{- include "public-api-gateway.checkedNames" (dict "own" .Values.podLabels "all" .Values.commonLabels) }}
    {{- range $name, $value := .Values.podLabels }}
    {{ $name }}: {{ $value | quote }}
    {{- end }}
  annotations:
    {{- range $name, $value := .Values.commonAnnotations }}
    {{- if ne $name "factory_execution_id" }}
    {{ $name }}: {{ $value | quote }}
    {{- end }}
    {{- end }}
    {{- include "public-api-gateway.checkedNames" (dict "own" .Values.podAnnotations "all" .Values.commonAnnotations) }}
    {{- range $name, $value := .Values.podAnnotations }}
    {{ $name }}: {{ $value | quote }}
    {{- end }}
    # Pods roll when their configuration changes.
    checksum/config: {{ toJson .Values.config | sha256sum }}
    {{- with .Values.files }}
    checksum/files: {{ toJson . | sha256sum }}
    {{- end }}
    checksum/otel: {{ toJson .Values.otel | sha256sum }}
spec:
  serviceAccountName: {{ include "public-api-gateway.serviceAccountName" . | quote }}
  automountServiceAccountToken: {{ .Values.serviceAccount.automount }}
  {{- $ends := has (include "public-api-gateway.workloadKind" .) (list "Job" "CronJob") }}
  {{- with .Values.restartPolicy | default (ternary "Never" "" $ends) }}
  {{- $policies := ternary (list "Never" "OnFailure") (list "Always") $ends }}
  {{- if not (has . $policies) }}
  {{- fail (printf "restartPolicy has to be %s, or empty" (join " or " $policies)) }}
  {{- end }}
  restartPolicy: {{ . }}
  {{- end }}
  terminationGracePeriodSeconds: {{ int64 .Values.terminationGracePeriodSeconds }}
  {{- with .Values.podSpec }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
  {{- with .Values.podSecurityContext }}
  securityContext:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.initContainers }}
  initContainers:
    {{- range . }}
    - name: {{ .name | quote }}
      {{- toYaml (omit . "name") | nindent 6 }}
    {{- end }}
  {{- end }}
  containers:
    {{- include "public-api-gateway.checkedName" (dict "section" "containerName" "name" .Values.containerName) }}
    - name: {{ default .Chart.Name .Values.containerName | quote }}
      image: {{ include "public-api-gateway.image" . | quote }}
      imagePullPolicy: {{ .Values.image.pullPolicy }}
      {{- with .Values.command }}
      command:
        {{- range . }}
        - {{ . | quote }}
        {{- end }}
      {{- end }}
      {{- with .Values.args }}
      args:
        {{- range . }}
        - {{ . | quote }}
        {{- end }}
      {{- end }}
      {{- with .Values.containerSpec }}
      {{- toYaml . | nindent 6 }}
      {{- end }}
      {{- with .Values.containerPorts }}
      ports:
        {{- range . }}
        - {{ with .name }}name: {{ . | quote }}
          {{ end }}containerPort: {{ int64 .containerPort }}
          {{- with .hostPort }}
          hostPort: {{ int64 . }}
          {{- end }}
          {{- with .hostIP }}
          hostIP: {{ . | quote }}
          {{- end }}
          protocol: {{ .protocol }}
        {{- end }}
      {{- end }}
      {{- if or .Values.config .Values.otel.enabled .Values.existingConfigMaps .Values.envFrom }}
      envFrom:
        {{- if .Values.otel.enabled }}
        - configMapRef:
            name: {{ printf "%s-otel" (include "public-api-gateway.name" .) | quote }}
        {{- end }}
        {{- range .Values.existingConfigMaps }}
        - configMapRef:
            name: {{ . | quote }}
        {{- end }}
        {{- if .Values.config }}
        - configMapRef:
            name: {{ include "public-api-gateway.name" . | quote }}
        {{- end }}
        {{- with .Values.envFrom }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      {{- end }}
      {{- with include "public-api-gateway.environment" . }}
      {{- . | nindent 6 }}
      {{- end }}
      {{- with .Values.startupProbe }}
      startupProbe:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with .Values.livenessProbe }}
      livenessProbe:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with .Values.readinessProbe }}
      readinessProbe:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with .Values.resources }}
      resources:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with .Values.containerSecurityContext }}
      securityContext:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with include "public-api-gateway.volumeMounts" . }}
      volumeMounts:
        {{- . | trimPrefix "\n" | nindent 8 }}
      {{- end }}
    {{- range .Values.sidecars }}
    - name: {{ .name | quote }}
      {{- toYaml (omit . "name") | nindent 6 }}
    {{- end }}
    {{- if .Values.otel.sidecar.enabled }}
    {{- include "public-api-gateway.collector" . | nindent 4 }}
    {{- end }}
  {{- with include "public-api-gateway.volumes" . }}
  volumes:
    {{- . | trimPrefix "\n" | nindent 4 }}
  {{- end }}
  {{- with .Values.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.affinity }}
  affinity:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.topologySpread }}
  topologySpreadConstraints:
    {{- range . }}
    - {{ toYaml (ternary . (omit . "labelSelector") (not (empty .labelSelector))) | nindent 6 | trim }}
      {{- if not .labelSelector }}
      labelSelector:
        matchLabels:
          {{- include "public-api-gateway.selectorLabels" $ | nindent 10 }}
      {{- end }}
    {{- end }}
  {{- end }}
{{- end -}}

{{/* Variables of the container: those filled from Secrets first, so that the others can refer to them by $(NAME). */}}
{{- define "public-api-gateway.environment" -}}
{{- $secretVariables := list -}}
{{- range .Values.secrets -}}
{{- $secretVariables = concat $secretVariables .env -}}
{{- end -}}
{{- if or .Values.env $secretVariables -}}
env:
  {{- range $secret := .Values.secrets }}
  {{- range .env }}
  - name: {{ .name | quote }}
    valueFrom:
      secretKeyRef:
        name: {{ $secret.name | quote }}
        key: {{ .key | quote }}
  {{- end }}
  {{- end }}
  {{- range .Values.env }}
  - name: {{ .name | quote }}
    {{- if hasKey . "value" }}
    value: {{ .value | quote }}
    {{- end }}
    {{- with .valueFrom }}
    valueFrom:
      {{- toYaml . | nindent 6 }}
    {{- end }}
  {{- end }}
{{- end -}}
{{- end -}}

{{/* What Kubernetes mounts for everybody, for the container alone that has roles, and with a shorter life. */}}
{{- define "public-api-gateway.projectsToken" -}}
{{- if and .Values.serviceAccount.tokenExpirationSeconds (not .Values.serviceAccount.automount) }}true{{ end -}}
{{- end -}}

{{- define "public-api-gateway.volumeMounts" -}}
{{- range $index, $scratch := .Values.scratch }}
- name: scratch-{{ $index }}
  mountPath: {{ $scratch.path | quote }}
{{- end }}
{{- if include "public-api-gateway.projectsToken" . }}
- name: api-token
  mountPath: /var/run/secrets/kubernetes.io/serviceaccount
  readOnly: true
{{- end }}
{{- range concat .Values.persistence.claims .Values.files }}
{{- if .mountPath }}
- name: {{ .name | quote }}
  mountPath: {{ .mountPath | quote }}
{{- end }}
{{- end }}
{{- with .Values.volumeMounts }}
{{ toYaml . }}
{{- end }}
{{- range $index, $secret := .Values.secrets }}
{{- with $secret.mountPath }}
- name: secret-{{ $index }}
  mountPath: {{ . | quote }}
  readOnly: true
{{- end }}
{{- end }}
{{- end -}}

{{- define "public-api-gateway.volumes" -}}
{{- range $index, $scratch := .Values.scratch }}
- name: scratch-{{ $index }}
  emptyDir:
    sizeLimit: {{ $scratch.size }}
{{- end }}
{{- if include "public-api-gateway.projectsToken" . }}
- name: api-token
  projected:
    sources:
      - serviceAccountToken:
          path: token
          expirationSeconds: {{ int64 .Values.serviceAccount.tokenExpirationSeconds }}
      - configMap:
          name: kube-root-ca.crt
          items:
            - key: ca.crt
              path: ca.crt
      - downwardAPI:
          items:
            - path: namespace
              fieldRef:
                fieldPath: metadata.namespace
{{- end }}
{{- /* A StatefulSet makes a claim for each pod and mounts it itself. */}}
{{- if ne (include "public-api-gateway.workloadKind" .) "StatefulSet" }}
{{- range .Values.persistence.claims }}
- name: {{ .name | quote }}
  persistentVolumeClaim:
    claimName: {{ include "public-api-gateway.claimName" (dict "root" $ "claim" .) | quote }}
{{- end }}
{{- end }}
{{- /* Files that no container sees are read as variables. */}}
{{- range .Values.files }}
{{- if not .unmounted }}
- name: {{ .name | quote }}
  configMap:
    name: {{ include "public-api-gateway.fileSetName" (dict "root" $ "files" .) | quote }}
    {{- with .volume }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end }}
{{- end }}
{{- with .Values.volumes }}
{{ toYaml . }}
{{- end }}
{{- range $index, $secret := .Values.secrets }}
{{- if $secret.mountPath }}
- name: secret-{{ $index }}
  {{- if $secret.providerClass }}
  csi:
    driver: secrets-store.csi.k8s.io
    readOnly: true
    volumeAttributes:
      secretProviderClass: {{ $secret.providerClass | quote }}
  {{- else }}
  secret:
    secretName: {{ $secret.name | quote }}
    defaultMode: 288 # 0440: the pod's group may read
  {{- end }}
{{- end }}
{{- end }}
{{- if .Values.otel.sidecar.enabled }}
- name: otel-collector
  configMap:
    name: {{ printf "%s-otel-collector" (include "public-api-gateway.name" .) | quote }}
{{- end }}
{{- end -}}

{{/* OpenTelemetry collector beside the container; it forwards to the platform's collector. */}}
{{- define "public-api-gateway.collector" -}}
{{- if not (and .Values.otel.sidecar.config .Values.otel.sidecar.image) }}
{{- fail "otel.sidecar.enabled needs otel.sidecar.config and otel.sidecar.image" }}
{{- end -}}
- name: otel-collector
  image: {{ .Values.otel.sidecar.image | quote }}
  imagePullPolicy: {{ .Values.image.pullPolicy }}
  args:
    - --config=/etc/otel/collector.yaml
  ports:
    - name: otlp-grpc
      containerPort: 4317
      protocol: TCP
    - name: otel-health
      containerPort: 13133
      protocol: TCP
  livenessProbe:
    httpGet:
      path: /
      port: otel-health
    periodSeconds: 10
    failureThreshold: 6
  readinessProbe:
    httpGet:
      path: /
      port: otel-health
    periodSeconds: 5
    failureThreshold: 3
  {{- with .Values.otel.sidecar.resources }}
  resources:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.containerSecurityContext }}
  securityContext:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  volumeMounts:
    - name: otel-collector
      mountPath: /etc/otel
      readOnly: true
{{- end -}}
