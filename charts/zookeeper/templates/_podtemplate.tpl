{{/*
The members' pod template. Nothing in it depends on `servers`, `observers` or the chart's version: a change of any of them
restarts nobody.
*/}}
{{- define "zookeeper.podTemplate" -}}
metadata:
  labels:
    {{- include "zookeeper.podLabels" . | nindent 4 }}
    {{- with .Values.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  annotations:
    arkeeper.io/config-checksum: {{ include "zookeeper.configChecksum" . | quote }}
    {{- with .Values.podAnnotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  {{- with include "zookeeper.serviceAccountName" . }}
  serviceAccountName: {{ . | quote }}
  {{- end }}
  automountServiceAccountToken: {{ .Values.rbac.create }}
  {{- /* The member refuses ARKEEPER_* variables it does not know, and Service links could be some. */}}
  enableServiceLinks: false
  terminationGracePeriodSeconds: {{ int64 .Values.terminationGracePeriodSeconds }}
  {{- with .Values.priorityClassName }}
  priorityClassName: {{ . | quote }}
  {{- end }}
  {{- with .Values.imagePullSecrets }}
  imagePullSecrets:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.hostAliases }}
  hostAliases:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  securityContext:
    {{- include "zookeeper.podSecurity" . | nindent 4 }}
  {{- with .Values.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with include "zookeeper.affinity" . | trim }}
  affinity:
    {{- . | nindent 4 }}
  {{- end }}
  {{- with include "zookeeper.spread" . | trim }}
  topologySpreadConstraints:
    {{- . | nindent 4 }}
  {{- end }}
  containers:
    -
      {{- include "zookeeper.merged" (list . "container" (include "zookeeper.container" .)) | nindent 6 }}
  volumes:
    - name: config
      configMap:
        name: {{ include "zookeeper.fullname" . | quote }}
    {{- if include "zookeeper.tlsMaterial" . }}
    - name: tls
      secret:
        secretName: {{ include "zookeeper.tlsSecret" . | quote }}
        defaultMode: 288 {{- /* 0440, which YAML 1.2 would read as a decimal number */}}
        {{- if not .Values.tls.enabled }}
        optional: true
        {{- end }}
    {{- end }}
    {{- with include "zookeeper.authVolumes" . | trim }}
    {{- . | nindent 4 }}
    {{- end }}
    - name: tmp
      emptyDir: {}
    {{- if .Values.ephemeral }}
    - name: datadir
      emptyDir:
        sizeLimit: {{ include "zookeeper.quantity" .Values.storage | quote }}
    {{- end }}
    {{- with .Values.extraVolumes }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end -}}
