package io.arkeeper.systemtest.soak;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.arkeeper.systemtest.TestEnsemble;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The checked workload is checked, on a real member: a client that it does not know does to its znodes what no server may
 * do, and all of it is told.
 */
final class MischiefST {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final String NAME = "zk-0";

    private static TestEnsemble member;

    @BeforeAll
    static void oneMember(@TempDir Path root) {
        member = TestEnsemble.started(root, 1, 1);
    }

    @AfterAll
    static void stop() {
        member.close();
    }

    private static CheckedWorkload working(String root) {
        CheckedWorkload workload = new CheckedWorkload(root, 1, PAUSE, member::clients);
        workload.prepare();
        workload.start();
        awaitMoreWork(workload);
        return workload;
    }

    private static void awaitMoreWork(CheckedWorkload workload) {
        awaitMoreWork(workload, 500);
    }

    private static void awaitMoreWork(CheckedWorkload workload, int operations) {
        long enough = workload.heard() + operations;
        await("the clients work").atMost(DEADLINE).until(() -> workload.heard() >= enough);
    }

    private static List<String> violations(CheckedWorkload workload) throws Exception {
        workload.stop();
        return workload.violations(Map.of(NAME, member.clients()));
    }

    @Test
    void withoutMischiefNothingIsTold() throws Exception {
        CheckedWorkload workload = working("/calm");
        await("ephemeral znodes go")
                .atMost(DEADLINE)
                .until(() -> workload.checked().ephemerals() > 0);

        assertThat(violations(workload)).isEmpty();
        assertThat(workload.checked().refused())
                .as("of %s", workload.checked())
                .isBetween(1L, workload.checked().compareAndSets() - 1);
    }

    @Test
    void allMischiefIsTold() throws Exception {
        String root = "/mischief";
        CheckedWorkload workload = working(root);
        String lost;
        String outlives;
        try (ZooKeeper mischief = TestEnsemble.connect(member.clients())) {
            lost = children(mischief, root + "/unique").getFirst();
            mischief.delete(lost, -1);
            mischief.multi(madeAnew(root + "/r0"));
            Stat first = new Stat();
            byte[] old = mischief.getData(root + "/r2", false, first);
            eventually(() -> mischief.multi(queueMadeAnew(mischief, root + "/queue")));
            outlives = eventually(() -> {
                String ephemeral = children(mischief, root + "/alive").getFirst();
                mischief.multi(madeAnew(ephemeral));
                return ephemeral;
            });
            awaitMoreWork(workload);
            writtenUntilRead(workload, mischief, root + "/r1", "from nowhere", 0);
            writtenUntilRead(workload, mischief, root + "/r2", new String(old, UTF_8), first.getVersion());
        }
        await("the ephemeral znode is told").atMost(DEADLINE).until(() -> !workload.surprises()
                .isEmpty());

        List<String> violations = violations(workload);
        assertThat(violations)
                .contains(lost + " was acknowledged and is not there at " + NAME)
                .contains(outlives + " outlived its session at " + NAME);
        assertTold(violations, outlives + " was still there %s s after its session, with one leader all the time");
        assertTold(violations, root + "/r0: version %s was acknowledged to two writers");
        assertTold(violations, root + "/r0: a WRITE saw version %s although version %s was there before it began");
        assertTold(violations, root + "/r0: a READ saw version %s although version %s was there before it began");
        assertTold(violations, root + "/r1: 'from nowhere' was read and never written");
        assertTold(violations, root + "/r2: '%s' is both version %s and version %s");
        assertTold(violations, root + "/queue: number %s was given twice");
        assertTold(violations, root + "/queue: number %s was given after number %s");
    }

    /** It is told where somebody reads it before the next one writes. */
    private static void writtenUntilRead(
            CheckedWorkload workload, ZooKeeper mischief, String register, String value, int after) {
        await(value + " is read").atMost(DEADLINE).pollInterval(PAUSE).until(() -> {
            mischief.setData(register, value.getBytes(UTF_8), -1);
            return workload.registers().stream()
                    .anyMatch(operation -> operation.isDone()
                            && operation.register().equals(register)
                            && operation.version() > after
                            && operation.value().equals(value));
        });
    }

    private static List<String> children(ZooKeeper client, String parent) throws Exception {
        return client.getChildren(parent, false).stream()
                .map(child -> parent + "/" + child)
                .toList();
    }

    private static List<Op> madeAnew(String path) {
        return List.of(
                Op.delete(path, -1), Op.create(path, new byte[0], ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));
    }

    private static List<Op> queueMadeAnew(ZooKeeper client, String queue) throws Exception {
        List<Op> operations = new ArrayList<>();
        children(client, queue).forEach(child -> operations.add(Op.delete(child, -1)));
        operations.addAll(madeAnew(queue));
        return operations;
    }

    /** The clients are at it as well, so mischief may come too late for what it found. */
    private static <T> T eventually(Callable<T> mischief) {
        return await("mischief is done")
                .atMost(DEADLINE)
                .ignoreExceptionsMatching(e -> e instanceof KeeperException || e instanceof NoSuchElementException)
                .until(mischief, done -> true);
    }

    /** @param sentence with {@code %s} for what is decided by chance */
    private static void assertTold(List<String> violations, String sentence) {
        Pattern pattern = Pattern.compile(Pattern.quote(sentence).replace("%s", "\\E.+\\Q"));
        assertThat(violations).as(sentence).anyMatch(violation -> pattern.matcher(violation)
                .matches());
    }
}
