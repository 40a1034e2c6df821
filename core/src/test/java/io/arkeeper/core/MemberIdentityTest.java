package io.arkeeper.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemberIdentityTest {

    @Test
    void isReadFromThePodName() {
        MemberIdentity identity = MemberIdentity.ofPod("prod", "myzk-zookeeper-12");

        assertThat(identity).isEqualTo(new MemberIdentity("prod", "myzk-zookeeper", 12));
        assertThat(identity.id()).isEqualTo(new MemberId(13));
        assertThat(identity.podName()).isEqualTo("myzk-zookeeper-12");
        assertThat(identity.podName(0)).isEqualTo("myzk-zookeeper-0");
        assertThat(identity).hasToString("prod/myzk-zookeeper-12");
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
        assertThatThrownBy(() -> MemberIdentity.ofPod("prod", podName))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage("pod name is '" + podName
                        + "', expected a DNS label that ends in an ordinal, such as myzk-zookeeper-0;"
                        + " run the member as a StatefulSet's pod");
    }

    @Test
    void acceptsALabelOfSixtyThreeCharacters() {
        String podName = "a".repeat(61) + "-0";

        assertThat(MemberIdentity.ofPod("prod", podName).podName()).isEqualTo(podName);
    }

    @Test
    void refusesAnOrdinalThatNoMemberCanHave() {
        assertThatThrownBy(() -> MemberIdentity.ofPod("prod", "myzk-255"))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage("member id is 256, expected 1 to 255; use a pod ordinal from 0 to 254");
    }
}
