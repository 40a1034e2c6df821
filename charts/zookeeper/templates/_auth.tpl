{{/*
What a member is told about who may come: in its environment, so that a container that restarts in a pod of before is told
what that pod was made for.
Usage: {{- with include "zookeeper.authEnvironment" . | trim }} {{- . | nindent 2 }} {{- end }}
*/}}
{{- define "zookeeper.authEnvironment" -}}
{{- with .Values.auth -}}
{{- if .users.existingSecret }}
- name: ARKEEPER_AUTH_USERS
  value: /etc/arkeeper-auth/users
{{- end }}
{{- if .kerberos.keytabSecret }}
- name: ARKEEPER_AUTH_KEYTAB
  value: /etc/arkeeper-auth/kerberos/krb5.keytab
- name: ARKEEPER_AUTH_PRINCIPAL
  value: {{ .kerberos.principal | quote }}
{{- end }}
{{- if .required }}
- name: ARKEEPER_AUTH_REQUIRED
  value: "true"
{{- end }}
{{- if .quorum.existingSecret }}
- name: ARKEEPER_AUTH_QUORUM
  value: /etc/arkeeper-auth/quorum
- name: ARKEEPER_AUTH_QUORUM_USER
  value: {{ .quorum.user | quote }}
- name: ARKEEPER_AUTH_QUORUM_MODE
  value: {{ .quorum.mode }}
{{- end }}
{{- end }}
{{- end -}}

{{/*
The Secrets that a pod has for it, each as NAME=SECRET, one a line; they are mounted as /etc/arkeeper-auth/NAME.
*/}}
{{- define "zookeeper.authSecrets" -}}
{{- with .Values.auth -}}
{{- with .users.existingSecret }}
users={{ . }}
{{- end -}}
{{- with .kerberos.keytabSecret }}
kerberos={{ . }}
{{- end -}}
{{- with .quorum.existingSecret }}
quorum={{ . }}
{{- end -}}
{{- end -}}
{{- end -}}

{{/*
The mounts of these Secrets.
*/}}
{{- define "zookeeper.authMounts" -}}
{{- range compact (splitList "\n" (include "zookeeper.authSecrets" .)) }}
{{- $name := first (splitList "=" .) }}
- name: auth-{{ $name }}
  mountPath: /etc/arkeeper-auth/{{ $name }}
  readOnly: true
{{- end }}
{{- end -}}

{{/*
The volumes with these Secrets.
*/}}
{{- define "zookeeper.authVolumes" -}}
{{- range compact (splitList "\n" (include "zookeeper.authSecrets" .)) }}
{{- $pair := splitList "=" . }}
- name: auth-{{ first $pair }}
  secret:
    secretName: {{ last $pair | quote }}
    defaultMode: 288 {{- /* 0440, which YAML 1.2 would read as a decimal number */}}
{{- end }}
{{- end -}}

{{/*
How clients can say who they are, such as "sasl x509"; empty for not at all.
*/}}
{{- define "zookeeper.authSchemes" -}}
{{- $schemes := list -}}
{{- if or .Values.auth.users.existingSecret .Values.auth.kerberos.keytabSecret -}}
{{- $schemes = append $schemes "sasl" -}}
{{- end -}}
{{- if and .Values.tls.enabled (ne .Values.tls.clientAuth "none") -}}
{{- $schemes = append $schemes "x509" -}}
{{- end -}}
{{- join " " $schemes -}}
{{- end -}}

{{/*
Whether the pod of `helm test` can get in: as one of the users, with the certificate that members demand, or as nobody.
Kerberos has no ticket for it.
*/}}
{{- define "zookeeper.testable" -}}
{{- $certificate := and .Values.tls.enabled (ne .Values.tls.clientAuth "none") -}}
{{- if or (not .Values.auth.required) .Values.auth.users.existingSecret $certificate -}}
true
{{- end -}}
{{- end -}}

