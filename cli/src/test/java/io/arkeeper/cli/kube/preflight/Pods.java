package io.arkeeper.cli.kube.preflight;

/** What the chart makes of {@code myzk}, as far as checks look at it. */
final class Pods {

    private Pods() {}

    /**
     * A StatefulSet of three.
     *
     * @param env the container's variables, as a list in braces
     * @param volumes the pod's, in the same way
     */
    static String with(String env, String volumes) {
        return """
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: myzk-zookeeper}
                spec:
                  replicas: 3
                  serviceName: myzk-zookeeper-headless
                  template:
                    spec:
                      containers:
                      - name: zookeeper
                        image: a
                        env: %s
                      volumes: %s
                """.formatted(env, volumes);
    }
}
