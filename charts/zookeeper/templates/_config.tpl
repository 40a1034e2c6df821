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
snapRetain={{ int64 .Values.snapRetain }}
purgeHours={{ int64 .Values.purgeHours }}
logLevel={{ .Values.logLevel }}
logFormat={{ .Values.logFormat }}
{{- end -}}

{{/*
Hash of member.properties, byte for byte as the ConfigMap holds it.
Usage: arkeeper.io/config-checksum: {{ include "zookeeper.configChecksum" . | quote }}
*/}}
{{- define "zookeeper.configChecksum" -}}
{{- printf "%s\n" (include "zookeeper.memberProperties" .) | sha256sum -}}
{{- end -}}
