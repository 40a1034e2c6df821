package io.arkeeper.core.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.core.MemberIdentity;
import io.arkeeper.core.Verdict;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnershipTest {

    private static final MemberIdentity SELF = new MemberIdentity("prod", "myzk-zookeeper", 1);

    @Test
    void takesANewDisk() {
        assertThat(Ownership.judge(SELF, DiskFinding.NOTHING)).isEqualTo(Verdict.yes("the disk is new"));
    }

    @Test
    void takesItsOwnDisk() {
        assertThat(Ownership.judge(SELF, disk("2", SELF))).isEqualTo(Verdict.yes("the disk is its own"));
        assertThat(Ownership.judge(SELF, disk("2", null))).isEqualTo(Verdict.yes("the disk is its own"));
        assertThat(Ownership.judge(SELF, disk(null, SELF))).isEqualTo(Verdict.yes("the disk is its own"));
    }

    @ParameterizedTest
    @CsvSource({"prod, myzk-zookeeper, 2", "prod, other-zookeeper, 1", "test, myzk-zookeeper, 1"})
    void refusesTheDiskOfAnother(String namespace, String statefulSet, int ordinal) {
        MemberIdentity owner = new MemberIdentity(namespace, statefulSet, ordinal);

        assertThat(Ownership.judge(SELF, disk("2", owner)))
                .isEqualTo(Verdict.no("this disk belongs to " + owner + ", expected prod/myzk-zookeeper-1;"
                        + " nothing was changed on it. Give each pod the volume that carries its own name,"
                        + " or empty this one yourself if its data is no longer needed"));
    }

    @Test
    void refusesAnotherMyidAlsoWhereTheOwnerIsRight() {
        assertThat(Ownership.judge(SELF, disk("3", SELF)))
                .isEqualTo(Verdict.no("the disk's myid is 3, expected 2 for prod/myzk-zookeeper-1;"
                        + " nothing was changed on it. This is the disk of another member:"
                        + " give each pod the volume that carries its own name"));
    }

    @Test
    void refusesAMyidThatIsNoNumber() {
        assertThat(Ownership.judge(SELF, disk("two", null)))
                .isEqualTo(Verdict.no("the disk's myid is 'two', expected 2 for prod/myzk-zookeeper-1;"
                        + " nothing was changed on it. This is the disk of another member:"
                        + " give each pod the volume that carries its own name"));
        assertThat(Ownership.judge(SELF, disk("", null)).reason())
                .startsWith("the disk's myid is '', expected 2 for prod/myzk-zookeeper-1;");
    }

    private static DiskFinding disk(String myid, MemberIdentity owner) {
        return new DiskFinding(
                DiskContent.DATA,
                Optional.ofNullable(myid),
                Optional.ofNullable(owner),
                Optional.empty(),
                Optional.empty());
    }
}
