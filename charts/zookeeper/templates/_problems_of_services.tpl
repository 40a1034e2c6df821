{{/*
Settings that mean nothing for a Service's type, so that Kubernetes refuses or drops them, and ports that are too few or
taken.
*/}}
{{- define "zookeeper.problems.services" -}}
{{- range $path, $service := dict "service" .Values.service "externalAccess" .Values.externalAccess -}}
{{- $ports := ternary "nodePort" "nodePorts" (eq $path "service") -}}
{{- $type := default "empty" $service.type -}}
{{- $outside := has $type (list "NodePort" "LoadBalancer") -}}
{{- range $key := list "loadBalancerClass" "loadBalancerSourceRanges" -}}
{{- if and (get $service $key) (ne $type "LoadBalancer") }}
{{ $path }}.{{ $key }} is set with {{ $path }}.type {{ $type }}, expected LoadBalancer; set that type or remove it
{{- end -}}
{{- end -}}
{{- range $key := list "externalTrafficPolicy" $ports -}}
{{- if and (get $service $key) (not $outside) }}
{{ $path }}.{{ $key }} is set with {{ $path }}.type {{ $type }}, expected NodePort or LoadBalancer; set one of these types or remove it
{{- end -}}
{{- end -}}
{{- end -}}
{{- with .Values.externalAccess.nodePorts -}}
{{- if lt (len .) (int $.Values.servers) }}
externalAccess.nodePorts has {{ len . }} of them, expected one for each of the {{ $.Values.servers }} servers; add the rest or leave it empty
{{- end -}}
{{- range $i, $port := . -}}
{{- if eq (int64 $port) (int64 $.Values.service.nodePort) }}
externalAccess.nodePorts[{{ $i }}] is {{ $port }}, which is service.nodePort too; change one of them
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/*
A permission that would go to everything in the namespace that runs without a service account of its own.
*/}}
{{- define "zookeeper.problems.permissions" -}}
{{- if and .Values.rbac.create (not (include "zookeeper.serviceAccountName" .)) }}
rbac.create is true without a service account of the members' own; set serviceAccount.create to true, name one, or set rbac.create to false
{{- end -}}
{{- if and .Values.rbac.events (not .Values.rbac.create) }}
rbac.events is true with rbac.create false, expected both, because members without a token can make no Events; set one of them otherwise
{{- end -}}
{{- end -}}

{{/*
Both kinds of monitors, which would count everything twice.
*/}}
{{- define "zookeeper.problems.monitors" -}}
{{- if and .Values.podMonitor.enabled .Values.serviceMonitor.enabled }}
podMonitor.enabled and serviceMonitor.enabled are both true, expected one, because each member would be scraped twice; switch one off
{{- end -}}
{{- end -}}
