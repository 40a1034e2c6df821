{{/*
Where certificates come from: existingSecret, certManager, selfSigned, or empty for nowhere. The first that is set counts,
so that selfSigned, which is the default, need not be switched off.
Usage: {{- if eq (include "zookeeper.tlsSource" .) "selfSigned" }}
*/}}
{{- define "zookeeper.tlsSource" -}}
{{- if .Values.tls.existingSecret -}}
existingSecret
{{- else if .Values.tls.certManager.issuerRef.name -}}
certManager
{{- else if .Values.tls.selfSigned -}}
selfSigned
{{- end -}}
{{- end -}}

{{/*
Name of the Secret with tls.crt, tls.key and ca.crt.
Usage: secretName: {{ include "zookeeper.tlsSecret" . }}
  release myzk→myzk-zookeeper-tls, existingSecret=corp→corp
*/}}
{{- define "zookeeper.tlsSecret" -}}
{{- default (printf "%s-tls" (include "zookeeper.fullname" .)) .Values.tls.existingSecret -}}
{{- end -}}

{{/*
Whether members have the Secret, or would have it: also where TLS is not enabled, because members that still require it
must be understood by those that no longer do. The Secret may be missing then.
Usage: {{- if include "zookeeper.tlsMaterial" . }}
*/}}
{{- define "zookeeper.tlsMaterial" -}}
{{- if include "zookeeper.tlsSource" . -}}
true
{{- end -}}
{{- end -}}

{{/*
The DNS names of the members and of the Services that lead to them, one a line. The wildcards are for members that come.
*/}}
{{- define "zookeeper.tlsNames" -}}
{{- $name := include "zookeeper.fullname" . -}}
{{- $headless := include "zookeeper.headlessName" . -}}
{{- $namespace := .Release.Namespace -}}
*.{{ $headless }}.{{ $namespace }}.svc.{{ .Values.clusterDomain }}
*.{{ $headless }}.{{ $namespace }}.svc
*.{{ $headless }}.{{ $namespace }}
{{ $headless }}.{{ $namespace }}.svc.{{ .Values.clusterDomain }}
{{ $name }}.{{ $namespace }}.svc.{{ .Values.clusterDomain }}
{{ $name }}.{{ $namespace }}.svc
{{ $name }}.{{ $namespace }}
{{ $name }}
localhost
{{- range .Values.tls.extraNames }}
{{ . }}
{{- end -}}
{{- end -}}

{{/*
The port that clients are to use: the one with TLS where TLS is enabled.
*/}}
{{- define "zookeeper.clientsPort" -}}
{{- int64 (ternary .Values.secureClientPort .Values.clientPort .Values.tls.enabled) -}}
{{- end -}}

{{/*
The names of the values with the ports that clients may use, one a line: clientPort is left out where only TLS is.
*/}}
{{- define "zookeeper.clientPorts" -}}
{{- if or (not .Values.tls.enabled) .Values.tls.plaintextClients }}
clientPort
{{- end -}}
{{- if .Values.tls.enabled }}
secureClientPort
{{- end -}}
{{- end -}}

{{/*
The same as a Service has them; a node port is that of the first.
Usage: ports: {{- include "zookeeper.servicePorts" (dict "root" . "nodePort" 0) | nindent 4 }}
*/}}
{{- define "zookeeper.servicePorts" -}}
{{- range $i, $value := compact (splitList "\n" (include "zookeeper.clientPorts" .root)) -}}
{{- if $i }}
{{ end -}}
{{- $name := ternary "client" "secure-client" (eq $value "clientPort") -}}
- name: {{ $name }}
  port: {{ int64 (get $.root.Values $value) }}
  {{- if not $.byNumber }}
  targetPort: {{ $name }}
  {{- end }}
  {{- if and $.nodePort (eq $i 0) }}
  nodePort: {{ int64 $.nodePort }}
  {{- end }}
{{- end -}}
{{- end -}}

{{/*
What a member is told about TLS: in its environment, so that a container that restarts in a pod of before is told what
that pod was made for.
*/}}
{{- define "zookeeper.tlsEnvironment" -}}
- name: ARKEEPER_TLS
  value: /etc/arkeeper-tls
- name: ARKEEPER_HTTPS_PORT
  value: {{ int64 .Values.httpsPort | quote }}
{{- if .Values.tls.enabled }}
- name: ARKEEPER_TLS_ENABLED
  value: "true"
- name: ARKEEPER_TLS_PLAINTEXT_CLIENTS
  value: {{ .Values.tls.plaintextClients | quote }}
- name: ARKEEPER_TLS_CLIENT_AUTH
  value: {{ .Values.tls.clientAuth }}
- name: ARKEEPER_SECURE_CLIENT_PORT
  value: {{ int64 .Values.secureClientPort | quote }}
{{- end }}
{{- end -}}

{{/*
What is wrong with the values of TLS.
*/}}
{{- define "zookeeper.problems.tls" -}}
{{- if and .Values.tls.enabled (not (include "zookeeper.tlsSource" .)) }}
tls.enabled is true without a source of certificates, expected one; set tls.selfSigned, tls.existingSecret or tls.certManager.issuerRef.name
{{- end -}}
{{- if and .Values.tls.existingSecret .Values.tls.certManager.issuerRef.name }}
tls.existingSecret and tls.certManager.issuerRef.name are both set, expected one source of certificates; empty one of them
{{- end -}}
{{- if not (has (toString .Values.tls.clientAuth) (list "need" "want" "none")) }}
tls.clientAuth is {{ default "empty" (toString .Values.tls.clientAuth) }}, expected need, want or none; set it to one of them
{{- end -}}
{{- if include "zookeeper.tlsMaterial" . -}}
{{- range $name := list "secureClientPort" "httpsPort" -}}
{{- range $other := list "clientPort" "serverPort" "leaderElectionPort" "httpPort" "controlPort" "secureClientPort" -}}
{{- if and (ne $name $other) (eq (int64 (get $.Values $name)) (int64 (get $.Values $other))) }}
{{ $name }} and {{ $other }} are both {{ int64 (get $.Values $name) }}, expected a port of its own for each; change one of them
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- /*
The key of genPrivateKey "ecdsa", which is the 121 bytes of RFC 5915 for P-256, as PKCS #8 (RFC 5958): ZooKeeper's clients
read nothing else. Before it come version 0, the algorithm, the curve, and the head of the octet string that it is in.
*/ -}}
{{- define "zookeeper.pkcs8" -}}
{{- $key := regexReplaceAll "-----[A-Z ]+-----|\\s" . "" | b64dec -}}
{{- if ne (len $key) 121 -}}
{{- fail (printf "the key that was made has %d bytes, expected 121; set tls.existingSecret instead" (len $key)) -}}
{{- end -}}
{{- $whole := printf "%s%s" (b64dec "MIGTAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBHk=") $key | b64enc -}}
-----BEGIN PRIVATE KEY-----
{{ regexReplaceAll "(.{64})" $whole "${1}\n" | trim }}
-----END PRIVATE KEY-----
{{ end -}}
