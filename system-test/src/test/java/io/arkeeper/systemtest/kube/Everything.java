package io.arkeeper.systemtest.kube;

/**
 * Every value that a cluster without load balancers and without the Prometheus operator can honour, set to something else
 * than its default.
 */
final class Everything {

    private Everything() {}

    /** PRIORITY stands for a priority class. */
    static final String VALUES = """
            servers: 3
            minAvailable: 2
            heap: 200m
            resources:
              requests: {cpu: 60m, memory: 330Mi, ephemeral-storage: 20Mi}
              limits: {cpu: 2, memory: 600Mi, ephemeral-storage: 500Mi}
            storage: 2Gi
            storageClass: standard
            txnLog: {storage: 1Gi, storageClass: standard}
            claimRetention: {whenDeleted: Delete, whenScaled: Delete}
            clientPort: 12181
            serverPort: 12888
            leaderElectionPort: 13888
            httpPort: 18080
            controlPort: 18081
            tickTimeMs: 1000
            initTicks: 30
            syncTicks: 10
            clientCnxns: 100
            snapRetain: 4
            purgeHours: 2
            extraConfig: {snapCount: 50000}
            limits: {words: ['*']}
            chroots:
              - path: /solr
              - path: /teams/search
                acl: ['digest:solr:NKUapR6ZAi2IMAjuCTEaW0vbITI=:cdrwa', 'world:anyone:r']
            antiAffinity: soft
            zoneSpread: hard
            nodeSelector: {kubernetes.io/os: linux}
            tolerations: [{key: dedicated, operator: Exists, effect: NoSchedule}]
            affinity:
              nodeAffinity:
                requiredDuringSchedulingIgnoredDuringExecution:
                  nodeSelectorTerms: [{matchExpressions: [{key: kubernetes.io/hostname, operator: Exists}]}]
            topologySpreadConstraints:
              - maxSkew: 1
                topologyKey: kubernetes.io/hostname
                whenUnsatisfiable: ScheduleAnyway
                labelSelector: {matchLabels: {app: zookeeper}}
            priorityClassName: PRIORITY
            logLevel: DEBUG
            logFormat: json
            probeInitialDelaySeconds: 1
            probeTimeoutSeconds: 7
            startupProbe: {periodSeconds: 2, failureThreshold: 300}
            livenessProbe: {periodSeconds: 20, failureThreshold: 5}
            readinessProbe: {periodSeconds: 2, failureThreshold: 3}
            terminationGracePeriodSeconds: 90
            imagePullPolicy: IfNotPresent
            imagePullSecrets: [{name: no-such-secret}]
            podLabels: {team: search}
            podAnnotations: {example.com/owner: search}
            extraEnv:
              - {name: JDK_JAVA_OPTIONS, value: -Duser.language=en}
              - {name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}
            extraVolumes: [{name: scratch, emptyDir: {sizeLimit: 10Mi}}]
            extraVolumeMounts: [{name: scratch, mountPath: /scratch}]
            hostAliases: [{ip: 192.0.2.1, hostnames: [backup.example]}]
            service:
              type: NodePort
              externalTrafficPolicy: Local
              labels: {team: search}
              annotations: {example.com/owner: search}
            headlessService: {labels: {team: search}, annotations: {example.com/owner: search}}
            externalAccess:
              type: NodePort
              externalTrafficPolicy: Cluster
              labels: {team: search}
              annotations: {example.com/owner: search}
              memberAnnotations: [{example.com/host: zk0.example}]
            serviceAccount: {name: coordination-members, annotations: {example.com/owner: search}}
            rbac: {create: false}
            networkPolicy:
              enabled: true
              clients: [{podSelector: {}}]
              metrics: [{namespaceSelector: {}}]
              egress: true
            test:
              timeoutSeconds: 120
              resources: {requests: {cpu: 20m, memory: 96Mi}, limits: {cpu: 1, memory: 256Mi}}
            nameOverride: zk
            fullnameOverride: coordination
            merge:
              statefulSet: {spec: {minReadySeconds: 1, revisionHistoryLimit: 3}}
              pod: {metadata: {annotations: {merged: 'yes'}}, spec: {shareProcessNamespace: false}}
              container: {stdin: true, tty: true}
              configMap: {metadata: {annotations: {merged: 'yes'}}}
              clientService: {spec: {internalTrafficPolicy: Cluster}}
              headlessService: {metadata: {annotations: {merged: 'yes'}}}
              externalService: {spec: {sessionAffinity: ClientIP}}
              podDisruptionBudget: {spec: {unhealthyPodEvictionPolicy: AlwaysAllow}}
              serviceAccount: {metadata: {annotations: {merged: 'yes'}}}
              networkPolicy: {metadata: {annotations: {merged: 'yes'}}}
              test: {spec: {activeDeadlineSeconds: 200}}
            """;
}
