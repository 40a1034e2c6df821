package io.arkeeper.systemtest.bench;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What {@code make bench-join} writes: how members join, and how that grows with the data. */
record JoinReport(Machine machine, List<Size> sizes) {

    /** What was found with so many znodes. */
    record Size(
            int znodes,
            String heap,
            int initTicks,
            List<Joined> joined,
            Memory leader,
            double snapshotMebibytes,
            SteadyLoad.Outcome load) {}

    /**
     * A member that has joined; times are milliseconds from the start of its process.
     *
     * @param memory from its start until all vote
     */
    record Joined(String member, double serving, double voting, Memory memory) {}

    String text() {
        return """
                # Joining under load

                Written by `make bench-join`, %s.

                Three members hold so many znodes of 1 KiB each, and a client writes one value after another all the time. Two more
                start at once with empty disks. What is counted begins with the start of each process and ends when it serves clients,
                and when the configuration that the leader has committed gives it a vote.

                | znodes | member | serves after | votes after | its memory | its heap in use |
                |---|---|---|---|---|---|
                %s

                Meanwhile:

                | znodes | heap of each (`-Xmx`) | `initTicks` | snapshot | the leader's memory | its heap in use | writes acknowledged | after a retry among them | failed | longest gap |
                |---|---|---|---|---|---|---|---|---|---|
                %s

                Memory is the most that was resident from the start of the first of the two until all vote, heap in use the most of what
                was asked for four times a second, with garbage that is not collected yet: a JVM with a larger heap collects later. A
                write whose connection was lost is tried again, as one that may be applied twice is; one has failed that was
                refused, or was not acknowledged within a minute of tries. All five members, the client and the measuring
                share the machine.
                """.formatted(
                        machine.sentence(),
                        sizes.stream()
                                .flatMap(size -> size.joined().stream().map(joined -> row(size, joined)))
                                .collect(Collectors.joining("\n")),
                        sizes.stream().map(JoinReport::row).collect(Collectors.joining("\n")));
    }

    private static String row(Size size, Joined joined) {
        return String.format(
                Locale.ROOT,
                "| %,d | %s | %.2f s | %.2f s | %.0f MiB | %.0f MiB |",
                size.znodes(),
                joined.member(),
                joined.serving() / 1_000,
                joined.voting() / 1_000,
                joined.memory().residentMebibytes(),
                joined.memory().heapMebibytes());
    }

    private static String row(Size size) {
        return String.format(
                Locale.ROOT,
                "| %,d | %s | %d | %.1f MiB | %.0f MiB | %.0f MiB | %d | %d | %s | %.0f ms |",
                size.znodes(),
                size.heap(),
                size.initTicks(),
                size.snapshotMebibytes(),
                size.leader().residentMebibytes(),
                size.leader().heapMebibytes(),
                size.load().acknowledged(),
                size.load().mended(),
                size.load().failures(),
                size.load().longestGap().millis());
    }
}
