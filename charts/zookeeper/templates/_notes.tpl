{{/*
Every member's client address, for clients that keep to the ensemble even where the client Service cannot.
Usage: {{ include "zookeeper.connectString" . }}
  servers=1→myzk-zookeeper-0.myzk-zookeeper-headless.default.svc.cluster.local:2181, observers after the voters
*/}}
{{- define "zookeeper.connectString" -}}
{{- range $ordinal := until (int .Values.servers) -}}
{{- if $ordinal }},{{ end -}}
{{- include "zookeeper.memberHost" (dict "root" $ "ordinal" $ordinal) }}:{{ include "zookeeper.clientsPort" $ }}
{{- end -}}
{{- $observer := set (omit . "observer") "observer" true -}}
{{- range $ordinal := until (int .Values.observers) -}}
,{{ include "zookeeper.memberHost" (dict "root" $observer "ordinal" $ordinal) }}:{{ include "zookeeper.clientsPort" $ }}
{{- end -}}
{{- end -}}

{{/*
What is allowed and still a risk, one sentence a line.
Usage: {{- range compact (splitList "\n" (include "zookeeper.warnings" .)) }}
*/}}
{{- define "zookeeper.warnings" -}}
{{- $servers := int64 .Values.servers -}}
{{- $minAvailable := int64 (include "zookeeper.minAvailable" .) -}}
{{- if eq $servers 1 }}
servers=1: each restart interrupts the service, and a lost volume is lost data. Set servers=3 to survive the loss of one.
{{- else if eq .Values.antiAffinity "soft" }}
antiAffinity=soft: members may share a node where nodes are few; its loss may then be the loss of the majority.
{{- else if eq .Values.antiAffinity "" }}
antiAffinity is empty: members may share a node, and its loss may then be the loss of the majority.
{{- end }}
{{- if lt $minAvailable (sub $servers 1) }}
minAvailable={{ $minAvailable }}: drains may stop {{ sub $servers $minAvailable }} members at once
{{- if eq $minAvailable (int64 (include "zookeeper.majority" .)) }}, after which the loss of one more stops all writes{{ end }}.
{{- end }}
{{- if and .Values.tls.enabled .Values.tls.plaintextClients }}
tls.plaintextClients=true: clients may still come without TLS, on clientPort. Set it to false once none does.
{{- end }}
{{- include "zookeeper.warnings.tlsAuthority" . }}
{{- if and .Values.auth.users.existingSecret (not .Values.tls.enabled) }}
auth.users without tls.enabled: who listens on the network can guess passwords at leisure, and reads everything.
{{- end }}
{{- if and .Values.auth.quorum.existingSecret (ne .Values.auth.quorum.mode "require") }}
auth.quorum.mode={{ .Values.auth.quorum.mode }}: members still take in who does not log in. Go on to require.
{{- end }}
{{- if not .Values.rbac.create }}
rbac.create=false: members hear of another number of servers up to a minute late, by the ConfigMap, do not see kubectl scale, and make no Events. Scale by an upgrade only.
{{- end }}
{{- if eq (int64 .Values.purgeHours) 0 }}
purgeHours=0: nothing purges old snapshots and logs; the volumes fill up unless something else does.
{{- end }}
{{- if .Values.ephemeral }}
ephemeral=true: a pod that is deleted has lost its data, and with all of them all is lost.
{{- else if eq .Values.claimRetention.whenDeleted "Delete" }}
claimRetention.whenDeleted=Delete: with helm uninstall the data are gone.
{{- end }}
{{- if eq .Values.imagePullPolicy "Always" }}
imagePullPolicy=Always: no pod starts while the registry cannot be reached, whatever images the nodes hold.
{{- end -}}
{{- end -}}
