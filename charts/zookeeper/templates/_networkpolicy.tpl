{{/*
The ports that members use among themselves.
*/}}
{{- define "zookeeper.memberPorts" -}}
{{- range $name := list "clientPort" "serverPort" "leaderElectionPort" "httpPort" -}}
- port: {{ int64 (get $.Values $name) }}
{{ end -}}
{{- end -}}
