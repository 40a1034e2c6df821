package io.arkeeper.charts;

import static io.arkeeper.charts.InProcessHelm.HELM;
import static io.arkeeper.charts.Release.MYZK;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the user reads after an installation: how to connect, what can be lost, what is risky, and how to try it. */
class NotesTest {

    @Test
    void notes_areThese() throws Exception {
        assertThat(HELM.notes(MYZK.in("zk")).strip()).isEqualTo("""
                        ZooKeeper 3.9.5-0.1.0: release myzk in namespace zk

                        Connect
                          through the Service, which picks a member that serves:
                            myzk-zookeeper.zk.svc.cluster.local:2181
                          or to the members by name, the connection string for clients that reconnect by themselves:
                            myzk-zookeeper-0.myzk-zookeeper-headless.zk.svc.cluster.local:2181,\
                        myzk-zookeeper-1.myzk-zookeeper-headless.zk.svc.cluster.local:2181,\
                        myzk-zookeeper-2.myzk-zookeeper-headless.zk.svc.cluster.local:2181

                        Redundancy
                          3 voting members: the ensemble survives the loss of 1, and drains leave at least 2 running.

                        Wait until all members serve
                          kubectl -n zk rollout status statefulset/myzk-zookeeper

                        Write and read through the Service
                          helm -n zk test myzk

                        See it survive
                          # Write through one member, read through another:
                          kubectl -n zk exec myzk-zookeeper-0 -- /opt/zookeeper/bin/zkCli.sh create /foo bar
                          kubectl -n zk exec myzk-zookeeper-2 -- /opt/zookeeper/bin/zkCli.sh get /foo

                          # Stop the leader and read through a member that stays; another one takes over at once:
                          for pod in myzk-zookeeper-0 myzk-zookeeper-1 myzk-zookeeper-2; do
                            if kubectl get --raw "/api/v1/namespaces/zk/pods/$pod:8080/proxy/api/v1/member" | grep -q '"role": *"leader"'
                            then leader=$pod; else other=$pod; fi
                          done
                          kubectl -n zk delete pod "$leader" --wait=false
                          kubectl -n zk exec "$other" -- /opt/zookeeper/bin/zkCli.sh get /foo

                          # Stop all of them and read again; the volumes keep the data:
                          kubectl -n zk delete pod -l app.kubernetes.io/name=zookeeper,app.kubernetes.io/instance=myzk
                          kubectl -n zk rollout status statefulset/myzk-zookeeper
                          kubectl -n zk exec myzk-zookeeper-0 -- /opt/zookeeper/bin/zkCli.sh get /foo""");
    }

    @Test
    void notesOfTls_sayWhereItIsAndWithWhichCertificate() throws Exception {
        assertThat(HELM.notes(MYZK.with("tls: {enabled: true}")))
                .contains("myzk-zookeeper.default.svc.cluster.local:2281\n")
                .contains(
                        "  with TLS and a certificate of their own; this Secret has one, its key, and the authority to"
                                + " believe:\n    myzk-zookeeper-tls-client\n")
                .contains("pods/$pod:8080/proxy/readyz\" | grep -q '^leads'")
                .doesNotContain("2181");
        assertThat(HELM.notes(MYZK.with(
                        "tls: {enabled: true, existingSecret: corp, clientAuth: none, plaintextClients: true}")))
                .contains("  with TLS, issued like those of the members in the Secret corp.\n")
                .contains("WARNING: tls.plaintextClients=true: clients may still come without TLS, on clientPort.");
    }

    @Test
    void notesSayHowClientsSayWhoTheyAre() throws Exception {
        assertThat(
                        HELM.notes(
                                MYZK.with(
                                        "auth: {required: true, users: {existingSecret: people}, quorum: {existingSecret: m, mode: offer}}")))
                .contains(
                        "  as a user of the Secret people, by SASL with DIGEST-MD5\n  Sessions of clients that do not")
                .contains("helm -n default test myzk")
                .contains("WARNING: auth.users without tls.enabled: who listens on the network")
                .contains(
                        "WARNING: auth.quorum.mode=offer: members still take in who does not log in. Go on to require.");
        assertThat(
                        HELM.notes(
                                MYZK.with(
                                        "auth: {required: true, kerberos: {keytabSecret: k, principal: zookeeper/_HOST@B, krb5Conf: '[realms]'}}")))
                .contains("  with a ticket of Kerberos for zookeeper/_HOST@B\n")
                .doesNotContain("helm -n default test");
    }

    @Test
    void notesSayWhatIsLostWithoutPermissions() throws Exception {
        assertThat(HELM.notes(MYZK.with("rbac: {create: false}")))
                .contains(
                        "  WARNING: rbac.create=false: members hear of another number of servers up to a minute late, by the"
                                + " ConfigMap, do not see kubectl scale, and make no Events. Scale by an upgrade only.\n");
        assertThat(HELM.notes(MYZK)).doesNotContain("rbac");
    }

