{{/* Pod template of the workload, looked at as a whole: values come from several files and flags. */}}
{{- define "documentrenderer.pod" -}}
{{- include "documentrenderer.checkedCommon" . -}}
{{- $pod := include "documentrenderer.podTemplate" . -}}
{{- $read := fromYaml $pod -}}
{{- include "documentrenderer.checkedPod" (dict "root" . "spec" $read.spec) -}}
{{- include "documentrenderer.checkedRarely" (dict "text" $pod "spec" $read.spec "labels" $read.metadata.labels "claims" .Values.persistence.claims) -}}
{{- $pod -}}
{{- end -}}

{{/* Refuses a pod whose parts do not go together; takes root and the pod's spec. */}}
{{- define "documentrenderer.checkedPod" -}}
{{- $containers := concat (.spec.initContainers | default list) .spec.containers -}}
{{- $volumes := .spec.volumes | default list -}}
{{- if eq (include "documentrenderer.workloadKind" .root) "StatefulSet" }}{{ $volumes = concat $volumes .root.Values.persistence.claims }}{{ end -}}
{{- $names := list -}}
{{- range $volumes }}{{ $names = append $names .name }}{{ end -}}
{{- include "documentrenderer.checkedOnce" (dict "what" "volumes" "field" "name" "list" $volumes) -}}
{{- include "documentrenderer.checkedOnce" (dict "what" "containers" "field" "name" "list" $containers) -}}
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
{{- include "documentrenderer.checkedOnce" (dict "what" (printf "%s: volumeMounts" $where) "field" "mountPath" "list" .volumeMounts) -}}
{{- include "documentrenderer.checkedOnce" (dict "what" (printf "%s: ports" $where) "field" "name" "list" .ports) -}}
{{- include "documentrenderer.checkedResources" (dict "where" $where "requests" (.resources | default dict).requests "limits" (.resources | default dict).limits) -}}
{{- include "documentrenderer.checkedOnce" (dict "what" (printf "%s: resizePolicy" $where) "field" "resourceName" "list" .resizePolicy) -}}
{{- range .resizePolicy -}}
{{- if and (eq .restartPolicy "RestartContainer") (eq (default "" $.spec.restartPolicy) "Never") }}
{{- fail (printf "%s: resizePolicy RestartContainer needs restartPolicy OnFailure: with Never nothing starts again" $where) }}
{{- end -}}
{{- end -}}
{{- include "documentrenderer.checkedProbes" (dict "where" $where "container" .) -}}
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

{{/*
Refuses what does not go together of fields that hardly any pod has: the pod's text says which of them it has at all.
Takes text, spec, labels and claims.
*/}}
{{- define "documentrenderer.checkedRarely" -}}
{{- $containers := concat (.spec.initContainers | default list) .spec.containers -}}
{{- if contains "hostPort:" .text -}}
{{- range .spec.initContainers }}{{ include "documentrenderer.checkedHostPorts" (dict "spec" $.spec "containers" (list .)) }}{{ end -}}
{{- include "documentrenderer.checkedHostPorts" (dict "spec" .spec "containers" .spec.containers) -}}
{{- end -}}
{{- if contains "sysctls:" .text }}{{ include "documentrenderer.checkedSysctls" .spec }}{{ end -}}
{{- if contains "matchLabelKeys:" .text }}{{ include "documentrenderer.checkedLabelKeys" (dict "spec" .spec "labels" .labels) }}{{ end -}}
{{- if contains "projected:" .text -}}
{{- range .spec.volumes }}{{ with .projected }}{{ include "documentrenderer.checkedProjection" . }}{{ end }}{{ end -}}
{{- end -}}
{{- if contains "volumeDevices:" .text -}}
{{- range $containers }}{{ include "documentrenderer.checkedDevices" (dict "container" . "volumes" (concat ($.spec.volumes | default list) $.claims)) }}{{ end -}}
{{- end -}}
{{- if contains "Bidirectional" .text -}}
{{- range $container := $containers }}{{ range .volumeMounts -}}
{{- if and (eq (default "" .mountPropagation) "Bidirectional") (not (dig "privileged" false ($container.securityContext | default dict))) }}
{{- fail (printf "container %s: mountPropagation Bidirectional is for privileged containers" $container.name) }}
{{- end -}}
{{- end }}{{ end -}}
{{- end -}}
{{- if or .spec.os (contains "windowsOptions:" .text) }}{{ include "documentrenderer.checkedSystem" (dict "spec" .spec "containers" $containers) }}{{ end -}}
{{- end -}}

