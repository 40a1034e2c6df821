{{/*
Keeps members on different nodes, or prefers to, and whatever else `affinity` says. Nothing for an empty antiAffinity.
Usage: {{- with include "zookeeper.affinity" . | trim }} affinity: {{- . | nindent 4 }} {{- end }}
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
{{- with .Values.affinity }}
{{ toYaml . }}
{{- end -}}
{{- end -}}

{{/*
Spreads members over zones, or prefers to, and whatever else is to be spread over. A list.
Usage: {{- with include "zookeeper.spread" . | trim }} topologySpreadConstraints: {{- . | nindent 4 }} {{- end }}
*/}}
{{- define "zookeeper.spread" -}}
{{- with .Values.zoneSpread -}}
- maxSkew: 1
  topologyKey: topology.kubernetes.io/zone
  whenUnsatisfiable: {{ ternary "DoNotSchedule" "ScheduleAnyway" (eq . "hard") }}
  labelSelector:
    matchLabels:
      {{- include "zookeeper.selectorLabels" $ | nindent 6 }}
{{- end -}}
{{- with .Values.topologySpreadConstraints }}
{{ toYaml . }}
{{- end -}}
{{- end -}}

{{/*
The security context of every container here: what the Pod Security Standard "restricted" asks for, and more.
*/}}
{{- define "zookeeper.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop:
    - ALL
{{- end -}}

{{/*
The security context of every pod here.
*/}}
{{- define "zookeeper.podSecurity" -}}
runAsNonRoot: true
runAsUser: 1000
runAsGroup: 1000
fsGroup: 1000
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{/*
Requests and limits, each quantity as text; an empty block is left out.
Usage: resources: {{- include "zookeeper.resources" .Values.resources | trim | nindent 4 }}
*/}}
{{- define "zookeeper.resources" -}}
{{- range $bound := list "requests" "limits" -}}
{{- with get $ $bound }}
{{ $bound }}:
  {{- range $name, $quantity := . }}
  {{ $name }}: {{ include "zookeeper.quantity" $quantity | quote }}
  {{- end }}
{{- end -}}
{{- end -}}
{{- end -}}
