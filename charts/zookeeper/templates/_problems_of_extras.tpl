{{/*
Keys of zoo.cfg that the member sets itself. ZooKeeper takes zookeeper.KEY for KEY.
*/}}
{{- define "zookeeper.problems.extraConfig" -}}
{{- $owned := fromYaml (include "zookeeper.ownedKeys" .) -}}
{{- range $key, $value := .Values.extraConfig -}}
{{- $name := trimPrefix "zookeeper." $key -}}
{{- range $own, $advice := $owned -}}
{{- if or (eq $name $own) (and (hasSuffix "." $own) (hasPrefix $own $name)) }}
extraConfig.{{ $key }} is the member's own; remove it, {{ $advice }}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/*
Paths below ZooKeeper's own, and the same path twice, perhaps with different permissions.
*/}}
{{- define "zookeeper.problems.chroots" -}}
{{- $seen := dict -}}
{{- range $i, $chroot := .Values.chroots -}}
{{- if or (eq $chroot.path "/zookeeper") (hasPrefix "/zookeeper/" $chroot.path) }}
chroots[{{ $i }}].path is {{ $chroot.path }}, expected a path outside /zookeeper, which is ZooKeeper's own; choose another
{{- end -}}
{{- if hasKey $seen $chroot.path }}
chroots[{{ $i }}].path is {{ $chroot.path }}, which is that of chroots[{{ get $seen $chroot.path }}] too; remove one of them
{{- end -}}
{{- $_ := set $seen $chroot.path $i -}}
{{- end -}}
{{- end -}}

{{/*
A second volume beside none.
*/}}
{{- define "zookeeper.problems.storage" -}}
{{- if and .Values.ephemeral .Values.txnLog.storage }}
txnLog.storage is {{ include "zookeeper.quantity" .Values.txnLog.storage }} with ephemeral=true, expected empty, because then there are no volumes; remove one of them
{{- end -}}
{{- end -}}

{{/*
Two rules in the same place, of which one would be lost.
*/}}
{{- define "zookeeper.problems.affinity" -}}
{{- if and .Values.antiAffinity (hasKey .Values.affinity "podAntiAffinity") }}
affinity.podAntiAffinity is set with antiAffinity={{ .Values.antiAffinity }}, which makes one itself; set antiAffinity to "" or remove it
{{- end -}}
{{- end -}}

{{/*
Labels and annotations that the chart sets itself.
*/}}
{{- define "zookeeper.problems.labels" -}}
{{- $own := fromYaml (include "zookeeper.labels" .) -}}
{{- $further := dict
      "podLabels" .Values.podLabels
      "service.labels" .Values.service.labels
      "headlessService.labels" .Values.headlessService.labels
      "externalAccess.labels" .Values.externalAccess.labels
      "podMonitor.labels" .Values.podMonitor.labels
      "serviceMonitor.labels" .Values.serviceMonitor.labels -}}
{{- range $path, $labels := $further -}}
{{- range $label, $value := $labels -}}
{{- if hasKey $own $label }}
{{ $path }} has {{ $label }}, which the chart sets itself; remove it
{{- end -}}
{{- end -}}
{{- end -}}
{{- if hasKey .Values.podAnnotations "arkeeper.io/config-checksum" }}
podAnnotations has arkeeper.io/config-checksum, which the chart sets itself; remove it
{{- end -}}
{{- end -}}

{{/*
Variables, volumes and mounts that would take the place of the member's own.
*/}}
{{- define "zookeeper.problems.extras" -}}
{{- range $i, $variable := .Values.extraEnv -}}
{{- if hasPrefix "ARKEEPER_" $variable.name }}
extraEnv[{{ $i }}].name is {{ $variable.name }}, expected another prefix than ARKEEPER_, which is the member's own; rename it
{{- end -}}
{{- end -}}
{{- range $i, $volume := .Values.extraVolumes -}}
{{- if has $volume.name (list "datadir" "txnlog" "config" "tls" "auth-users" "auth-kerberos" "auth-quorum" "tmp") }}
extraVolumes[{{ $i }}].name is {{ $volume.name }}, which is the name of a volume of the member's own; rename it
{{- end -}}
{{- end -}}
{{- range $i, $mount := .Values.extraVolumeMounts -}}
{{- $path := printf "%s/" (trimSuffix "/" $mount.mountPath) -}}
{{- range $own := list "/var/lib/zookeeper/" "/var/lib/zookeeper-txn-log/" "/etc/arkeeper/" "/etc/arkeeper-tls/" "/etc/arkeeper-auth/" -}}
{{- if hasPrefix $own $path }}
extraVolumeMounts[{{ $i }}].mountPath is {{ $mount.mountPath }}, expected a path outside {{ trimSuffix "/" $own }}, which is the member's own; choose another
{{- end -}}
{{- end -}}
{{- if eq $path "/tmp/" }}
extraVolumeMounts[{{ $i }}].mountPath is {{ $mount.mountPath }}, where the member has a volume of its own; choose another
{{- end -}}
{{- end -}}
{{- end -}}
