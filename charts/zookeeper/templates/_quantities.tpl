{{/*
A quantity as text, whether it came as text or as a number. Helm hands large numbers over as floating point, and
3221225472 must not become 3.221225472e+09: "3Gi"→3Gi, 3221225472→3221225472, 0.5→0.5.
Usage: {{ include "zookeeper.quantity" .Values.resources.requests.memory | quote }}
*/}}
{{- define "zookeeper.quantity" -}}
{{- if kindIs "string" . -}}
{{- . -}}
{{- else if eq (float64 .) (float64 (int64 .)) -}}
{{- int64 . -}}
{{- else -}}
{{- . -}}
{{- end -}}
{{- end -}}

{{/*
The number that a Kubernetes quantity stands for, in its own units: "3Gi"→3221225472, "3G"→3000000000, "500m"→0.5.
Compare as floating point; it is exact up to 8 PiB.
Usage: float64 (include "zookeeper.quantityNumber" "3Gi")
*/}}
{{- define "zookeeper.quantityNumber" -}}
{{- $text := include "zookeeper.quantity" . -}}
{{- $units := dict
      "m" 0.001 "" 1 "k" 1e3 "M" 1e6 "G" 1e9 "T" 1e12 "P" 1e15 "E" 1e18
      "Ki" 1024 "Mi" 1048576 "Gi" 1073741824 "Ti" 1099511627776 "Pi" 1125899906842624 "Ei" 1152921504606846976 -}}
{{- mulf (float64 (regexFind "^[0-9.]+" $text)) (get $units (regexFind "[a-zA-Z]*$" $text)) -}}
{{- end -}}

{{/*
The bytes of a heap size. The JVM counts in binary units whatever their case: "2G"→2147483648, "512m"→536870912.
Usage: float64 (include "zookeeper.heapBytes" .Values.heap)
*/}}
{{- define "zookeeper.heapBytes" -}}
{{- $units := dict "k" 1024 "m" 1048576 "g" 1073741824 -}}
{{- mulf (float64 (regexFind "^[0-9]+" .)) (get $units (lower (regexFind "[a-zA-Z]$" .))) -}}
{{- end -}}

{{/*
Memory that suits a heap, for suggestions: as much again beside it, but no more than 1Gi. 2G→3Gi, 512m→1Gi, 300m→600Mi.
Usage: set it to {{ include "zookeeper.memoryForHeap" .Values.heap }}
*/}}
{{- define "zookeeper.memoryForHeap" -}}
{{- $heap := int64 (ceil (divf (float64 (include "zookeeper.heapBytes" .)) 1048576)) -}}
{{- $memory := add $heap (min $heap 1024) -}}
{{- if eq (mod $memory 1024) 0 -}}
{{- div $memory 1024 -}}Gi
{{- else -}}
{{- $memory -}}Mi
{{- end -}}
{{- end -}}
