{{/*
TCP ports by the names of their values, as a NetworkPolicy has them.
Usage: ports: {{- include "zookeeper.policyPorts" (list . "clientPort" "httpPort") | nindent 8 }}
*/}}
{{- define "zookeeper.policyPorts" -}}
{{- $root := first . -}}
{{- range $i, $name := rest . -}}
{{- if $i }}
{{ end -}}
- port: {{ int64 (get $root.Values $name) }}
  protocol: TCP
{{- end -}}
{{- end -}}
