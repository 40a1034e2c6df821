{{/*
The keys this chart knows, by the object they are in. A test compares them with values.schema.json, which templates
cannot read.
Usage: {{- range $parent, $known := fromYaml (include "zookeeper.knownKeys" .) }}
*/}}
{{- define "zookeeper.knownKeys" -}}
"":
  - servers
  - observers
  - minAvailable
  - heap
  - resources
  - storage
  - storageClass
  - txnLog
  - claimRetention
  - ephemeral
  - clientPort
  - serverPort
  - leaderElectionPort
  - httpPort
  - controlPort
  - tickTimeMs
  - initTicks
  - syncTicks
  - clientCnxns
  - limits
  - snapRetain
  - purgeHours
  - extraConfig
  - chroots
  - antiAffinity
  - zoneSpread
  - nodeSelector
  - tolerations
  - affinity
  - topologySpreadConstraints
  - priorityClassName
  - logLevel
  - logFormat
  - auditLog
  - probeInitialDelaySeconds
  - probeTimeoutSeconds
  - startupProbe
  - livenessProbe
  - readinessProbe
  - terminationGracePeriodSeconds
  - image
  - imagePullPolicy
  - imagePullSecrets
  - podLabels
  - podAnnotations
  - extraEnv
  - extraVolumes
  - extraVolumeMounts
  - hostAliases
  - service
  - headlessService
  - externalAccess
  - serviceAccount
  - rbac
  - networkPolicy
  - podMonitor
  - serviceMonitor
  - test
  - clusterDomain
  - nameOverride
  - fullnameOverride
  - merge
  - global
  - enabled
resources: [requests, limits]
resources.requests: [cpu, memory, ephemeral-storage]
resources.limits: [cpu, memory, ephemeral-storage]
txnLog: [storage, storageClass]
limits: [connections, requestBytes, outstandingRequests, largeRequestBytes, sessionsPerSecond, words]
claimRetention: [whenDeleted, whenScaled]
startupProbe: [periodSeconds, failureThreshold]
livenessProbe: [periodSeconds, failureThreshold]
readinessProbe: [periodSeconds, failureThreshold]
image: [registry, repository, tag, digest]
service: [type, nodePort, loadBalancerClass, loadBalancerSourceRanges, externalTrafficPolicy, labels, annotations]
headlessService: [labels, annotations]
externalAccess:
  - type
  - nodePorts
  - loadBalancerClass
  - loadBalancerSourceRanges
  - externalTrafficPolicy
  - labels
  - annotations
  - memberAnnotations
serviceAccount: [create, name, annotations]
rbac: [create, events]
networkPolicy: [enabled, clients, metrics, egress]
podMonitor: [enabled, interval, scrapeTimeout, labels]
serviceMonitor: [enabled, interval, scrapeTimeout, labels]
test: [enabled, timeoutSeconds, resources]
test.resources: [requests, limits]
test.resources.requests: [cpu, memory]
test.resources.limits: [cpu, memory]
merge:
  - statefulSet
  - observerStatefulSet
  - pod
  - container
  - configMap
  - clientService
  - headlessService
  - externalService
  - podDisruptionBudget
  - observerPodDisruptionBudget
  - serviceAccount
  - role
  - roleBinding
  - networkPolicy
  - podMonitor
  - serviceMonitor
  - test
{{- end -}}

