package io.arkeeper.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemberIdentityTest {

    @Test
    void isReadFromThePodName() {
        MemberIdentity identity = MemberIdentity.ofPod("prod", "myzk-zookeeper-12", Role.VOTER);

        assertThat(identity).isEqualTo(new MemberIdentity("prod", "myzk-zookeeper", 12));
        assertThat(identity.id()).isEqualTo(new MemberId(13));
        assertThat(identity.podName()).isEqualTo("myzk-zookeeper-12");
        assertThat(identity.podName(new MemberId(1))).isEqualTo("myzk-zookeeper-0");
        assertThat(identity.podName(new MemberId(101))).isEqualTo("myzk-zookeeper-observer-0");
        assertThat(identity).hasToString("prod/myzk-zookeeper-12");
    }

    @Test
    void anObserverKnowsTheEnsembleItBelongsTo() {
        MemberIdentity identity = MemberIdentity.ofPod("prod", "myzk-zookeeper-observer-1", Role.OBSERVER);

        assertThat(identity.id()).isEqualTo(new MemberId(102));
        assertThat(identity.ensemble()).isEqualTo("myzk-zookeeper");
        assertThat(identity.other(new MemberId(3))).isEqualTo(new MemberIdentity("prod", "myzk-zookeeper", 2));
        assertThat(new MemberIdentity("prod", "myzk-zookeeper", 2).other(new MemberId(102)))
                .isEqualTo(identity);
    }

    @Test
    void aVotersStatefulSetMayBeCalledLikeAnObservers() {
        MemberIdentity identity = MemberIdentity.ofPod("prod", "myzk-observer-1", Role.VOTER);

        assertThat(identity.id()).isEqualTo(new MemberId(2));
        assertThat(identity.podName(new MemberId(101))).isEqualTo("myzk-observer-observer-0");
    }

    @Test
    void refusesAnObserverWithoutAnEnsemblesName() {
        assertThatThrownBy(() -> MemberIdentity.ofPod("prod", "myzk-1", Role.OBSERVER))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage("an observer's StatefulSet is 'myzk', expected the voters' name and -observer;"
                        + " name it as the chart does");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "myzk",
                "-0",
                "myzk-",
                "myzk-zero",
                "myzk-01",
                "myzk-1000",
                "MyZk-0",
                "my.zk-0",
                "-myzk-0",
                "myzk-0 ",
                "",
                "a-name-of-sixty-four-characters-is-longer-than-a-label-may-be-00"
            })
    void refusesWhatIsNotAStatefulSetsPod(String podName) {
        assertThatThrownBy(() -> MemberIdentity.ofPod("prod", podName, Role.VOTER))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage("pod name is '" + podName
                        + "', expected a DNS label that ends in an ordinal, such as myzk-zookeeper-0;"
                        + " run the member as a StatefulSet's pod");
    }

    @Test
    void acceptsALabelOfSixtyThreeCharacters() {
        String podName = "a".repeat(61) + "-0";

        assertThat(MemberIdentity.ofPod("prod", podName, Role.VOTER).podName()).isEqualTo(podName);
    }

    @Test
    void refusesAnOrdinalThatNoMemberCanHave() {
        assertThatThrownBy(() -> MemberIdentity.ofPod("prod", "myzk-100", Role.VOTER))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage("pod ordinal is 100, expected 0 to 99; scale to 100 or fewer");
    }
}
