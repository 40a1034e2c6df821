{{/*
Everything that is wrong with the values and names, one sentence a line: what, found, expected, what to do.
Usage: compact (splitList "\n" (include "zookeeper.problems" .))
*/}}
{{- define "zookeeper.problems" -}}
{{- include "zookeeper.problems.keys" . }}
{{- include "zookeeper.problems.choices" . }}
{{- include "zookeeper.problems.observers" . }}
{{- include "zookeeper.problems.disruption" . }}
{{- include "zookeeper.problems.memory" . }}
{{- include "zookeeper.problems.limits" . }}
{{- include "zookeeper.problems.ports" . }}
{{- include "zookeeper.problems.tls" . }}
{{- include "zookeeper.problems.tlsAuthority" . }}
{{- include "zookeeper.problems.auth" . }}
{{- include "zookeeper.problems.timing" . }}
{{- include "zookeeper.problems.requests" . }}
{{- include "zookeeper.problems.names" . }}
{{- include "zookeeper.problems.extraConfig" . }}
{{- include "zookeeper.problems.chroots" . }}
{{- include "zookeeper.problems.storage" . }}
{{- include "zookeeper.problems.affinity" . }}
{{- include "zookeeper.problems.labels" . }}
{{- include "zookeeper.problems.extras" . }}
{{- include "zookeeper.problems.services" . }}
{{- include "zookeeper.problems.permissions" . }}
{{- include "zookeeper.problems.monitors" . }}
{{- end -}}

{{/*
Values out of a closed list, in case the schema was skipped: a misspelt antiAffinity must not switch it off.
antiAffinity=hart→antiAffinity is hart, expected hard, soft or empty; set it to one of them
*/}}
{{- define "zookeeper.problems.choices" -}}
{{- $choices := dict
      "servers" (list "1" "3" "5" "7")
      "antiAffinity" (list "hard" "soft" "")
      "zoneSpread" (list "hard" "soft" "")
      "claimRetention.whenDeleted" (list "Retain" "Delete")
      "claimRetention.whenScaled" (list "Retain" "Delete")
      "service.type" (list "ClusterIP" "NodePort" "LoadBalancer")
      "service.externalTrafficPolicy" (list "Local" "Cluster" "")
      "externalAccess.type" (list "NodePort" "LoadBalancer" "")
      "externalAccess.externalTrafficPolicy" (list "Local" "Cluster" "")
      "logLevel" (list "ERROR" "WARN" "INFO" "DEBUG")
      "logFormat" (list "text" "json")
      "imagePullPolicy" (list "IfNotPresent" "Always" "Never") -}}
{{- range $key, $accepted := $choices -}}
{{- $found := $.Values -}}
{{- range splitList "." $key -}}
{{- $found = get $found . -}}
{{- end -}}
{{- $found = toString $found -}}
{{- if not (has $found $accepted) }}
{{ $key }} is {{ default "empty" $found }}, expected {{ join ", " (initial $accepted) }} or {{ default "empty" (last $accepted) }}; set it to one of them
{{- end -}}
{{- end -}}
{{- end -}}

{{/*
More observers than there are numbers for, in case the schema was skipped.
*/}}
{{- define "zookeeper.problems.observers" -}}
{{- $observers := int64 .Values.observers -}}
{{- if or (lt $observers 0) (gt $observers 100) }}
observers is {{ $observers }}, expected 0 to 100; use as few as serve the reads there are
{{- end -}}
{{- end -}}

{{/*
A disruption budget that allows the loss of the majority, or no disruption at all. Its interval is
[(servers/2)+1, servers-1]: 3→[2, 2], 5→[3, 4], 7→[4, 6]; a single member can only be stopped, so 1→[0, 0].
*/}}
{{- define "zookeeper.problems.disruption" -}}
{{- $most := sub (int64 .Values.servers) 1 -}}
{{- $least := min $most (int64 (include "zookeeper.majority" .)) -}}
{{- $found := int64 (include "zookeeper.minAvailable" .) -}}
{{- if or (lt $found $least) (gt $found $most) }}
minAvailable is {{ $found }}, expected {{ if eq $least $most }}{{ $most }}{{ else }}{{ $least }} to {{ $most }}{{ end }} (the interval for servers={{ .Values.servers }} is [{{ $least }}, {{ $most }}]); set it to {{ $most }} or leave it out
{{- end -}}
{{- end -}}

