{{/*
Keeps members on different nodes, or prefers to. Nothing for an empty antiAffinity.
Usage: {{- with include "zookeeper.affinity" . }} affinity: {{- . | nindent 8 }} {{- end }}
*/}}
{{- define "zookeeper.affinity" -}}
{{- if eq .Values.antiAffinity "hard" -}}
podAntiAffinity:
  requiredDuringSchedulingIgnoredDuringExecution:
    - topologyKey: kubernetes.io/hostname
      labelSelector:
        matchLabels:
          {{- include "zookeeper.selectorLabels" . | nindent 10 }}
{{- else if eq .Values.antiAffinity "soft" -}}
podAntiAffinity:
  preferredDuringSchedulingIgnoredDuringExecution:
    - weight: 100
      podAffinityTerm:
        topologyKey: kubernetes.io/hostname
        labelSelector:
          matchLabels:
            {{- include "zookeeper.selectorLabels" . | nindent 12 }}
{{- end -}}
{{- end -}}

{{/*
Requests and limits, each quantity as text; an empty block is left out.
Usage: resources: {{- include "zookeeper.resources" . | trim | nindent 12 }}
*/}}
{{- define "zookeeper.resources" -}}
{{- range $bound := list "requests" "limits" -}}
{{- with get $.Values.resources $bound }}
{{ $bound }}:
  {{- range $name, $quantity := . }}
  {{ $name }}: {{ include "zookeeper.quantity" $quantity | quote }}
  {{- end }}
{{- end -}}
{{- end -}}
{{- end -}}