{{/*
What other ZooKeeper charts call our values.
Usage: {{- $ours := get (fromYaml (include "zookeeper.foreignKeys" .)) "replicaCount" }}
  replicaCount→servers, persistence.size→storage
*/}}
{{- define "zookeeper.foreignKeys" -}}
replicaCount: servers
replicas: servers
maxUnavailable: minAvailable
pdb.minAvailable: minAvailable
pdb.maxUnavailable: minAvailable
podDisruptionBudget.minAvailable: minAvailable
podDisruptionBudget.maxUnavailable: minAvailable
heapSize: heap
cpu: resources.requests.cpu
memory: resources.requests.memory
persistence.size: storage
persistence.storageClass: storageClass
persistence.storageClassName: storageClass
persistence.dataLogDir.size: txnLog.storage
persistentVolumeClaimRetentionPolicy.whenDeleted: claimRetention.whenDeleted
persistentVolumeClaimRetentionPolicy.whenScaled: claimRetention.whenScaled
storageClassName: storageClass
containerPorts.client: clientPort
containerPorts.follower: serverPort
containerPorts.election: leaderElectionPort
ports.client.containerPort: clientPort
ports.server.containerPort: serverPort
ports.election.containerPort: leaderElectionPort
service.ports.client: clientPort
service.ports.follower: serverPort
service.ports.election: leaderElectionPort
service.nodePorts.client: service.nodePort
service.headless.annotations: headlessService.annotations
headless.annotations: headlessService.annotations
tickTime: tickTimeMs
initLimit: initTicks
syncLimit: syncTicks
maxClientCnxns: clientCnxns
autopurge.snapRetainCount: snapRetain
autopurge.purgeInterval: purgeHours
snapCount: extraConfig
preAllocSize: extraConfig
maxSessionTimeout: extraConfig
minSessionTimeout: extraConfig
fourlwCommandsWhitelist: limits.words
env: extraEnv
env.ZK_HEAP_SIZE: heap
env.ZK_LOG_LEVEL: logLevel
env.ZK_TICK_TIME: tickTimeMs
env.ZK_INIT_LIMIT: initTicks
env.ZK_SYNC_LIMIT: syncTicks
env.ZK_MAX_CLIENT_CNXNS: clientCnxns
env.ZK_SNAP_RETAIN_COUNT: snapRetain
env.ZK_PURGE_INTERVAL: purgeHours
env.ZOO_TICK_TIME: tickTimeMs
env.ZOO_INIT_LIMIT: initTicks
env.ZOO_SYNC_LIMIT: syncTicks
env.ZOO_MAX_CLIENT_CNXNS: clientCnxns
env.ZOO_AUTOPURGE_SNAPRETAINCOUNT: snapRetain
env.ZOO_AUTOPURGE_PURGEINTERVAL: purgeHours
env.ZOO_4LW_COMMANDS_WHITELIST: limits.words
extraEnvVars: extraEnv
jvmFlags: extraEnv
jobs.chroots.config.create: chroots
podAntiAffinityPreset: antiAffinity
livenessProbe.initialDelaySeconds: probeInitialDelaySeconds
livenessProbe.timeoutSeconds: probeTimeoutSeconds
readinessProbe.initialDelaySeconds: probeInitialDelaySeconds
readinessProbe.timeoutSeconds: probeTimeoutSeconds
image.pullPolicy: imagePullPolicy
image.pullSecrets: imagePullSecrets
pod.labels: podLabels
pod.annotations: podAnnotations
serviceAccountName: serviceAccount.name
kubernetesClusterDomain: clusterDomain
metrics.serviceMonitor.enabled: serviceMonitor.enabled
metrics.podMonitor.enabled: podMonitor.enabled
prometheus.serviceMonitor.enabled: serviceMonitor.enabled
prometheus.podMonitor.enabled: podMonitor.enabled
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
{{- $children := compact (splitList "\n" (include "zookeeper.foreignPaths" (dict "path" $path "value" $value "foreign" $foreign))) -}}
{{- range default (list $path) $children }}
{{ include "zookeeper.problems.key" (dict "path" . "foreign" $foreign "parent" $parent "key" $key "known" $known) }}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/*
The paths at or below a value that another chart would call one of ours, one a line; what lies below another such path
is part of it.
  jobs: {chroots: {config: {create: []}}}→jobs.chroots.config.create
*/}}
{{- define "zookeeper.foreignPaths" -}}
{{- $found := "" -}}
{{- if kindIs "map" .value -}}
{{- range $key, $value := .value -}}
{{- $path := printf "%s.%s" $.path $key -}}
{{- $found = printf "%s%s" $found (include "zookeeper.foreignPaths" (dict "path" $path "value" $value "foreign" $.foreign)) -}}
{{- end -}}
{{- end -}}
{{- if and (not $found) (hasKey .foreign .path) -}}
{{- $found = printf "%s\n" .path -}}
{{- end -}}
{{- $found -}}
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