{{/*
Memory that leaves nothing beside the heap. The units differ: heap=2G is more than memory=2G and as much as 2Gi.
*/}}
{{- define "zookeeper.problems.memory" -}}
{{- $heap := toString .Values.heap -}}
{{- if not (regexMatch "^[1-9][0-9]*[kKmMgG]$" $heap) }}
heap is {{ $heap }}, expected a whole number with k, m or g; set it to a size such as 2G
{{- else -}}
{{- $heapBytes := float64 (include "zookeeper.heapBytes" $heap) -}}
{{- range $bound := list "requests" "limits" -}}
{{- $memory := dig $bound "memory" nil $.Values.resources -}}
{{- if kindIs "invalid" $memory -}}
{{- if eq $bound "requests" }}
resources.requests.memory is missing, expected more than heap ({{ $heap }}); set it to {{ include "zookeeper.memoryForHeap" $heap }}
{{- end -}}
{{- else if le (float64 (include "zookeeper.quantityNumber" $memory)) $heapBytes }}
resources.{{ $bound }}.memory is {{ include "zookeeper.quantity" $memory }}, expected more than heap ({{ $heap }}, which is {{ int64 $heapBytes }} bytes); set it to {{ include "zookeeper.memoryForHeap" $heap }} or lower heap
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/*
A limit below its request, which the API server refuses.
*/}}
{{- define "zookeeper.problems.limits" -}}
{{- range $path, $resources := dict "resources" .Values.resources "test.resources" .Values.test.resources -}}
{{- range $name := list "cpu" "memory" "ephemeral-storage" -}}
{{- $request := dig "requests" $name nil $resources -}}
{{- $limit := dig "limits" $name nil $resources -}}
{{- if and (not (kindIs "invalid" $request)) (not (kindIs "invalid" $limit)) -}}
{{- if lt (float64 (include "zookeeper.quantityNumber" $limit)) (float64 (include "zookeeper.quantityNumber" $request)) }}
{{ $path }}.limits.{{ $name }} is {{ include "zookeeper.quantity" $limit }}, expected at least {{ $path }}.requests.{{ $name }} ({{ include "zookeeper.quantity" $request }}); raise the limit or lower the request
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/*
Two ports of one member with the same number.
*/}}
{{- define "zookeeper.problems.ports" -}}
{{- $namesByPort := dict -}}
{{- range $name := list "clientPort" "serverPort" "leaderElectionPort" "httpPort" "controlPort" -}}
{{- $port := toString (int64 (index $.Values $name)) -}}
{{- $_ := set $namesByPort $port (append (default list (get $namesByPort $port)) $name) -}}
{{- end -}}
{{- range $port, $names := $namesByPort -}}
{{- if gt (len $names) 1 }}
{{ join ", " (initial $names) }} and {{ last $names }} are {{ if eq (len $names) 2 }}both{{ else }}all{{ end }} {{ $port }}, expected five different ports; change all but one of them
{{- end -}}
{{- end -}}
{{- end -}}

{{/*
Less time to join than to lag: a member that loads the leader's snapshot would be given up on before one that has it.
*/}}
{{- define "zookeeper.problems.timing" -}}
{{- if lt (int64 .Values.initTicks) (int64 .Values.syncTicks) }}
initTicks is {{ .Values.initTicks }}, expected at least syncTicks ({{ .Values.syncTicks }}); set it to {{ .Values.syncTicks }} or more, 10 unless you measured otherwise
{{- end -}}
{{- end -}}

{{/*
Less room for all large requests together than for one.
*/}}
{{- define "zookeeper.problems.requests" -}}
{{- if lt (int64 .Values.limits.largeRequestBytes) (int64 .Values.limits.requestBytes) }}
limits.largeRequestBytes is {{ int64 .Values.limits.largeRequestBytes }}, expected at least limits.requestBytes ({{ int64 .Values.limits.requestBytes }}); raise it or lower limits.requestBytes
{{- end -}}
{{- end -}}

{{/*
Names that come from the release and the namespace. Services are called after the StatefulSet, so its name must be a DNS
label that begins with a letter; 52 characters, because Kubernetes labels each pod with that name, a hyphen and a hash
of 10, and a label's value has at most 63.
*/}}
{{- define "zookeeper.problems.names" -}}
{{- $name := include "zookeeper.fullname" . -}}
{{- $observer := set (omit . "observer") "observer" true -}}
{{- $observers := include "zookeeper.setName" $observer -}}
{{- if and .Values.observers (le (len $name) 52) (gt (len $observers) 52) }}
the observers' StatefulSet's name {{ $observers }} has {{ len $observers }} characters, expected at most 52, so that Kubernetes can add a revision hash; choose a shorter release name or set fullnameOverride
{{- end -}}
{{- if gt (len $name) 52 }}
the StatefulSet's name {{ $name }} has {{ len $name }} characters, expected at most 52, so that Kubernetes can add a revision hash; choose a shorter release name or set fullnameOverride
{{- end -}}
{{- if not (regexMatch "^[a-z]([-a-z0-9]*[a-z0-9])?$" $name) }}
the StatefulSet's name {{ $name }} is no DNS label, expected a letter first, then lower-case letters, digits and hyphens; choose another release name or set fullnameOverride
{{- end -}}
{{- $namespace := .Release.Namespace -}}
{{- if or (gt (len $namespace) 63) (not (regexMatch "^([a-z0-9]([-a-z0-9]*[a-z0-9])?)?$" $namespace)) }}
the namespace {{ $namespace }} is no DNS label, expected at most 63 lower-case letters, digits and hyphens; choose another namespace
{{- end -}}
{{- $host := include "zookeeper.memberHost" (dict "root" . "ordinal" (sub (int64 .Values.servers) 1)) -}}
{{- if .Values.observers -}}
{{- $host = include "zookeeper.memberHost" (dict "root" $observer "ordinal" (sub (int64 .Values.observers) 1)) -}}
{{- end -}}
{{- if gt (len $host) 253 }}
the member's host name {{ $host }} has {{ len $host }} characters, expected at most 253; choose a shorter release name or namespace, or set fullnameOverride
{{- end -}}
{{- end -}}