{{/* Refuses ports of the node that are taken twice, or that are not the pod's own where it is in the node's network. */}}
{{- define "documentrenderer.checkedHostPorts" -}}
{{- $taken := list -}}
{{- range $container := .containers }}{{ range .ports }}{{ if .hostPort -}}
{{- $mine := printf "%s %s %d" (default "TCP" .protocol) (default "" .hostIP) (int64 .hostPort) -}}
{{- if has $mine $taken }}{{ fail (printf "container %s: ports: hostPort %d is there twice" $container.name (int64 .hostPort)) }}{{ end -}}
{{- $taken = append $taken $mine -}}
{{- if and $.spec.hostNetwork (ne (int64 .hostPort) (int64 .containerPort)) }}
{{- fail (printf "container %s: with podSpec.hostNetwork hostPort has to be containerPort, %d" $container.name (int64 .containerPort)) }}
{{- end -}}
{{- end }}{{ end }}{{ end -}}
{{- end -}}

{{/* Refuses kernel parameters that are there twice, or the node's own; takes the pod's spec. */}}
{{- define "documentrenderer.checkedSysctls" -}}
{{- $list := dig "sysctls" list (.securityContext | default dict) -}}
{{- include "documentrenderer.checkedOnce" (dict "what" "podSecurityContext.sysctls" "field" "name" "list" $list) -}}
{{- range $list -}}
{{- $name := replace "/" "." .name -}}
{{- if or (and $.hostNetwork (hasPrefix "net." $name)) (and $.hostIPC (regexMatch "^(kernel[.](shm|msg|sem)|fs[.]mqueue[.])" $name)) }}
{{- fail (printf "podSecurityContext.sysctls: %s is the node's where podSpec.hostNetwork or podSpec.hostIPC is on" .name) }}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Refuses keys of labels that a condition has in two places, where the API writes each of them once. */}}
{{- define "documentrenderer.checkedLabelKeys" -}}
{{- $terms := .spec.topologySpreadConstraints | default list -}}
{{- range list "podAffinity" "podAntiAffinity" -}}
{{- $affinity := get ($.spec.affinity | default dict) . | default dict -}}
{{- $terms = concat $terms (get $affinity "requiredDuringSchedulingIgnoredDuringExecution" | default list) -}}
{{- range get $affinity "preferredDuringSchedulingIgnoredDuringExecution" | default list }}{{ $terms = append $terms .podAffinityTerm }}{{ end -}}
{{- end -}}
{{- range $term := $terms -}}
{{- $held := dig "matchLabels" dict (.labelSelector | default dict) | default dict | keys | sortAlpha -}}
{{- range dig "matchExpressions" list (.labelSelector | default dict) }}{{ $held = append $held .key }}{{ end -}}
{{- range concat (.matchLabelKeys | default list) (.mismatchLabelKeys | default list) -}}
{{- if and (has . ($term.matchLabelKeys | default list)) (has . ($term.mismatchLabelKeys | default list)) }}
{{- fail (printf "matchLabelKeys and mismatchLabelKeys have %s both" .) }}
{{- end -}}
{{- if and (has . $held) (hasKey $.labels .) }}
{{- fail (printf "matchLabelKeys: the labelSelector beside it has %s already" .) }}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Refuses two files of one path; takes a projected volume. */}}
{{- define "documentrenderer.checkedProjection" -}}
{{- $paths := list -}}
{{- range .sources }}{{ range list .configMap .secret .downwardAPI }}{{ range dig "items" list (. | default dict) -}}
{{- if has .path $paths }}{{ fail (printf "volumes: the path %s is there twice in a projected volume" .path) }}{{ end -}}
{{- $paths = append $paths .path -}}
{{- end }}{{ end }}{{ end -}}
{{- end -}}

