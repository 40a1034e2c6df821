package io.arkeeper.systemtest.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One member against plain {@code QuorumPeerMain} of the same jars, JVM and flags, turn by turn in the same run: time
 * from process start to serving, and idle resident memory.
 *
 * <p>The peer is a quorum of one as well, because a single standalone server cannot grow; standalone is shown beside it.
 */
public final class MemberBench {

    private static final int ROUNDS = 7;
    private static final int SUBNET = 212;
    private static final int IDLE_SECONDS = 3;
    private static final String HEAP = "512m";

    private final Path home;
    private final Path work;

    private MemberBench(Path home, Path work) {
        this.home = home;
        this.work = work;
    }

    /** Arguments: the member's distribution, and an empty directory to work in. */
    public static void main(String[] arguments) throws Exception {
        new MemberBench(Path.of(arguments[0]), Path.of(arguments[1])).run();
    }

    private void run() throws Exception {
        List<double[]> member = new ArrayList<>();
        List<double[]> quorum = new ArrayList<>();
        List<double[]> standalone = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            Commands fresh = new Commands(home, work.resolve("alone" + round), 1, HEAP);
            standalone.add(measure(fresh.standalone(SUBNET), "standalone" + round));
            Commands commands = new Commands(home, work.resolve("quorum" + round), 1, HEAP);
            quorum.add(measure(commands.plain(SUBNET, 0), "quorum" + round));
            commands.wantServers(1);
            member.add(measure(commands.member(SUBNET, 0), "member" + round));
        }
        System.out.println(
                "One server, process start to serving (median of %d), and idle resident memory".formatted(ROUNDS));
        show("QuorumPeerMain, standalone", standalone);
        show("QuorumPeerMain, quorum of one", quorum);
        show("Arkeeper member", member);
        System.out.println(String.format(
                Locale.ROOT,
                "  ratio to the quorum of one: %.2f x start, %+.0f MiB resident",
                median(member, 0) / median(quorum, 0),
                median(member, 1) - median(quorum, 1)));
    }

    private static void show(String what, List<double[]> figures) {
        System.out.println(String.format(
                Locale.ROOT, "  %-30s %6.0f ms   %4.0f MiB", what, median(figures, 0), median(figures, 1)));
    }

    private static double median(List<double[]> figures, int column) {
        double[] sorted =
                figures.stream().mapToDouble(figure -> figure[column]).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    private double[] measure(ProcessBuilder command, String name) throws Exception {
        try (Server server = Server.start(command, Commands.address(SUBNET, 0), work.resolve(name + ".log"))) {
            double millis = server.millisUntilServing();
            boolean interrupted = new CountDownLatch(1).await(IDLE_SECONDS, TimeUnit.SECONDS);
            return new double[] {millis, interrupted ? 0 : server.residentMebibytes()};
        }
    }
}