    @Test
    void notesOfASingleMember_areThese() throws Exception {
        assertThat(HELM.notes(MYZK.with("{servers: 1, clientPort: 1, clusterDomain: internal}"))
                        .strip())
                .isEqualTo("""
                        ZooKeeper 3.9.5-0.1.0: release myzk in namespace default

                        Connect
                          through the Service, which picks a member that serves:
                            myzk-zookeeper.default.svc.internal:1
                          or to the members by name, the connection string for clients that reconnect by themselves:
                            myzk-zookeeper-0.myzk-zookeeper-headless.default.svc.internal:1

                        Redundancy
                          1 voting member: the ensemble survives no loss, and a drain stops it.
                          WARNING: servers=1: each restart interrupts the service, and a lost volume is lost data. \
                        Set servers=3 to survive the loss of one.

                        Wait until all members serve
                          kubectl -n default rollout status statefulset/myzk-zookeeper

                        Write and read through the Service
                          helm -n default test myzk

                        See it survive
                          # Write through one member, read through the same:
                          kubectl -n default exec myzk-zookeeper-0 -- /opt/zookeeper/bin/zkCli.sh create /foo bar
                          kubectl -n default exec myzk-zookeeper-0 -- /opt/zookeeper/bin/zkCli.sh get /foo

                          # Stop it and read again; the volumes keep the data:
                          kubectl -n default delete pod -l app.kubernetes.io/name=zookeeper,app.kubernetes.io/instance=myzk
                          kubectl -n default rollout status statefulset/myzk-zookeeper
                          kubectl -n default exec myzk-zookeeper-0 -- /opt/zookeeper/bin/zkCli.sh get /foo""");
    }

    @ParameterizedTest
    @CsvSource({"3, 1, 2", "5, 2, 4", "7, 3, 6"})
    void redundancy_isSummedUp(int servers, int losses, int minAvailable) throws Exception {
        assertThat(HELM.notes(MYZK.with("servers: " + servers)))
                .contains(
                        "%d voting members: the ensemble survives the loss of %d, and drains leave at least %d running."
                                .formatted(servers, losses, minAvailable));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    antiAffinity: soft               | antiAffinity=soft: members may share a node where nodes are few; its loss may then be the loss of the majority.
                    antiAffinity: ''                 | antiAffinity is empty: members may share a node, and its loss may then be the loss of the majority.
                    {servers: 5, minAvailable: 3}    | minAvailable=3: drains may stop 2 members at once, after which the loss of one more stops all writes.
                    {servers: 7, minAvailable: 5}    | minAvailable=5: drains may stop 2 members at once.
                    purgeHours: 0                    | purgeHours=0: nothing purges old snapshots and logs; the volumes fill up unless something else does.
                    ephemeral: true                  | ephemeral=true: a pod that is deleted has lost its data, and with all of them all is lost.
                    claimRetention: {whenDeleted: Delete} | claimRetention.whenDeleted=Delete: with helm uninstall the data are gone.
                    imagePullPolicy: Always          | imagePullPolicy=Always: no pod starts while the registry cannot be reached, whatever images the nodes hold.
                    """)
    void risk_isWarnedOf(String values, String warning) throws Exception {
        assertThat(warnings(values)).containsExactly(warning);
    }

    @Test
    void membersKnownOutside_areNamed() throws Exception {
        assertThat(HELM.notes(MYZK.with("externalAccess: {type: NodePort}"))).contains("""
                          or from outside the cluster, where each member has a Service of the type NodePort:
                            kubectl -n default get service myzk-zookeeper-external-0 myzk-zookeeper-external-1 myzk-zookeeper-external-2
                        """);
    }

    @Test
    void dataThatEndWithThePods_areNotSaidToSurviveThem() throws Exception {
        assertThat(HELM.notes(MYZK.with("ephemeral: true")))
                .contains("# Stop the leader")
                .doesNotContain("the volumes keep the data");
    }

    @Test
    void aTestThatIsNotThere_isNotNamed() throws Exception {
        assertThat(HELM.notes(MYZK.with("test: {enabled: false}"))).doesNotContain("helm -n default test");
    }

    @Test
    void defaults_areNotWarnedOf() throws Exception {
        assertThat(warnings("")).isEmpty();
    }

    private static List<String> warnings(String values) throws Exception {
        return HELM.notes(MYZK.with(values))
                .lines()
                .filter(line -> line.startsWith("  WARNING: "))
                .map(line -> line.substring("  WARNING: ".length()))
                .toList();
    }

    @Test
    void observers_areCountedApartAndConnectedToAfterTheVoters() throws Exception {
        assertThat(HELM.notes(MYZK.with("{servers: 1, observers: 2}")))
                .contains("2 observers answer reads too, and count for no majority.")
                .contains("myzk-zookeeper-0.myzk-zookeeper-headless.default.svc.cluster.local:2181,"
                        + "myzk-zookeeper-observer-0.myzk-zookeeper-headless.default.svc.cluster.local:2181,"
                        + "myzk-zookeeper-observer-1.myzk-zookeeper-headless.default.svc.cluster.local:2181\n")
                .contains("rollout status statefulset/myzk-zookeeper-observer\n");
        assertThat(HELM.notes(MYZK.with("observers: 1")))
                .contains("1 observer answers reads too, and counts for no majority.");
    }
}
