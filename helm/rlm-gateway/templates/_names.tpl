{{- define "rlm-gateway.name" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 52 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 52 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "rlm-gateway.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "rlm-gateway.labels" -}}
{{ include "rlm-gateway.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{- define "rlm-gateway.hasSecret" -}}
{{- if or .Values.keys .Values.secretEnvironment -}}true{{- end -}}
{{- end -}}

{{- define "rlm-gateway.workerSelector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}-worker
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "rlm-gateway.testSelector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}-test
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "rlm-gateway.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}

{{- define "rlm-gateway.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "rlm-gateway.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop:
    - ALL
{{- end -}}

{{- define "rlm-gateway.workerSecret" -}}
{{ .Values.workers.existingSecret | default (printf "%s-workers" (include "rlm-gateway.name" .)) }}
{{- end -}}

{{/* The token that is given, else the one that the cluster has already, else a new one: the same all over one release. */}}
{{- define "rlm-gateway.workerToken" -}}
{{- if not .Values.workers.token -}}
{{- $there := lookup "v1" "Secret" .Release.Namespace (include "rlm-gateway.workerSecret" .) | default dict -}}
{{- $known := dig "data" "RLM_WORKER_TOKEN" "" $there | b64dec -}}
{{- $_ := set .Values.workers "token" ($known | default (randAlphaNum 48)) -}}
{{- end -}}
{{- .Values.workers.token -}}
{{- end -}}
