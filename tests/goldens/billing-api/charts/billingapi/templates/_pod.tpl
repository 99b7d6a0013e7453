{{/* Pod template of the workload. */}}
{{- define "billingapi.pod" -}}
metadata:
  labels:
    {{- include "billingapi.labels" . | nindent 4 }}
    {{- range $name, $value := .Values.podLabels }}
    {{ $name }}: {{ $value | quote }}
    {{- end }}
  annotations:
    {{- range $name, $value := .Values.commonAnnotations }}
    {{- if ne $name "factory_execution_id" }}
    {{ $name }}: {{ $value | quote }}
    {{- end }}
    {{- end }}
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
  serviceAccountName: {{ include "billingapi.serviceAccountName" . | quote }}
  automountServiceAccountToken: {{ .Values.serviceAccount.automount }}
  {{- with .Values.restartPolicy }}
  {{- $policies := ternary (list "Never" "OnFailure") (list "Always") (has (include "billingapi.workloadKind" $) (list "Job" "CronJob")) }}
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
    {{- include "billingapi.checkedName" (dict "section" "containerName" "name" .Values.containerName) }}
    - name: {{ default .Chart.Name .Values.containerName | quote }}
      image: {{ include "billingapi.image" . | quote }}
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
            name: {{ printf "%s-otel" (include "billingapi.name" .) | quote }}
        {{- end }}
        {{- range .Values.existingConfigMaps }}
        - configMapRef:
            name: {{ . | quote }}
        {{- end }}
        {{- if .Values.config }}
        - configMapRef:
            name: {{ include "billingapi.name" . | quote }}
        {{- end }}
        {{- with .Values.envFrom }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      {{- end }}
      {{- with include "billingapi.environment" . }}
      {{- . | nindent 6 }}
      {{- end }}
      {{- with .Values.startupProbe }}
      startupProbe:
        {{- include "billingapi.probe" (dict "section" "startupProbe" "probe" .) | nindent 8 }}
      {{- end }}
      {{- with .Values.livenessProbe }}
      livenessProbe:
        {{- include "billingapi.probe" (dict "section" "livenessProbe" "probe" .) | nindent 8 }}
      {{- end }}
      {{- with .Values.readinessProbe }}
      readinessProbe:
        {{- include "billingapi.probe" (dict "section" "readinessProbe" "probe" .) | nindent 8 }}
      {{- end }}
      {{- with .Values.resources }}
      resources:
        {{- include "billingapi.resources" . | nindent 8 }}
      {{- end }}
      {{- with .Values.containerSecurityContext }}
      securityContext:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with include "billingapi.volumeMounts" . }}
      volumeMounts:
        {{- . | trimPrefix "\n" | nindent 8 }}
      {{- end }}
    {{- range .Values.sidecars }}
    - name: {{ .name | quote }}
      {{- toYaml (omit . "name") | nindent 6 }}
    {{- end }}
    {{- if .Values.otel.sidecar.enabled }}
    {{- include "billingapi.collector" . | nindent 4 }}
    {{- end }}
  {{- with include "billingapi.volumes" . }}
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
    - {{ toYaml . | nindent 6 | trim }}
      {{- if not .labelSelector }}
      labelSelector:
        matchLabels:
          {{- include "billingapi.selectorLabels" $ | nindent 10 }}
      {{- end }}
    {{- end }}
  {{- end }}
{{- end -}}

{{/* Variables of the container: those filled from Secrets first, so that the others can refer to them by $(NAME). */}}
{{- define "billingapi.environment" -}}
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
{{- define "billingapi.projectsToken" -}}
{{- if and .Values.serviceAccount.tokenExpirationSeconds (not .Values.serviceAccount.automount) }}true{{ end -}}
{{- end -}}

{{- define "billingapi.volumeMounts" -}}
{{- range $index, $scratch := .Values.scratch }}
- name: scratch-{{ $index }}
  mountPath: {{ $scratch.path | quote }}
{{- end }}
{{- if include "billingapi.projectsToken" . }}
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

{{- define "billingapi.volumes" -}}
{{- range $index, $scratch := .Values.scratch }}
- name: scratch-{{ $index }}
  emptyDir:
    sizeLimit: {{ $scratch.size }}
{{- end }}
{{- if include "billingapi.projectsToken" . }}
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
{{- if ne (include "billingapi.workloadKind" .) "StatefulSet" }}
{{- range .Values.persistence.claims }}
- name: {{ .name | quote }}
  persistentVolumeClaim:
    claimName: {{ include "billingapi.claimName" (dict "root" $ "claim" .) | quote }}
{{- end }}
{{- end }}
{{- /* Files that no container sees are read as variables. */}}
{{- range .Values.files }}
{{- if not .unmounted }}
- name: {{ .name | quote }}
  configMap:
    name: {{ include "billingapi.fileSetName" (dict "root" $ "files" .) | quote }}
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
    name: {{ printf "%s-otel-collector" (include "billingapi.name" .) | quote }}
{{- end }}
{{- end -}}

{{/* OpenTelemetry collector beside the container; it forwards to the platform's collector. */}}
{{- define "billingapi.collector" -}}
{{- if not .Values.otel.sidecar.config }}
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