{{/* Refuses devices that are no claims, or folders too; takes container and volumes. */}}
{{- define "documentrenderer.checkedDevices" -}}
{{- $where := printf "container %s: volumeDevices" .container.name -}}
{{- $claims := list -}}
{{- range .volumes }}{{ if or .persistentVolumeClaim .ephemeral .size }}{{ $claims = append $claims .name }}{{ end }}{{ end -}}
{{- range list "name" "devicePath" -}}
{{- include "documentrenderer.checkedOnce" (dict "what" $where "field" . "list" $.container.volumeDevices) -}}
{{- end -}}
{{- range $device := .container.volumeDevices -}}
{{- if not (has .name $claims) }}{{ fail (printf "%s: %s is no claim" $where .name) }}{{ end -}}
{{- range $.container.volumeMounts -}}
{{- if or (eq .name $device.name) (eq .mountPath $device.devicePath) }}
{{- fail (printf "%s: %s is in volumeMounts too" $where $device.name) }}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Refuses what the operating system of the pod does not have; takes spec and containers. */}}
{{- define "documentrenderer.checkedSystem" -}}
{{- $system := dig "name" "" (.spec.os | default dict) -}}
{{- $pod := .spec.securityContext | default dict -}}
{{- if and (eq $system "windows") (or .spec.hostPID .spec.hostIPC (kindIs "bool" .spec.shareProcessNamespace)) }}
{{- fail "podSpec.os is windows: set podSpec.hostPID, podSpec.hostIPC and podSpec.shareProcessNamespace to null" }}
{{- end -}}
{{- $asProcess := 0 -}}
{{- $ofPod := $pod.windowsOptions | default dict -}}
{{- range prepend .containers (dict "name" "" "securityContext" $pod) -}}
{{- $where := ternary (printf "container %s: securityContext" .name) "podSecurityContext" (ne .name "") -}}
{{- $own := dig "windowsOptions" dict (.securityContext | default dict) | default dict -}}
{{- if and (eq $system "windows") (omit (.securityContext | default dict) "windowsOptions" "runAsNonRoot") }}
{{- fail (printf "podSpec.os is windows: %s may hold windowsOptions and runAsNonRoot alone" $where) }}
{{- end -}}
{{- if and (eq $system "linux") $own }}{{ fail (printf "podSpec.os is linux: set windowsOptions of %s to null" $where) }}{{ end -}}
{{- with $own.runAsUserName -}}
{{- $isName := regexMatch `^(([A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?\.)*[A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?\\|[^\\/:*?"<>|.[:cntrl:]][^\\/:*?"<>|[:cntrl:]]{0,14}\\)?[^"/\\:;|=,+*?<>@\[\][:cntrl:]]{1,104}$` . -}}
{{- if not (and $isName (splitList "\\" . | last | trimAll ". ")) }}
{{- fail (printf "%s.windowsOptions.runAsUserName: %s is no user of Windows, such as ContainerUser or DOMAIN\\user" $where .) }}
{{- end -}}
{{- end -}}
{{- if and (kindIs "bool" $own.hostProcess) (kindIs "bool" $ofPod.hostProcess) (ne $own.hostProcess $ofPod.hostProcess) }}
{{- fail (printf "%s.windowsOptions.hostProcess is another one than podSecurityContext's" $where) }}
{{- end -}}
{{- if and (ne .name "") (ternary $own.hostProcess $ofPod.hostProcess (kindIs "bool" $own.hostProcess)) }}{{ $asProcess = add1 $asProcess }}{{ end -}}
{{- end -}}
{{- if and $asProcess (ne (int $asProcess) (len .containers)) }}
{{- fail "windowsOptions.hostProcess: all containers are processes of the node, or none is" }}
{{- end -}}
{{- if and $asProcess (not .spec.hostNetwork) }}
{{- fail "windowsOptions.hostProcess needs podSpec.hostNetwork true" }}
{{- end -}}
{{- end -}}

{{/* Refuses two entries that share what each has for itself; takes what, field and list. */}}
{{- define "documentrenderer.checkedOnce" -}}
{{- $seen := list -}}
{{- range .list -}}
{{- with get . $.field -}}
{{- if has . $seen }}{{ fail (printf "%s: %s %s is there twice" $.what $.field .) }}{{ end -}}
{{- $seen = append $seen . -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Refuses probes that ask in no way or in two, or that have what only other probes have; takes where and container. */}}
{{- define "documentrenderer.checkedProbes" -}}
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

