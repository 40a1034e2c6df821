{{/*
The member's container.
*/}}
{{- define "zookeeper.container" -}}
name: zookeeper
image: {{ include "zookeeper.image" . | quote }}
imagePullPolicy: {{ .Values.imagePullPolicy }}
args:
  - -Xms{{ .Values.heap }}
  - -Xmx{{ .Values.heap }}
  - io.arkeeper.member.Main
env:
  - name: ARKEEPER_POD_NAME
    valueFrom:
      fieldRef:
        fieldPath: metadata.name
  - name: ARKEEPER_NAMESPACE
    valueFrom:
      fieldRef:
        fieldPath: metadata.namespace
  - name: ARKEEPER_CONFIG
    value: /etc/arkeeper
  - name: ARKEEPER_DATA
    value: /var/lib/zookeeper
  {{- if hasKey . "observer" }}
  - name: ARKEEPER_ROLE
    value: observer
  {{- end }}
  {{- if .Values.txnLog.storage }}
  - name: ARKEEPER_TXN_LOG
    value: /var/lib/zookeeper-txn-log
  {{- end }}
  {{- if include "zookeeper.tlsMaterial" . }}
  {{- include "zookeeper.tlsEnvironment" . | nindent 2 }}
  {{- end }}
  {{- with include "zookeeper.authEnvironment" . | trim }}
  {{- . | nindent 2 }}
  {{- end }}
  {{- if ne (int64 .Values.terminationGracePeriodSeconds) 60 }}
  - name: ARKEEPER_GRACE_SECONDS {{- /* 60 is what a member takes it for that is not told */}}
    value: {{ int64 .Values.terminationGracePeriodSeconds | quote }}
  {{- end }}
  {{- with .Values.extraEnv }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
ports:
  - name: client
    containerPort: {{ int64 .Values.clientPort }}
  - name: server
    containerPort: {{ int64 .Values.serverPort }}
  - name: leader-election
    containerPort: {{ int64 .Values.leaderElectionPort }}
  - name: http
    containerPort: {{ int64 .Values.httpPort }}
  {{- if .Values.tls.enabled }}
  - name: secure-client
    containerPort: {{ int64 .Values.secureClientPort }}
  - name: https
    containerPort: {{ int64 .Values.httpsPort }}
  {{- end }}
{{- if .Values.startupProbe.enabled }}
startupProbe:
  httpGet:
    path: /startupz
    port: http
  periodSeconds: {{ int64 .Values.startupProbe.periodSeconds }}
  failureThreshold: {{ int64 .Values.startupProbe.failureThreshold }}
  timeoutSeconds: {{ int64 .Values.probeTimeoutSeconds }}
{{- end }}
livenessProbe:
  httpGet:
    path: /livez
    port: http
  initialDelaySeconds: {{ int64 .Values.probeInitialDelaySeconds }}
  periodSeconds: {{ int64 .Values.livenessProbe.periodSeconds }}
  failureThreshold: {{ int64 .Values.livenessProbe.failureThreshold }}
  timeoutSeconds: {{ int64 .Values.probeTimeoutSeconds }}
readinessProbe:
  httpGet:
    path: /readyz?wait={{ include "zookeeper.readinessWait" . }}ms
    port: http
  periodSeconds: {{ int64 .Values.readinessProbe.periodSeconds }}
  failureThreshold: {{ int64 .Values.readinessProbe.failureThreshold }}
  timeoutSeconds: {{ int64 .Values.probeTimeoutSeconds }}
resources:
  {{- include "zookeeper.resources" .Values.resources | trim | nindent 2 }}
securityContext:
  {{- include "zookeeper.containerSecurity" . | nindent 2 }}
volumeMounts:
  - name: datadir
    mountPath: /var/lib/zookeeper
  {{- if .Values.txnLog.storage }}
  - name: txnlog
    mountPath: /var/lib/zookeeper-txn-log
  {{- end }}
  - name: config
    mountPath: /etc/arkeeper
    readOnly: true
  {{- if include "zookeeper.tlsMaterial" . }}
  - name: tls
    mountPath: /etc/arkeeper-tls
    readOnly: true
  {{- end }}
  {{- with include "zookeeper.authMounts" . | trim }}
  {{- . | nindent 2 }}
  {{- end }}
  - name: tmp
    mountPath: /tmp
  {{- with .Values.extraVolumeMounts }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end -}}

{{/*
How long the answer to a readiness probe may be held back until the member serves: it comes before the next probe and
before the probe's timeout.
*/}}
{{- define "zookeeper.readinessWait" -}}
{{- min 10000 (sub (mul 1000 (min (int64 .Values.readinessProbe.periodSeconds) (int64 .Values.probeTimeoutSeconds))) 100) -}}
{{- end -}}