{{/*
What is wrong with the values of auth.
*/}}
{{- define "zookeeper.problems.auth" -}}
{{- $auth := .Values.auth -}}
{{- $schemes := splitList " " (include "zookeeper.authSchemes" .) -}}
{{- if and $auth.users.existingSecret $auth.kerberos.keytabSecret }}
auth.users.existingSecret and auth.kerberos.keytabSecret are both set, expected one of them, because a member of ZooKeeper speaks either DIGEST-MD5 or Kerberos; empty the other
{{- end -}}
{{- if and $auth.required (not (include "zookeeper.authSchemes" .)) }}
auth.required is true and no client could say who it is, expected a way to; set auth.users.existingSecret, auth.kerberos.keytabSecret, or tls.enabled with tls.clientAuth need or want
{{- end -}}
{{- $required := dict "keytabSecret" $auth.kerberos.keytabSecret "principal" $auth.kerberos.principal "krb5Conf" $auth.kerberos.krb5Conf -}}
{{- if or $auth.kerberos.keytabSecret $auth.kerberos.principal $auth.kerberos.krb5Conf -}}
{{- range $name, $value := $required -}}
{{- if not $value }}
auth.kerberos.{{ $name }} is empty while others of auth.kerberos are set, expected all three; set it, or empty the others
{{- end -}}
{{- end -}}
{{- end -}}
{{- if and $auth.kerberos.principal (not (regexMatch "^[^/@ ]+/[^/@ ]+@[^/@ ]+$" $auth.kerberos.principal)) }}
auth.kerberos.principal is {{ $auth.kerberos.principal }}, expected SERVICE/HOST@REALM; set it to such as zookeeper/_HOST@EXAMPLE.COM
{{- end -}}
{{- if not (has (toString $auth.quorum.mode) (list "accept" "offer" "require")) }}
auth.quorum.mode is {{ default "empty" (toString $auth.quorum.mode) }}, expected accept, offer or require; set it to one of them
{{- end -}}
{{- if and $auth.quorum.existingSecret (not $auth.quorum.user) }}
auth.quorum.user is empty with auth.quorum.existingSecret, expected a key of that Secret; set it to such as member
{{- end -}}
{{- if and $auth.quorum.existingSecret (eq $auth.quorum.existingSecret $auth.users.existingSecret) }}
auth.quorum.existingSecret and auth.users.existingSecret are both {{ $auth.quorum.existingSecret }}, expected a Secret of its own for members, because each client would know a password of theirs; make another
{{- end -}}
{{- range $i, $entry := $auth.rootAcl -}}
{{- $scheme := first (splitList ":" $entry) -}}
{{- if and (has $scheme (list "sasl" "x509")) (not (has $scheme $schemes)) }}
auth.rootAcl[{{ $i }}] is {{ $entry }}, expected a way in which clients can say who they are; {{ ternary "set auth.users.existingSecret or auth.kerberos.keytabSecret" "set tls.enabled with tls.clientAuth need or want" (eq $scheme "sasl") }}, or remove it
{{- end -}}
{{- end -}}
{{- if and $auth.kerberos.keytabSecret (ne (toString (get .Values.extraConfig "kerberos.removeRealmFromPrincipal")) "true") -}}
{{- include "zookeeper.problems.realms" (dict "path" "auth.rootAcl" "acl" $auth.rootAcl) -}}
{{- range $i, $chroot := .Values.chroots -}}
{{- include "zookeeper.problems.realms" (dict "path" (printf "chroots[%d].acl" $i) "acl" (default list $chroot.acl)) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/*
Entries of an ACL that nobody with a ticket can be. Takes the path of the value and the acl.
*/}}
{{- define "zookeeper.problems.realms" -}}
{{- $path := .path -}}
{{- range $i, $entry := .acl -}}
{{- $parts := splitList ":" $entry -}}
{{- if and (eq (first $parts) "sasl") (not (contains "@" $entry)) }}
{{ $path }}[{{ $i }}] is {{ $entry }}, expected sasl:NAME@REALM, because who comes with a ticket is known by both; write the realm
{{- end -}}
{{- end -}}
{{- end -}}
