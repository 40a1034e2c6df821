{{/*
The smallest number of members that is a majority: 1→1, 3→2, 5→3, 7→4.
Usage: {{ include "zookeeper.majority" . }}
*/}}
{{- define "zookeeper.majority" -}}
{{- add1 (div (int64 .Values.servers) 2) -}}
{{- end -}}

{{/*
How many members may be lost while the rest are still a majority: 1→0, 3→1, 5→2, 7→3.
Usage: survives the loss of {{ include "zookeeper.tolerableLosses" . }}
*/}}
{{- define "zookeeper.tolerableLosses" -}}
{{- div (sub (int64 .Values.servers) 1) 2 -}}
{{- end -}}

{{/*
How many members a voluntary disruption must leave running; 0 is a value, not an absence: servers=1→0, 3→2, 5→4,
servers=5 and minAvailable=3→3.
Usage: minAvailable: {{ include "zookeeper.minAvailable" . }}
*/}}
{{- define "zookeeper.minAvailable" -}}
{{- if kindIs "invalid" .Values.minAvailable -}}
{{- sub (int64 .Values.servers) 1 -}}
{{- else -}}
{{- int64 .Values.minAvailable -}}
{{- end -}}
{{- end -}}
