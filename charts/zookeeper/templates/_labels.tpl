{{/*
Labels that pick this ensemble's voting members, or its observers where the context is theirs, and nothing else. A
StatefulSet's selector can never change, so whatever varies from one version of the chart to the next stays out of it.
Usage: matchLabels: {{- include "zookeeper.selectorLabels" . | nindent 6 }}
*/}}
{{- define "zookeeper.selectorLabels" -}}
app.kubernetes.io/name: {{ include "zookeeper.name" . | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
app.kubernetes.io/component: {{ ternary "observer" "server" (hasKey . "observer") }}
{{- end -}}

{{/*
Labels that pick all members of this ensemble, voters and observers alike, and nothing else. Pods of every version of the
chart have them: while an upgrade replaces one pod after another, old and new ones must find each other.
Usage: selector: {{- include "zookeeper.memberLabels" . | nindent 4 }}
*/}}
{{- define "zookeeper.memberLabels" -}}
app.kubernetes.io/name: {{ include "zookeeper.name" . | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
app: zookeeper
{{- end -}}


{{/*
Labels of the pod that `helm test` runs, which is no member and so has no `app`.
*/}}
{{- define "zookeeper.testLabels" -}}
app.kubernetes.io/name: {{ include "zookeeper.name" . | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
app.kubernetes.io/component: test
{{- end -}}

{{/*
Labels of the pods and their volumes. Like the selector they are the same in every version of the chart: a new version
alone must not restart the members, and a volume claim template can never change.
Usage: labels: {{- include "zookeeper.podLabels" . | nindent 8 }}
*/}}
{{- define "zookeeper.podLabels" -}}
app: zookeeper
{{ include "zookeeper.selectorLabels" . }}
{{- end -}}

{{/*
Labels of the objects themselves.
Usage: labels: {{- include "zookeeper.labels" . | nindent 4 }}
*/}}
{{- define "zookeeper.labels" -}}
{{ include "zookeeper.podLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end -}}
