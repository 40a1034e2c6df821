package io.arkeeper.cli;

import io.arkeeper.cli.local.EnsembleHealth;
import io.arkeeper.cli.local.Instance;
import io.arkeeper.cli.local.InstanceDirectory;
import io.arkeeper.cli.local.LineClient;
import io.arkeeper.cli.local.MemberView;
import io.arkeeper.cli.local.PodStatus;
import io.arkeeper.cli.local.ProcessId;
import io.arkeeper.cli.local.release.Tree;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/**
 * The classic failover walk-through:
 *
 * <ol>
 *   <li>write a key through one member, read it through another;
 *   <li>stop the leader while a client writes, see who leads next and how long no write was acknowledged;
 *   <li>delete all members at once, see them come back;
 *   <li>read the key and every acknowledged write.
 * </ol>
 *
 * <p>A member is deleted by sending it SIGTERM, as Kubernetes does; the supervisor puts a new one in its place.
 */
final class Drill {

    private static final String ROOT = "/arkeeper-drill";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH.mm.ss.SSS").withZone(ZoneOffset.UTC);
    private static final Duration SESSION = Duration.ofSeconds(10);
    private static final Duration STEADY_WRITES = Duration.ofMillis(500); // before and after the leader's loss
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PATIENCE_WITH_A_MEMBER = Duration.ofMillis(250);
    private static final long LOOK_EVERY_MILLIS = 10;

    private final String name;
    private final Surroundings surroundings;
    private final InstanceDirectory directory;
    private final PrintWriter out;
    private final Stopwatch stopwatch = Stopwatch.sinceNow();

    Drill(String name, Surroundings surroundings, PrintWriter out) {
        this.name = name;
        this.surroundings = surroundings;
        this.directory = surroundings.state().of(name);
        this.out = out;
    }

    int run() throws IOException, InterruptedException {
        Instance instance = instance();
        EnsembleHealth before = health(instance);
        if (!before.hasQuorum()) {
            throw new CommandFailure(ExitCode.NO_QUORUM, before.sentence());
        }
        tell(before.sentence());
        String run = ROOT + "/" + STAMP.format(Instant.now());
        String key = run + "/foo";
        MemberView leader = before.leader().orElseThrow();
        List<PodStatus> others = instance.pods().stream()
                .filter(pod -> !pod.pod().equals(leader.name()))
                .toList();
        PodStatus first = others.isEmpty() ? instance.pods().getFirst() : others.getFirst();
        PodStatus second = others.isEmpty() ? first : others.getLast();

        WriteGap gap;
        try (LineClient writer = client(addressOf(instance, first));
                LineClient reader = client(addressOf(instance, second));
                LineClient background = client(instance.connectString())) {
            createParents(writer, run);
            create(writer, key, "bar", first);
            read(reader, key, "bar", second);
            gap = stopTheLeader(background, run + "/writes", leader, before);
        }
        deleteAll();
        return readBack(key, run + "/writes", gap);
    }

    private WriteGap stopTheLeader(LineClient background, String prefix, MemberView leader, EnsembleHealth before)
            throws InterruptedException {
        background.startWriting(prefix);
        Thread.sleep(STEADY_WRITES);
        PodStatus stopped = pod(instance(), leader.name());
        Stopwatch loss = Stopwatch.sinceNow();
        stopped.process().ifPresent(ProcessId::terminate);
        tell("stopped the leader, %s, while a client writes".formatted(leader.name()));

        EnsembleHealth next = await("another leader", (now, health) -> health.hasQuorum()
                && health.leader().orElseThrow().epoch().orElse(0L)
                        > before.leader().orElseThrow().epoch().orElse(0L));
        tell("%s leads in epoch %s, %d ms later".formatted(next.leader().orElseThrow().name(), epoch(next), millis(loss)));
        await(leader.name() + " back", (now, health) -> allServe(now, health)
                && isAnother(pod(now, leader.name()), stopped));
        tell("%s is back, %d ms later".formatted(leader.name(), millis(loss)));
        tellModes();

        Thread.sleep(STEADY_WRITES);
        WriteGap gap = WriteGap.of(background.ask("write-stop", PATIENCE));
        tell("%d writes were acknowledged; the longest gap was %.0f ms".formatted(gap.acknowledged(), gap.longestMillis()));
        return gap;
    }

    private void deleteAll() throws InterruptedException {
        Instance before = instance();
        Stopwatch loss = Stopwatch.sinceNow();
        before.pods().forEach(pod -> pod.process().ifPresent(ProcessId::terminate));
        tell("deleted all members");
        await("all members back", (now, health) -> allServe(now, health)
                && now.pods().stream().allMatch(pod -> isAnother(pod, pod(before, pod.pod()))));
        tell("all members are back and serve, %d ms later".formatted(millis(loss)));
        tellModes();
    }

