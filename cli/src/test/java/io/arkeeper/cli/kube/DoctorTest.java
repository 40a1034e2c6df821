package io.arkeeper.cli.kube;

import static io.arkeeper.cli.testing.Snapshots.claim;
import static io.arkeeper.cli.testing.Snapshots.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.cli.kube.Doctor.Finding;
import io.arkeeper.cli.local.MemberView;
import io.arkeeper.cli.testing.Snapshots;
import io.arkeeper.cli.testing.Views;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DoctorTest {

    private static List<Finding> examine(Snapshots snapshots) {
        return Doctor.examine(snapshots.take());
    }

    @Test
    void aHealthyEnsembleNeedsNothing() {
        assertThat(examine(Snapshots.of(3))).isEmpty();
        assertThat(examine(Snapshots.of(1))).isEmpty();
    }

    @Test
    void aPodWithoutRoom() {
        assertThat(examine(Snapshots.of(3)
                        .silent(0)
                        .pod(0, pod -> Snapshots.unschedulable(pod, "0/3 nodes: 3 Insufficient memory."))))
                .containsExactly(new Finding(
                        "myzk-zookeeper-0: no node takes it: 0/3 nodes: 3 Insufficient memory.",
                        "no node has so much memory free: lower resources.requests.memory and heap, or add a node"));
    }

    @Test
    void anImageThatIsNotThere() {
        assertThat(examine(Snapshots.of(3).silent(0).pod(0, pod -> Snapshots.waiting(pod, "ErrImagePull", "not found")))
                        .getFirst())
                .isEqualTo(new Finding(
                        "myzk-zookeeper-0: the image arkeeper/zookeeper:3.9.5-0.1.0 cannot be pulled: not found.",
                        "check image.registry, image.repository and image.tag, the pull secret, and whether the node"
                                + " reaches the registry; or load the image onto the nodes"));
    }

    @Test
    void lostQuorumNamesWhoIsMissing() {
        List<Finding> findings =
                examine(Snapshots.of(3).withoutPod(0).withoutPod(2).member(1, Views.looks(2, 3)));

        assertThat(findings)
                .contains(new Finding(
                        "No quorum: 0 of 3 voters serve, 2 are needed; not serving: myzk-zookeeper-0,"
                                + " myzk-zookeeper-1, myzk-zookeeper-2.",
                        "mend the members above, any 2 of them; the data is safe meanwhile, and nothing is decided"
                                + " without a majority"));
    }

    @Test
    void membersThatDoNotAnswerInTimeMayHaveAQuorum() {
        assertThat(examine(Snapshots.of(3).silent(0).silent(1)))
                .contains(new Finding(
                        "2 of 3 members did not answer within 2 s, though their pods are ready (myzk-zookeeper-0,"
                                + " myzk-zookeeper-1): whether there is a quorum is not known; 1 of 3 voters is known to"
                                + " serve, 2 are needed.",
                        "look at the load of these pods and of their nodes, and whether `kubectl port-forward` reaches"
                                + " them"))
                .extracting(Finding::sentence)
                .noneMatch(sentence -> sentence.startsWith("No quorum"));
    }

    @Test
    void aDamagedDatabase() {
        assertThat(examine(Snapshots.of(3)
                                .silent(1)
                                .pod(
                                        1,
                                        pod -> Snapshots.waiting(
                                                Snapshots.ended(pod, 6, "Error", 3), "CrashLoopBackOff", "")))
                        .getFirst())
                .isEqualTo(new Finding(
                        "myzk-zookeeper-1: ended 4 times, last with exit code 6 (database unreadable).",
                        "its log names the damaged file; while the others have quorum, `arkeeper member resync` has the"
                                + " leader fill it again"));
    }

    @Test
    void aMemberThatWasKilledForItsMemory() {
        assertThat(examine(Snapshots.of(3).pod(0, pod -> Snapshots.ended(pod, 137, "OOMKilled", 1))))
                .containsExactly(new Finding(
                        "myzk-zookeeper-0 serves again; it was restarted 1 time, last after exit code 137 (killed for"
                                + " its memory).",
                        "raise resources.limits.memory (heap plus 1 GiB is safe), or lower heap"));
    }

    @Test
    void aDiskThatIsAlmostFull() {
        MemberView full = Views.withRoom(Views.follows(1, 3), 5, 100);

        assertThat(examine(Snapshots.of(3).member(0, full)))
                .extracting(Finding::sentence)
                .containsExactly("myzk-zookeeper-0: its volume is 95% full.");
    }

    @Test
    void aCertificateThatEndsSoon() {
        MemberView.Tls tls = new MemberView.Tls(
                true,
                true,
                Instant.EPOCH,
                Optional.of("the certificate expires in 9 days, at 2027-01-01T00:00:00Z; renew it"));

        assertThat(examine(Snapshots.of(3).member(0, Views.withTls(Views.follows(1, 3), tls))))
                .extracting(Finding::sentence)
                .containsExactly(
                        "myzk-zookeeper-0: the certificate expires in 9 days, at 2027-01-01T00:00:00Z; renew it.");
    }

    @Test
    void clocksThatAreApart() {
        MemberView behind = Views.at(Views.follows(1, 3), Snapshots.NOW.minusSeconds(6));

        assertThat(examine(Snapshots.of(3).member(0, behind)))
                .containsExactly(new Finding(
                        "The members' clocks are 6 s apart.",
                        "let all nodes ask the same time server: certificates and logs go by these clocks"));
    }

    @Test
    void observersMayShareANodeWithAVoterAndAreWell() {
        assertThat(examine(Snapshots.of(3).observed(2))).isEmpty();
    }

    @Test
    void anObserverThatDoesNotBelongYet() {
        assertThat(examine(Snapshots.of(3).observed(2).member(0, Views.observed(Views.follows(1, 3), 3, 2))))
                .isEmpty();
        assertThat(Doctor.examine(Snapshots.of(3).observed(1).observersAsked(2).take()))
                .extracting(Finding::sentence)
                .contains(
                        "3 voters and 2 observers are wanted, 3 vote and 1 observes: no leader says what it does about"
                                + " that; nobody joins or leaves without one.");
    }

    @Test
    void whatTheLeaderDoesAboutTheMembership() {
        assertThat(examine(Snapshots.of(3)
                        .votersAsked(1)
                        .pod(2, Snapshots::deleting)
                        .leaderSays("wait", "no longer wanted: myzk-zookeeper-2, kept", "the StatefulSet wants 1")))
                .containsExactly(new Finding(
                        "1 voter is wanted, 3 vote: no longer wanted: myzk-zookeeper-2, kept.",
                        "wait while members join or leave; `status --watch` shows how it goes on"));
    }

    @Test
    void aVolumeOfAnotherEnsemble() {
        String reason = "this disk belongs to ensemble 00000000000000f2, but myzk-zookeeper-2 (serving) belongs to"
                + " 00000000000000f1; where that is the right one, give 'arkeeper member resync' for myzk-zookeeper-0";

        assertThat(examine(Snapshots.of(3).member(0, Views.belongingTo("00000000000000f2", Views.says(1, 3, reason)))))
                .containsExactly(
                        new Finding(
                                "myzk-zookeeper-0: %s.".formatted(reason),
                                "its volume holds the data of another ensemble, which are not mixed with these: if the one"
                                        + " that serves is the right one, `arkeeper member resync myzk-zookeeper-0 myzk` puts them"
                                        + " aside and has the leader fill it; if not, bring the volumes of the other one back"),
                        new Finding(
                                "The volumes belong to different ensembles: myzk-zookeeper-1, myzk-zookeeper-2 of"
                                        + " 00000000000000f1; myzk-zookeeper-0 of 00000000000000f2.",
                                "no member mixes them: those of the ensemble that serves go on, the others wait and say what"
                                        + " they wait for"));
    }

    @Test
    void membersThatShareANode() {
        assertThat(examine(Snapshots.of(3).pod(0, pod -> Snapshots.onNode(pod, "node2"))))
                .containsExactly(new Finding(
                        "myzk-zookeeper-0 and myzk-zookeeper-1 share node node2: the loss of that node stops the"
                                + " ensemble.",
                        "add nodes and set antiAffinity=hard"));
    }

    @Test
    void aStatefulSetThatWasEditedByHand() {
        assertThat(examine(Snapshots.of(3).edit("replicas", "3", "2")))
                .extracting(Finding::sentence)
                .containsExactly("The StatefulSet was edited by hand: replicas is 2, the release says 3.");
    }

    @Test
    void objectsThatWereEditedOrDeletedByHand() {
        assertThat(examine(Snapshots.of(3)
                        .edit("Service/myzk-zookeeper", "spec.type", "ClusterIP", "NodePort")
                        .withoutObject("ConfigMap/myzk-zookeeper")))
                .containsExactly(
                        new Finding(
                                "ConfigMap/myzk-zookeeper is gone: somebody has deleted it.",
                                "give `upgrade` without values: it makes it again"),
                        new Finding(
                                "Service/myzk-zookeeper was edited by hand: spec.type is NodePort, the release says"
                                        + " ClusterIP.",
                                "put it into the values and `upgrade`, or `upgrade` without values to undo it"));
    }

    @Test
    void changesThatWereInterrupted() {
        assertThat(examine(Snapshots.of(3).rolling("uid-0", "gone")))
                .containsExactly(new Finding(
                        "A roll was begun and has not ended; still to be restarted: myzk-zookeeper-0.",
                        "give `roll` again: it goes on"));
        assertThat(examine(Snapshots.of(3).pod(0, pod -> Snapshots.ofRevision(pod, "rev-0"))))
                .extracting(Finding::sentence)
                .containsExactly("Not yet of the newest revision: myzk-zookeeper-0.");
        assertThat(examine(Snapshots.of(3).release(Snapshots.release("failed", 1, "quota"))))
                .extracting(Finding::sentence)
                .containsExactly("The release is not as it should be. Its last change failed: quota.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            failed          | 1 | give `install` again with the same values: it cleans up, keeps the volume claims and goes on
            pending-install | 1 | give `install` again with the same values: it cleans up, keeps the volume claims and goes on
            failed          | 2 | give `upgrade` again with the same values
            pending-upgrade | 2 | give `upgrade` again with the same values
            uninstalling    | 1 | give `uninstall` again: it ends what was begun
            uninstalling    | 5 | give `uninstall` again: it ends what was begun
            """)
    void whatHelmLeftHalfWayIsGoneOnWithByTheCommandThatTakesNothingDown(String status, int revision, String advice) {
        assertThat(examine(Snapshots.of(3).release(Snapshots.release(status, revision, "quota"))))
                .extracting(Finding::advice)
                .containsExactly(advice);
    }

    @Test
    void cleaningUpThatWouldTakeTheDataIsNotAdvised() {
        assertThat(examine(Snapshots.of(3).deletingItsClaims().release(Snapshots.release("failed", 1, "quota"))))
                .extracting(Finding::advice)
                .containsExactly(
                        "give `uninstall`, which asks because the volume claims go with it, and then `install`");
    }

    @Test
    void claimsThatNobodyUses() {
        assertThat(examine(Snapshots.of(3).claim(claim(3, "Bound", "1Gi"))))
                .extracting(Finding::sentence)
                .containsExactly("No member uses datadir-myzk-zookeeper-3 any more.");
        assertThat(examine(Snapshots.of(3).uninstalled()))
                .extracting(Finding::sentence)
                .containsExactly("Volume claims of an earlier release are there: datadir-myzk-zookeeper-0,"
                        + " datadir-myzk-zookeeper-1, datadir-myzk-zookeeper-2.");
        assertThat(examine(Snapshots.of(3).claim(claim(1, "Lost", "1Gi"))))
                .extracting(Finding::sentence)
                .containsExactly("The volume of datadir-myzk-zookeeper-1 is lost.");
    }

    @Test
    void aBudgetThatBlocksEveryDrain() {
        assertThat(examine(Snapshots.of(3).budget(3, 0)))
                .containsExactly(new Finding(
                        "The PodDisruptionBudget (minAvailable 3) lets no pod go although all are well.",
                        "lower minAvailable to 2, so that nodes can be drained"));
    }

    @Test
    void aBudgetThatLetsTheQuorumGo() {
        assertThat(examine(Snapshots.of(5).budget(2, 3)))
                .containsExactly(new Finding(
                        "The PodDisruptionBudget (minAvailable 2) lets drains take 3 of 5 voters at once, and the quorum.",
                        "`arkeeper scale 5` has the chart know the number, and the budget with it"));
        assertThat(examine(Snapshots.of(5).budget(3, 2))).isEmpty();
        assertThat(examine(Snapshots.of(3).budget(2, 1))).isEmpty();
    }

    @Test
    void aQuotaThatAllowsNoMorePods() {
        assertThat(examine(Snapshots.of(3)
                                .withoutPod(2)
                                .member(1, Views.leads(2, 3))
                                .event(
                                        "StatefulSet",
                                        "myzk-zookeeper",
                                        "FailedCreate",
                                        "create Pod " + pod(2) + " in StatefulSet failed error: exceeded quota: small"))
                        .getFirst()
                        .advice())
                .isEqualTo("raise the quota of the namespace, or lower resources.requests");
    }

    private static String adviceFor(String reason) {
        return examine(Snapshots.of(3).member(0, Views.says(1, 3, reason)))
                .getFirst()
                .advice();
    }

    @Test
    void whatMembersSayOfTheirDisksIsMendedByCommands() {
        assertThat(adviceFor(
                        "no leader can be elected: 1 of 3 voters hold data and 2 are needed; the disks of a are empty"))
                .isEqualTo(
                        "too many disks are lost for a quorum: bring back one that holds data; if there is none, `arkeeper"
                                + " recover myzk` shows what each disk holds, asks, and forms the ensemble again from the best");
        assertThat(adviceFor("the database cannot be read: log.1 at byte 16: bad"))
                .isEqualTo(
                        "while the others have quorum, `arkeeper member resync myzk-zookeeper-0 myzk` has the leader fill it"
                                + " again; without quorum see `arkeeper recover`");
        assertThat(adviceFor("the volume of /data is full: 1.0 MiB are free and 7.0 MiB are needed"))
                .isEqualTo(
                        "make the volume larger, or free space on it: the member goes on by itself as soon as there is"
                                + " some");
    }
}
