package io.arkeeper.cli.kube;

import static io.arkeeper.cli.testing.Snapshots.claim;
import static io.arkeeper.cli.testing.Snapshots.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.cli.testing.Snapshots;
import io.arkeeper.cli.testing.Views;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Why a member does not serve, in one sentence. */
final class PodConditionTest {

    private static String sentence(Snapshots snapshots) {
        return PodCondition.of(pod(0), snapshots.take()).sentence();
    }

    @Test
    void aMemberThatServesSaysWhatItDoes() {
        assertThat(PodCondition.of(pod(0), Snapshots.of(3).take()))
                .isEqualTo(new PodCondition.Serves(pod(0), "follows myzk-zookeeper-2 as voter in epoch 1"));
    }

    @Test
    void aMemberThatDoesNotServeSaysWhyItself() {
        assertThat(sentence(Snapshots.of(3).member(0, Views.looks(1, 3)))).isEqualTo("looking for a leader");
    }

    @Test
    void aPodThatTheStatefulSetCouldNotMake() {
        assertThat(sentence(Snapshots.of(3).withoutPod(0))).isEqualTo("no pod yet");
        assertThat(
                        sentence(
                                Snapshots.of(3)
                                        .withoutPod(0)
                                        .event(
                                                "StatefulSet",
                                                "myzk-zookeeper",
                                                "FailedCreate",
                                                "create Pod myzk-zookeeper-0 in StatefulSet myzk-zookeeper failed error: exceeded quota")))
                .isEqualTo("no pod: create Pod myzk-zookeeper-0 in StatefulSet myzk-zookeeper failed error:"
                        + " exceeded quota");
    }

    @Test
    void aPodThatNoNodeTakes() {
        String why = "0/3 nodes are available: 3 Insufficient memory.";

        assertThat(sentence(Snapshots.of(3).pod(0, pod -> Snapshots.unschedulable(pod, why))))
                .isEqualTo("no node takes it: " + why);
    }

    @Test
    void aPodWhoseClaimHasNoVolume() {
        Snapshots snapshots = Snapshots.of(3)
                .pod(0, pod -> Snapshots.unschedulable(pod, "pod has unbound immediate PersistentVolumeClaims."))
                .claim(claim(0, "Pending", "1Gi"));

        assertThat(sentence(snapshots)).isEqualTo("its volume claim datadir-myzk-zookeeper-0 is pending");
        assertThat(sentence(snapshots.event(
                        "PersistentVolumeClaim",
                        "datadir-myzk-zookeeper-0",
                        "ProvisioningFailed",
                        "storageclass \"fast\" not found")))
                .isEqualTo("its volume claim datadir-myzk-zookeeper-0 is pending: storageclass \"fast\" not found");
    }

    @Test
    void anImageThatCannotBePulled() {
        Snapshots snapshots = Snapshots.of(3)
                .pod(0, pod -> Snapshots.waiting(pod, "ImagePullBackOff", "Back-off pulling image"))
                .event("Pod", pod(0), "Failed", "failed to pull and unpack image: not found");

        assertThat(sentence(snapshots))
                .isEqualTo("the image arkeeper/zookeeper:3.9.5-0.1.0 cannot be pulled: failed to pull and unpack image:"
                        + " not found");
    }

    @Test
    void aMemberThatEndsAgainAndAgain() {
        Snapshots snapshots = Snapshots.of(3)
                .pod(0, pod -> Snapshots.waiting(Snapshots.ended(pod, 3, "Error", 4), "CrashLoopBackOff", "back-off"));

        assertThat(sentence(snapshots)).isEqualTo("ended 5 times, last with exit code 3 (foreign disk)");
    }

    @Test
    void aVolumeThatCannotBeMounted() {
        Snapshots snapshots = Snapshots.of(3)
                .pod(0, pod -> Snapshots.waiting(pod, "ContainerCreating", ""))
                .event("Pod", pod(0), "FailedMount", "configmap \"x\" not found");

        assertThat(sentence(snapshots)).isEqualTo("its container cannot start: configmap \"x\" not found");
    }

    @Test
    void whatBefellAnEarlierPodOfTheNameIsNotItsTrouble() {
        Snapshots snapshots = Snapshots.of(3)
                .pod(0, pod -> Snapshots.waiting(pod, "ContainerCreating", ""))
                .event(new EventView(
                        "Pod", pod(0), "another-uid", "FailedMount", "configmap \"x\" not found", true, Instant.EPOCH));

        assertThat(sentence(snapshots)).isEqualTo("starting on node1");
    }

    @Test
    void aPodOnItsWay() {
        assertThat(sentence(Snapshots.of(3).pod(0, Snapshots::pending))).isEqualTo("waits for the scheduler");
        assertThat(sentence(Snapshots.of(3)
                        .pod(0, pod -> Snapshots.waiting(pod, "ContainerCreating", ""))
                        .event("Pod", pod(0), "Pulling", "Pulling image")))
                .isEqualTo("pulling the image on node1");
        assertThat(sentence(Snapshots.of(3).silent(0))).isEqualTo("runs, the member does not answer yet");
        assertThat(sentence(Snapshots.of(3).pod(0, Snapshots::deleting))).isEqualTo("ending");
    }

    @Test
    void anExitCodeIsExplained() {
        assertThat(PodCondition.meaning(new PodView.Ended(137, "OOMKilled", Optional.empty())))
                .isEqualTo("killed for its memory");
        assertThat(PodCondition.meaning(new PodView.Ended(4, "Error", Optional.empty())))
                .isEqualTo("disk full");
        assertThat(PodCondition.meaning(new PodView.Ended(143, "Error", Optional.empty())))
                .isEqualTo("terminated");
    }

    @Test
    void aPodOfAnEarlierRevisionThatCannotComeUpIsStuck() {
        Snapshots snapshots = Snapshots.of(3)
                .pod(0, pod -> Snapshots.ofRevision(pod, "rev-0"))
                .pod(1, pod -> Snapshots.ofRevision(Snapshots.waiting(pod, "ErrImagePull", "not found"), "rev-0"))
                .pod(2, pod -> Snapshots.waiting(pod, "ErrImagePull", "not found"));

        assertThat(snapshots.take().stuck()).extracting(PodView::name).containsExactly(pod(1));
    }
}
