{{/*
A finished object with what `merge` says laid over it. Without that the text stays as it is, comments and order included.
Usage: {{ include "zookeeper.merged" (list . "statefulSet" (include "zookeeper.statefulSet" .)) }}
*/}}
{{- define "zookeeper.merged" -}}
{{- $patch := get (first .).Values.merge (index . 1) -}}
{{- $text := index . 2 -}}
{{- if $patch -}}
{{- $object := fromYaml $text -}}
{{- include "zookeeper.overlay" (dict "object" $object "patch" $patch) -}}
{{- toYaml $object -}}
{{- else -}}
{{- $text -}}
{{- end -}}
{{- end -}}

{{/*
Changes an object, which is the caller's own, to what a patch says, as a JSON merge patch (RFC 7386) does. Sprig's
mergeOverwrite is of no use here: it leaves out 0, false and empty values, and cannot take anything away.
  {a: {b: 1, c: 2}} and {a: {b: null, c: 0}}→{a: {c: 0}}
*/}}
{{- define "zookeeper.overlay" -}}
{{- range $key, $value := .patch -}}
{{- if kindIs "invalid" $value -}}
{{- $_ := unset $.object $key -}}
{{- else if and (kindIs "map" $value) (kindIs "map" (get $.object $key)) -}}
{{- include "zookeeper.overlay" (dict "object" (get $.object $key) "patch" $value) -}}
{{- else -}}
{{- $_ := set $.object $key $value -}}
{{- end -}}
{{- end -}}
{{- end -}}
