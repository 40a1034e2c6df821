{{/*
The keys this chart knows, by the object they are in. A test compares them with values.schema.json, which templates
cannot read.
Usage: {{- range $parent, $known := fromYaml (include "zookeeper.knownKeys" .) }}
*/}}
{{- define "zookeeper.knownKeys" -}}
"":
  - servers
  - minAvailable
  - heap
  - resources
  - storage
  - storageClass
  - clientPort
  - serverPort
  - leaderElectionPort
  - httpPort
  - controlPort
  - tickTimeMs
  - initTicks
  - syncTicks
  - clientCnxns
  - snapRetain
  - purgeHours
  - antiAffinity
  - logLevel
  - logFormat
  - probeInitialDelaySeconds
  - probeTimeoutSeconds
  - image
  - imagePullPolicy
  - imagePullSecrets
  - clusterDomain
  - nameOverride
  - fullnameOverride
  - global
  - enabled
image: [registry, repository, tag, digest]
resources: [requests, limits]
resources.requests: [cpu, memory]
resources.limits: [cpu, memory]
{{- end -}}

{{/*
What other ZooKeeper charts call our values.
Usage: {{- $ours := get (fromYaml (include "zookeeper.foreignKeys" .)) "replicaCount" }}
  replicaCount→servers, persistence.size→storage
*/}}
{{- define "zookeeper.foreignKeys" -}}
replicaCount: servers
replicas: servers
pdb.minAvailable: minAvailable
podDisruptionBudget.minAvailable: minAvailable
heapSize: heap
cpu: resources.requests.cpu
memory: resources.requests.memory
persistence.size: storage
persistence.storageClass: storageClass
containerPorts.client: clientPort
containerPorts.follower: serverPort
containerPorts.election: leaderElectionPort
tickTime: tickTimeMs
initLimit: initTicks
syncLimit: syncTicks
maxClientCnxns: clientCnxns
autopurge.snapRetainCount: snapRetain
autopurge.purgeInterval: purgeHours
podAntiAffinityPreset: antiAffinity
livenessProbe.initialDelaySeconds: probeInitialDelaySeconds
livenessProbe.timeoutSeconds: probeTimeoutSeconds
readinessProbe.initialDelaySeconds: probeInitialDelaySeconds
readinessProbe.timeoutSeconds: probeTimeoutSeconds
image.pullPolicy: imagePullPolicy
image.pullSecrets: imagePullSecrets
{{- end -}}

{{/*
Keys that this chart does not know, which only values that skipped the schema can have, each with what was probably meant.
server→server is no value of this chart, the nearest is servers; rename it
*/}}
{{- define "zookeeper.problems.keys" -}}
{{- $foreign := fromYaml (include "zookeeper.foreignKeys" .) -}}
{{- range $parent, $known := fromYaml (include "zookeeper.knownKeys" .) -}}
{{- $given := $.Values -}}
{{- range compact (splitList "." $parent) -}}
{{- $given = default dict (get $given .) -}}
{{- end -}}
{{- range $key, $value := $given -}}
{{- if not (has $key $known) -}}
{{- $path := join "." (compact (list $parent $key)) -}}
{{- $children := list -}}
{{- if kindIs "map" $value -}}
{{- range $child, $_ := $value -}}
{{- if hasKey $foreign (printf "%s.%s" $path $child) -}}
{{- $children = append $children (printf "%s.%s" $path $child) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- range default (list $path) $children }}
{{ include "zookeeper.problems.key" (dict "path" . "foreign" $foreign "parent" $parent "key" $key "known" $known) }}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/*
The sentence for one unknown key. Another key is near when changing a third of the letters or fewer makes one of the
other, or else when it begins with the unknown one: servr→servers, repo→repository.
*/}}
{{- define "zookeeper.problems.key" -}}
{{- if hasKey .foreign .path -}}
{{ .path }} is no value of this chart, which calls it {{ get .foreign .path }}; set that
{{- else -}}
{{- $nearest := "" -}}
{{- $distance := add1 (div (add (len .key) 1) 3) -}}
{{- range $candidate := .known -}}
{{- $found := int64 (include "zookeeper.editDistance" (dict "from" $.key "to" $candidate)) -}}
{{- if lt $found $distance -}}
{{- $nearest = $candidate -}}
{{- $distance = $found -}}
{{- end -}}
{{- end -}}
{{- range $candidate := .known -}}
{{- if and (not $nearest) (hasPrefix (lower $.key) (lower $candidate)) -}}
{{- $nearest = $candidate -}}
{{- end -}}
{{- end -}}
{{- if $nearest -}}
{{ .path }} is no value of this chart, the nearest is {{ join "." (compact (list .parent $nearest)) }}; rename it
{{- else -}}
{{ .path }} is no value of this chart and resembles none; remove it (helm show values lists them all)
{{- end -}}
{{- end -}}
{{- end -}}

{{/*
How many letters to add, drop or change to make one word of another, whatever their case (Levenshtein).
Usage: int64 (include "zookeeper.editDistance" (dict "from" "Server" "to" "servers"))
  Server, servers→1; heap, heap→0
*/}}
{{- define "zookeeper.editDistance" -}}
{{- $from := regexFindAll "." (lower .from) -1 -}}
{{- $to := regexFindAll "." (lower .to) -1 -}}
{{- $row := until (int (add1 (len $to))) -}}
{{- range $i, $a := $from -}}
{{- $next := list (add1 $i) -}}
{{- range $j, $b := $to -}}
{{- $changed := add (index $row $j) (ternary 0 1 (eq $a $b)) -}}
{{- $next = append $next (min (add1 (index $row (add1 $j))) (add1 (last $next)) $changed) -}}
{{- end -}}
{{- $row = $next -}}
{{- end -}}
{{- last $row -}}
{{- end -}}
