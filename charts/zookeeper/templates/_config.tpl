{{/*
The settings that a member reads when it starts. A hash of this text is in the pod template, so a change rolls the pods;
the number of servers is not in it, because running members read that again by themselves.
Usage: member.properties: | {{- include "zookeeper.memberProperties" . | nindent 4 }}
*/}}
{{- define "zookeeper.memberProperties" -}}
service={{ include "zookeeper.headlessName" . }}
clusterDomain={{ .Values.clusterDomain }}
clientPort={{ int64 .Values.clientPort }}
serverPort={{ int64 .Values.serverPort }}
leaderElectionPort={{ int64 .Values.leaderElectionPort }}
httpPort={{ int64 .Values.httpPort }}
controlPort={{ int64 .Values.controlPort }}
tickTimeMs={{ int64 .Values.tickTimeMs }}
initTicks={{ int64 .Values.initTicks }}
syncTicks={{ int64 .Values.syncTicks }}
clientCnxns={{ int64 .Values.clientCnxns }}
limits.connections={{ int64 .Values.limits.connections }}
limits.requestBytes={{ int64 .Values.limits.requestBytes }}
limits.outstandingRequests={{ int64 .Values.limits.outstandingRequests }}
limits.largeRequestBytes={{ int64 .Values.limits.largeRequestBytes }}
limits.sessionsPerSecond={{ int64 .Values.limits.sessionsPerSecond }}
limits.malformedPerSecond={{ int64 .Values.limits.malformedPerSecond }}
limits.words={{ join "," .Values.limits.words }}
snapRetain={{ int64 .Values.snapRetain }}
purgeHours={{ int64 .Values.purgeHours }}
logLevel={{ .Values.logLevel }}
logFormat={{ .Values.logFormat }}
{{- if .Values.auditLog }}
auditLog=true
{{- end }}
{{- if .Values.rbac.events }}
events=true
{{- end }}
{{- range $key, $value := .Values.extraConfig }}
zooCfg.{{ $key }}={{ include "zookeeper.scalar" $value }}
{{- end }}
{{- end -}}

{{/*
A value of extraConfig as zoo.cfg has it: true→true, 2000000→2000000, "a b"→a b.
*/}}
{{- define "zookeeper.scalar" -}}
{{- if kindIs "bool" . -}}
{{- . -}}
{{- else -}}
{{- include "zookeeper.quantity" . -}}
{{- end -}}
{{- end -}}

{{/*
The paths that the leader creates, each with who may do what there, and who may with / itself. Members read it again by
themselves.
Usage: chroots.properties: | {{- include "zookeeper.chroots" . | nindent 4 }}
  {path: /solr}→/solr=world:anyone:cdrwa
*/}}
{{- define "zookeeper.chroots" -}}
{{- with .Values.auth.rootAcl -}}
/={{ join "; " . }}
{{- end -}}
{{- range $i, $chroot := .Values.chroots -}}
{{- if or $i $.Values.auth.rootAcl }}
{{ end -}}
{{ $chroot.path }}={{ join "; " (default (list "world:anyone:cdrwa") $chroot.acl) }}
{{- end -}}
{{- end -}}

{{/*
The keys of zoo.cfg that are the member's own, each with what to do instead; one that ends in a dot stands for all that
begin with it. The member refuses the same ones in the same words.
Usage: {{- range $key, $advice := fromYaml (include "zookeeper.ownedKeys" .) }}
*/}}
{{- define "zookeeper.ownedKeys" -}}
tickTime: set tickTimeMs instead
initLimit: set initTicks instead
syncLimit: set syncTicks instead
maxClientCnxns: set clientCnxns instead
maxCnxns: set limits.connections instead
jute.maxbuffer: set limits.requestBytes instead
globalOutstandingLimit: set limits.outstandingRequests instead
largeRequestThreshold: set limits.largeRequestBytes instead
largeRequestMaxBytes: set limits.largeRequestBytes instead
connection_throttle_tokens: set limits.sessionsPerSecond instead
connection_throttle_fill_time: set limits.sessionsPerSecond instead
connection_throttle_fill_count: set limits.sessionsPerSecond instead
4lw.commands.whitelist: set limits.words instead
audit.: set auditLog instead
autopurge.snapRetainCount: set snapRetain instead
autopurge.purgeInterval: set purgeHours instead
clientPort: set clientPort itself instead
clientPortAddress: a pod listens on all its addresses
dataDir: the volume is mounted where the member expects it
dataLogDir: set txnLog.storage for a volume of its own instead
dynamicConfigFile: the member keeps the configuration itself
server.: the members know each other by their names
group.: the members vote with equal weight
weight.: the members vote with equal weight
peerType: the leader decides who votes
standaloneEnabled: a single server must be able to grow
reconfigEnabled: the leader adds and removes members by it
db.autocreate: an emptied disk must get no vote before it is synced
snapshot.trust.empty: a lost snapshot must not pass for an empty database
skipACL: anybody could then change who belongs to the ensemble
DigestAuthenticationProvider.superDigest: the superuser exists only inside the member's process
X509AuthenticationProvider.superUser: the superuser exists only inside the member's process
electionPortBindRetry: the address of a pod may appear late
quorumListenOnAllIPs: a pod listens on all its addresses
secureClientPort: set secureClientPort itself instead
secureClientPortAddress: a pod listens on all its addresses
ssl.: the member takes TLS from its Secret, see tls
sslQuorum: set tls.enabled instead
sslQuorumReloadCertFiles: the member watches its Secret itself
portUnification: the members find their way to TLS by themselves, see tls.enabled
client.portUnification: set tls.plaintextClients instead
client.certReload: the member watches its Secret itself
authProvider.x509: the member knows clients by the certificates it believes, see tls
fips-mode: the member checks names in certificates itself
authProvider.sasl: set auth.users or auth.kerberos instead
authProvider.super: the superuser exists only inside the member's process
superUser: the superuser exists only inside the member's process
superUser.: the superuser exists only inside the member's process
SASLAuthenticationProvider.superPassword: the superuser exists only inside the member's process
sasl.serverconfig: the member logs itself in, see auth
enforce.auth.: set auth.required instead
sessionRequireClientSASLAuth: set auth.required instead
allowSaslFailedClients: set auth.required instead
letAnySaslUserDoX: each user has rights of its own
quorum.auth.: set auth.quorum instead
admin.: the member has an HTTP server of its own, see httpPort
metricsProvider.: the member has metrics of its own, see httpPort
{{- end -}}

{{/*
Hash of member.properties, byte for byte as the ConfigMap holds it, and of krb5.conf behind it where there is one.
Usage: arkeeper.io/config-checksum: {{ include "zookeeper.configChecksum" . | quote }}
*/}}
{{- define "zookeeper.configChecksum" -}}
{{- printf "%s\n%s" (include "zookeeper.memberProperties" .) (trim .Values.auth.kerberos.krb5Conf) | sha256sum -}}
{{- end -}}