{{- define "documentrenderer.podTemplate" -}}
metadata:
  labels:
    {{- include "documentrenderer.labels" . | nindent 4 }}
    {{- include "documentrenderer.checkedNames" (dict "own" .Values.podLabels "all" .Values.commonLabels) }}
    {{- range $name, $value := .Values.podLabels }}
    {{ $name }}: {{ $value | quote }}
    {{- end }}
  annotations:
    {{- range $name, $value := .Values.commonAnnotations }}
    {{- if ne $name "factory_execution_id" }}
    {{ $name }}: {{ $value | quote }}
    {{- end }}
    {{- end }}
    {{- include "documentrenderer.checkedNames" (dict "own" .Values.podAnnotations "all" .Values.commonAnnotations) }}
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
  serviceAccountName: {{ include "documentrenderer.serviceAccountName" . | quote }}
  automountServiceAccountToken: {{ .Values.serviceAccount.automount }}
  {{- $ends := has (include "documentrenderer.workloadKind" .) (list "Job" "CronJob") }}
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
    {{- include "documentrenderer.checkedName" (dict "section" "containerName" "name" .Values.containerName) }}
    - name: {{ default .Chart.Name .Values.containerName | quote }}
      image: {{ include "documentrenderer.image" . | quote }}
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
            name: {{ printf "%s-otel" (include "documentrenderer.name" .) | quote }}
        {{- end }}
        {{- range .Values.existingConfigMaps }}
        - configMapRef:
            name: {{ . | quote }}
        {{- end }}
        {{- if .Values.config }}
        - configMapRef:
            name: {{ include "documentrenderer.name" . | quote }}
        {{- end }}
        {{- with .Values.envFrom }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      {{- end }}
      {{- with include "documentrenderer.environment" . }}
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
      {{- with include "documentrenderer.volumeMounts" . }}
      volumeMounts:
        {{- . | trimPrefix "\n" | nindent 8 }}
      {{- end }}
    {{- range .Values.sidecars }}
    - name: {{ .name | quote }}
      {{- toYaml (omit . "name") | nindent 6 }}
    {{- end }}
    {{- if .Values.otel.sidecar.enabled }}
    {{- include "documentrenderer.collector" . | nindent 4 }}
    {{- end }}
  {{- with include "documentrenderer.volumes" . }}
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
          {{- include "documentrenderer.selectorLabels" $ | nindent 10 }}
      {{- end }}
    {{- end }}
  {{- end }}
{{- end -}}

{{/* Variables of the container: those filled from Secrets first, so that the others can refer to them by $(NAME). */}}
{{- define "documentrenderer.environment" -}}
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
{{- define "documentrenderer.projectsToken" -}}
{{- if and .Values.serviceAccount.tokenExpirationSeconds (not .Values.serviceAccount.automount) }}true{{ end -}}
{{- end -}}

{{- define "documentrenderer.volumeMounts" -}}
{{- range $index, $scratch := .Values.scratch }}
- name: scratch-{{ $index }}
  mountPath: {{ $scratch.path | quote }}
{{- end }}
{{- if include "documentrenderer.projectsToken" . }}
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

{{- define "documentrenderer.volumes" -}}
{{- range $index, $scratch := .Values.scratch }}
- name: scratch-{{ $index }}
  emptyDir:
    sizeLimit: {{ $scratch.size }}
{{- end }}
{{- if include "documentrenderer.projectsToken" . }}
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
{{- if ne (include "documentrenderer.workloadKind" .) "StatefulSet" }}
{{- range .Values.persistence.claims }}
- name: {{ .name | quote }}
  persistentVolumeClaim:
    claimName: {{ include "documentrenderer.claimName" (dict "root" $ "claim" .) | quote }}
{{- end }}
{{- end }}
{{- /* Files that no container sees are read as variables. */}}
{{- range .Values.files }}
{{- if not .unmounted }}
- name: {{ .name | quote }}
  configMap:
    name: {{ include "documentrenderer.fileSetName" (dict "root" $ "files" .) | quote }}
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
    name: {{ printf "%s-otel-collector" (include "documentrenderer.name" .) | quote }}
{{- end }}
{{- end -}}

{{/* OpenTelemetry collector beside the container; it forwards to the platform's collector. */}}
{{- define "documentrenderer.collector" -}}
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

{{/* Refuses a Job whose rules name what it has not; takes job and the text of pod. */}}
{{- define "documentrenderer.checkedJob" -}}
{{- $rules := dig "podFailurePolicy" "rules" list .job | default list -}}
{{- if $rules -}}
{{- $spec := (fromYaml .pod).spec -}}
{{- if ne (default "" $spec.restartPolicy) "Never" }}
{{- fail "job.podFailurePolicy needs restartPolicy Never: a pod that is restarted has not failed" }}
{{- end -}}
{{- $names := list -}}
{{- range concat ($spec.initContainers | default list) $spec.containers }}{{ $names = append $names .name }}{{ end -}}
{{- range $rules }}{{ with .onExitCodes -}}
{{- if and .containerName (not (has .containerName $names)) }}
{{- fail (printf "job.podFailurePolicy: there is no container %s" .containerName) }}
{{- end -}}
{{- $last := -1 -}}
{{- range .values -}}
{{- if le (int64 .) (int64 $last) }}{{ fail "job.podFailurePolicy: exit codes have to rise" }}{{ end -}}
{{- $last = . -}}
{{- end -}}
{{- end }}{{ end -}}
{{- end -}}
{{- if and .job.completions .job.maxFailedIndexes (gt (int64 .job.maxFailedIndexes) (int64 .job.completions)) }}
{{- fail "job.maxFailedIndexes is above job.completions" }}
{{- end -}}
{{- end -}}
