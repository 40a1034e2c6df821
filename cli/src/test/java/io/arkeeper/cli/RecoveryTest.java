package io.arkeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.arkeeper.cli.local.HttpGet;
import io.arkeeper.core.recovery.DiskWord.Empty;
import io.arkeeper.core.recovery.DiskWord.Holds;
import io.arkeeper.core.recovery.DiskWord.Silent;
import io.arkeeper.core.recovery.RecoveryPlan;
import io.arkeeper.core.recovery.RecoveryPlan.Reform;
import io.arkeeper.core.recovery.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a recovery orders, of whom, and in which order; members are hand-made and do as they are told. */
final class RecoveryTest {

    /** Five members: what each says of itself, what was ordered, and what that does to it. */
    private static final class Members implements MemberDoor {

        private final Map<String, String> contents = new TreeMap<>();
        private final Map<String, String> disks = new TreeMap<>();
        private final List<String> orders = new ArrayList<>();
        private String leader = "";
        private String refusing = "";

        Members() {
            for (int ordinal = 0; ordinal < 5; ordinal++) {
                contents.put("zk-" + ordinal, "AWAITING_SYNC");
            }
        }

        Members holding(String pod, int epoch, String zxid) {
            contents.put(pod, "DATA");
            disks.put(pod, """
                    {"starts":true,"acceptedEpoch":%d,"currentEpoch":%d,"restorable":"%s","seen":"%s",
                     "lastAt":"2026-01-02T03:04:05Z","configVersion":"0x0","config":[%s],"findings":[]}
                    """.formatted(epoch, epoch, zxid, zxid, config(5)));
            return this;
        }

        private static String config(int voters) {
            List<String> lines = new ArrayList<>();
            for (int id = 1; id <= voters; id++) {
                lines.add("\"server.%d=zk-%d.b:2888:3888:participant;0.0.0.0:2181\"".formatted(id, id - 1));
            }
            return String.join(",", lines);
        }

        @Override
        public List<String> pods() {
            return List.copyOf(contents.keySet());
        }

        @Override
        public HttpGet.Answer ask(String pod, String path, Duration patience) {
            if (contents.get(pod).isEmpty()) {
                return new HttpGet.Answer(0, "does not answer yet");
            }
            return new HttpGet.Answer(200, """
                    {"id":%d,"ready":%s,"reason":"?","role":"?","startedAt":"now","controlPort":8081,
                     "disk":{"content":"%s"},"configVersion":"0x0","config":[%s]}
                    """.formatted(
                            Integer.parseInt(pod.substring(3)) + 1, !leader.isEmpty(), contents.get(pod), config(5)));
        }

        @Override
        public HttpGet.Answer askInside(String pod, int controlPort, String path, Duration patience) {
            return new HttpGet.Answer(200, disks.get(pod));
        }

        @Override
        public HttpGet.Answer tell(String pod, int controlPort, String path, String body) {
            if (pod.equals(refusing)) {
                return new HttpGet.Answer(409, "another member serves by now");
            }
            orders.add(pod + " " + path + " " + body.replaceAll("\"id\":\"[^\"]*\"", "ID"));
            if (path.equals("/resync")) {
                contents.put(pod, "AWAITING_SYNC");
            } else {
                leader = pod;
            }
            return new HttpGet.Answer(202, "done");
        }

        @Override
        public String options() {
            return "";
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    private final Members members = new Members();
    private final List<String> said = new ArrayList<>();

    private void recover() throws InterruptedException {
        MemberDisks disks = new MemberDisks(members);
        Reform reform = (Reform) RecoveryPlan.of(disks.read(), Words.NONE);
        new Recovery(members, disks, Duration.ofSeconds(20), said::add).carryOut(reform);
    }

    @Test
    void theOthersPutTheirDataAsideBeforeTheChosenOneLeads() throws Exception {
        members.holding("zk-1", 3, "0x300000009").holding("zk-4", 4, "0x400000002");

        recover();

        assertThat(members.orders.getFirst()).isEqualTo("zk-1 /resync zk-4");
        assertThat(members.orders.getLast())
                .startsWith("zk-4 /recover {")
                .contains("ID", "\"epoch\":4", "\"restorable\":\"0x400000002\"");
        assertThat(members.orders).hasSize(2);
        assertThat(said)
                .containsExactly(
                        "zk-1 has put its data aside",
                        "zk-4 serves again with its data up to 0x400000002",
                        "all members serve again");
    }

    @Test
    void whereOneRefusesNothingMoreIsOrdered() {
        members.holding("zk-1", 3, "0x300000009").holding("zk-4", 4, "0x400000002");
        members.refusing = "zk-1";

        assertThatThrownBy(this::recover)
                .isInstanceOf(CommandFailure.class)
                .hasMessage("zk-1 refuses: another member serves by now; give the same command again to look at the"
                        + " disks anew");
        assertThat(members.orders).isEmpty();
    }

    @Test
    void whatWasInterruptedGoesOnWithWhatIsLeft() throws Exception {
        members.holding("zk-1", 3, "0x300000009").holding("zk-4", 4, "0x400000002");
        members.refusing = "zk-4";
        assertThatThrownBy(this::recover).isInstanceOf(CommandFailure.class);
        members.refusing = "";

        recover();

        assertThat(members.orders).hasSize(2);
        assertThat(members.orders.getLast()).startsWith("zk-4 /recover {");
    }

    @Test
    void whatMembersSayIsReadAsWhatItIs() {
        members.holding("zk-1", 3, "0x300000009");
        members.contents.put("zk-2", "");
        members.contents.put("zk-3", "DAMAGED");
        members.disks.put("zk-3", """
                {"starts":false,"restorable":"none","seen":"0x300000001","findings":
                 [{"file":"log.1","offset":16,"what":"bad","damage":true}]}
                """);

        var words = new MemberDisks(members).read();

        assertThat(words.get("zk-0")).isEqualTo(new Empty());
        assertThat(words.get("zk-2")).isEqualTo(new Silent("does not answer yet"));
        assertThat(((Holds) words.get("zk-1")).disk())
                .extracting(disk -> disk.restorable(), disk -> disk.currentEpoch(), disk -> disk.starts())
                .containsExactly(0x300000009L, 3L, true);
        assertThat(((Holds) words.get("zk-3")).disk())
                .extracting(disk -> disk.restorable(), disk -> disk.seen(), disk -> disk.damage()
                        .orElse(""))
                .containsExactly(-1L, 0x300000001L, "log.1 at byte 16: bad");
    }
}
