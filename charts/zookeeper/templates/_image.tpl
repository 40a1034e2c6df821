{{/*
Name of the image. A digest decides alone: a name with both a tag and a digest would show a tag that nobody checks.
Usage: image: {{ include "zookeeper.image" . }}
  nothing set→arkeeper/zookeeper:3.9.5-0.1.0, registry=harbor:5000→harbor:5000/arkeeper/zookeeper:3.9.5-0.1.0,
  digest=sha256:9f…→arkeeper/zookeeper@sha256:9f…
*/}}
{{- define "zookeeper.image" -}}
{{- with .Values.image -}}
{{- with .registry }}{{ . }}/{{ end -}}
{{- .repository -}}
{{- if .digest }}@{{ .digest }}{{ else }}:{{ default $.Chart.AppVersion .tag }}{{ end -}}
{{- end -}}
{{- end -}}
