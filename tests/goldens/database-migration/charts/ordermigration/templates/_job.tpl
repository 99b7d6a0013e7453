{{/*
A Job. What it runs cannot change once it is there, so its name follows from that: what is released anew is a Job of its
own beside the last one. Fields that may change stay out of the name. Ten digits, and room for the index of a pod.
*/}}
{{- define "ordermigration.job" -}}
{{- $spec := .Values.job | default dict -}}
{{- $pod := include "ordermigration.pod" . -}}
{{- include "ordermigration.checkedJob" (dict "job" $spec "pod" $pod) -}}
{{- $fixed := omit $spec "activeDeadlineSeconds" "backoffLimit" "maxFailedIndexes" "parallelism" "suspend" "ttlSecondsAfterFinished" -}}
{{- $digest := list $fixed (fromYaml $pod) | toJson | sha256sum | trunc 10 -}}
{{- $name := printf "%s-%s" (include "ordermigration.name" . | trunc 46 | trimSuffix "-") $digest -}}
apiVersion: batch/v1
kind: Job
metadata:
  {{- include "ordermigration.metadata" (dict "root" . "name" $name "labels" .Values.workloadLabels "annotations" .Values.workloadAnnotations) | nindent 2 }}
spec:
  {{- with $spec }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
  template:
    {{- $pod | nindent 4 }}
{{- end -}}