    private int readBack(String key, String prefix, WriteGap gap) throws IOException {
        try (LineClient reader = client(instance().connectString())) {
            Tree answer = synced(reader, key);
            boolean isThere = answer.isTrue("ok") && answer.text("data").equals(Optional.of("bar"));
            tell((isThere ? "read %s again: bar" : "%s is not there any more").formatted(key));

            Tree check = reader.ask("check %s %d".formatted(prefix, gap.acknowledged()), PATIENCE);
            List<String> missing = check.texts("missing");
            if (!isThere || !missing.isEmpty() || !check.isTrue("ok")) {
                tell("of %d acknowledged writes %d are missing: %s".formatted(gap.acknowledged(), missing.size(), missing));
                return ExitCode.WRITE_MISSING;
            }
            tell("all %d acknowledged writes are there".formatted(gap.acknowledged()));
        }
        out.printf(
                "%nThe leader's loss cost %.0f ms without writes, seen by the stock client. Nothing was lost.%n",
                gap.longestMillis());
        return ExitCode.OK;
    }

    private void createParents(LineClient writer, String run) {
        for (String path : List.of(ROOT, run, run + "/writes")) {
            Tree answer = writer.ask("create %s drill".formatted(path), PATIENCE);
            if (!answer.isTrue("ok") && !answer.text("error").equals(Optional.of("NodeExists"))) {
                throw new CommandFailure(ExitCode.TOO_LATE, "%s cannot be created: %s".formatted(path, why(answer)));
            }
        }
    }

    private void create(LineClient writer, String key, String data, PodStatus through) {
        Tree answer = writer.ask("create %s %s".formatted(key, data), PATIENCE);
        if (!answer.isTrue("ok")) {
            throw new CommandFailure(ExitCode.TOO_LATE, "%s cannot be created: %s".formatted(key, why(answer)));
        }
        tell("wrote %s = %s through %s (%s ms)".formatted(key, data, through.pod(), answer.text("ms").orElse("?")));
    }

    private void read(LineClient reader, String key, String expected, PodStatus through) {
        Tree answer = synced(reader, key);
        if (!answer.text("data").equals(Optional.of(expected))) {
            throw new CommandFailure(
                    ExitCode.WRITE_MISSING,
                    "%s cannot be read through %s: %s".formatted(key, through.pod(), why(answer)));
        }
        tell("read it through %s (%s ms)".formatted(through.pod(), answer.text("ms").orElse("?")));
    }

    /** Reads what the leader has, not what this member has already heard of. */
    private static Tree synced(LineClient reader, String key) {
        reader.ask("sync " + key, PATIENCE);
        return reader.ask("get " + key, PATIENCE);
    }

    private static String why(Tree answer) {
        return answer.text("error").orElse("the answer has other data");
    }

    private EnsembleHealth await(String what, BiPredicate<Instance, EnsembleHealth> condition)
            throws InterruptedException {
        Stopwatch waiting = Stopwatch.sinceNow();
        while (true) {
            Instance now = instance();
            EnsembleHealth health = health(now);
            if (condition.test(now, health)) {
                return health;
            }
            if (waiting.elapsed().compareTo(PATIENCE) > 0) {
                throw new CommandFailure(
                        ExitCode.TOO_LATE,
                        "waited %d s for %s; %s".formatted(PATIENCE.toSeconds(), what, health.sentence()));
            }
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
    }

    private static boolean allServe(Instance now, EnsembleHealth health) {
        return health.hasQuorum()
                && health.serving() == health.voters()
                && now.pods().stream().allMatch(PodStatus::isReady);
    }

    private static boolean isAnother(PodStatus now, PodStatus before) {
        return now.process().isPresent() && !now.process().equals(before.process());
    }

    private void tellModes() {
        Instance now = instance();
        Map<String, MemberView> answers = Members.ask(now, PATIENCE_WITH_A_MEMBER);
        Map<String, String> modes = new LinkedHashMap<>();
        now.pods()
                .forEach(pod -> modes.put(
                        pod.pod(),
                        Optional.ofNullable(answers.get(pod.pod()))
                                .map(MemberView::role)
                                .orElse("silent")));
        tell(modes.entrySet().stream()
                .map(mode -> mode.getKey() + " " + mode.getValue())
                .collect(Collectors.joining(", ")));
    }

    private EnsembleHealth health(Instance now) {
        return EnsembleHealth.of(Members.ask(now, PATIENCE_WITH_A_MEMBER).values(), now.servers());
    }

    private Instance instance() {
        return surroundings.state().instance(name).orElseThrow();
    }

    private static PodStatus pod(Instance instance, String pod) {
        return instance.pods().stream()
                .filter(status -> status.pod().equals(pod))
                .findFirst()
                .orElseThrow();
    }

    private static String addressOf(Instance instance, PodStatus pod) {
        return pod.address() + ":" + instance.port(Instance.CLIENT);
    }

    private LineClient client(String connect) throws IOException {
        return LineClient.start(surroundings.installation().member(), directory, connect, SESSION);
    }

    private static String epoch(EnsembleHealth health) {
        return health.leader().flatMap(MemberView::epoch).map(String::valueOf).orElse("?");
    }

    private static long millis(Stopwatch since) {
        return since.elapsed().toMillis();
    }

    private void tell(String sentence) {
        out.printf("%7s  %s%n", stopwatch, sentence);
        out.flush();
    }

    /**
     * What the background writer saw.
     *
     * @param longestMillis the longest time between two acknowledged writes
     */
    record WriteGap(int acknowledged, double longestMillis) {

        static WriteGap of(Tree answer) {
            return new WriteGap(
                    answer.number("acknowledged", 0),
                    Double.parseDouble(answer.text("longestGapMs").orElse("0")));
        }
    }
}
