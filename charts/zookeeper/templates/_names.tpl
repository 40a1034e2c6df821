{{/*
What the objects are called after: the chart, its alias in a parent chart, or nameOverride.
Usage: app.kubernetes.io/name: {{ include "zookeeper.name" . }}
  nothing set→zookeeper, nameOverride=zk→zk
*/}}
{{- define "zookeeper.name" -}}
{{- default .Chart.Name .Values.nameOverride -}}
{{- end -}}

{{/*
Name of the StatefulSet, the client Service, the PodDisruptionBudget and the ConfigMap. It is never cut short: two
releases cut to the same name would share their volumes; validate.yaml refuses a name that is too long.
Usage: name: {{ include "zookeeper.fullname" . }}
  release myzk→myzk-zookeeper, release zookeeper→zookeeper, fullnameOverride=coordination→coordination
*/}}
{{- define "zookeeper.fullname" -}}
{{- $name := include "zookeeper.name" . -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride -}}
{{- else if contains $name .Release.Name -}}
{{- .Release.Name -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name -}}
{{- end -}}
{{- end -}}

{{/*
Name of the StatefulSet and the PodDisruptionBudget of the voters, or of the observers where the context is theirs.
Usage: name: {{ include "zookeeper.setName" . }}
  release myzk→myzk-zookeeper, its observers→myzk-zookeeper-observer
*/}}
{{- define "zookeeper.setName" -}}
{{- include "zookeeper.fullname" . }}{{ if hasKey . "observer" }}-observer{{ end -}}
{{- end -}}

{{/*
Name of the Service that gives each member its DNS name.
Usage: serviceName: {{ include "zookeeper.headlessName" . }}
  release myzk→myzk-zookeeper-headless
*/}}
{{- define "zookeeper.headlessName" -}}
{{- include "zookeeper.fullname" . -}}-headless
{{- end -}}

{{/*
Name of the service account that the pods run as; empty for the namespace's default.
Usage: serviceAccountName: {{ include "zookeeper.serviceAccountName" . }}
  nothing set→myzk-zookeeper, name=a→a, create=false→empty, {create: false, name: a}→a
*/}}
{{- define "zookeeper.serviceAccountName" -}}
{{- if .Values.serviceAccount.name -}}
{{- .Values.serviceAccount.name -}}
{{- else if .Values.serviceAccount.create -}}
{{- include "zookeeper.fullname" . -}}
{{- end -}}
{{- end -}}

{{/*
Full DNS name of the member with an ordinal: a voter, or an observer where the context is theirs.
Usage: {{ include "zookeeper.memberHost" (dict "root" . "ordinal" 0) }}
  ordinal 0→myzk-zookeeper-0.myzk-zookeeper-headless.default.svc.cluster.local
*/}}
{{- define "zookeeper.memberHost" -}}
{{- printf "%s-%d.%s.%s.svc.%s" (include "zookeeper.setName" .root) (int .ordinal) (include "zookeeper.headlessName" .root) .root.Release.Namespace .root.Values.clusterDomain -}}
{{- end -}}
