{{/*
How a Service is reached: its type and what belongs to it. Kubernetes refuses most of it for ClusterIP.
Usage: {{- include "zookeeper.exposure" .Values.service | nindent 2 }}
*/}}
{{- define "zookeeper.exposure" -}}
type: {{ .type }}
{{- with .loadBalancerClass }}
loadBalancerClass: {{ . | quote }}
{{- end }}
{{- with .loadBalancerSourceRanges }}
loadBalancerSourceRanges:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .externalTrafficPolicy }}
externalTrafficPolicy: {{ . }}
{{- end }}
{{- end -}}

{{/*
Name of the Service that makes one member known outside the cluster.
Usage: {{ include "zookeeper.externalName" (dict "root" . "ordinal" 0) }}
  ordinal 0→myzk-zookeeper-external-0
*/}}
{{- define "zookeeper.externalName" -}}
{{- printf "%s-external-%d" (include "zookeeper.fullname" .root) (int .ordinal) -}}
{{- end -}}
