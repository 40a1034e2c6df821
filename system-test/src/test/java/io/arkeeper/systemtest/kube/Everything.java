package io.arkeeper.systemtest.kube;

/**
 * Every value that a cluster without load balancers, cert-manager and the Prometheus operator can honour, set to something
 * else than its default. {@code EverythingTest} says where the others are set.
 */
final class Everything {

    private Everything() {}

    /** What cannot be set together with the rest. The namespace has the service account. */
    static final String EPHEMERAL = """
            servers: 3
            heap: 192m
            storage: 300Mi
            resources: {requests: {cpu: 50m, memory: 320Mi}}
            antiAffinity: soft
            ephemeral: true
            serviceAccount: {create: false, name: %s}
            rbac: {create: false}
            test: {enabled: false}
            """.formatted(Everything.ACCOUNT);

    static final String ACCOUNT = "somebody";

    /** PRIORITY stands for a priority class. The nodes have the image already. */
    static final String VALUES = """
            servers: 3
            observers: 1
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
            limits:
              connections: 500
              requestBytes: 2000000
              outstandingRequests: 500
              largeRequestBytes: 50000000
              sessionsPerSecond: 500
              malformedPerSecond: 30
              words: ['*']
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
            auditLog: true
            probeInitialDelaySeconds: 1
            probeTimeoutSeconds: 7
            startupProbe: {enabled: true, periodSeconds: 2, failureThreshold: 300}
            livenessProbe: {periodSeconds: 20, failureThreshold: 5}
            readinessProbe: {periodSeconds: 2, failureThreshold: 3}
            terminationGracePeriodSeconds: 90
            imagePullPolicy: Never
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
              nodePort: 31718
              externalTrafficPolicy: Local
              labels: {team: search}
              annotations: {example.com/owner: search}
            headlessService: {labels: {team: search}, annotations: {example.com/owner: search}}
            externalAccess:
              type: NodePort
              nodePorts: [31719, 31720, 31721]
              externalTrafficPolicy: Cluster
              labels: {team: search}
              annotations: {example.com/owner: search}
              memberAnnotations: [{example.com/host: zk0.example}]
            serviceAccount: {name: coordination-members, annotations: {example.com/owner: search}}
            rbac: {events: true}
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
              observerStatefulSet: {metadata: {annotations: {merged: 'yes'}}}
              pod: {metadata: {annotations: {merged: 'yes'}}, spec: {shareProcessNamespace: false}}
              container: {stdin: true, tty: true}
              configMap: {metadata: {annotations: {merged: 'yes'}}}
              clientService: {spec: {internalTrafficPolicy: Cluster}}
              headlessService: {metadata: {annotations: {merged: 'yes'}}}
              externalService: {spec: {sessionAffinity: ClientIP}}
              podDisruptionBudget: {spec: {unhealthyPodEvictionPolicy: AlwaysAllow}}
              observerPodDisruptionBudget: {metadata: {annotations: {merged: 'yes'}}}
              serviceAccount: {metadata: {annotations: {merged: 'yes'}}}
              role: {metadata: {annotations: {merged: 'yes'}}}
              roleBinding: {metadata: {annotations: {merged: 'yes'}}}
              networkPolicy: {metadata: {annotations: {merged: 'yes'}}}
              test: {spec: {activeDeadlineSeconds: 200}}
            """;
}
