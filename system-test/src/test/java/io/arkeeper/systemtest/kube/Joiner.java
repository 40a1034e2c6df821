package io.arkeeper.systemtest.kube;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How a member that came later got on.
 *
 * @param started when its process was started
 * @param serving when it followed the leader, with all data
 * @param voting when the configuration that gives it a vote was in force
 * @param life what it was at, and since when: where the seconds went
 */
record Joiner(String pod, Instant started, Optional<Instant> serving, Optional<Instant> voting, String life) {

    private static final Pattern LINE = Pattern.compile("(\\S+Z) +[A-Z]+ .*");
    private static final Pattern STATE = Pattern.compile("(\\S+Z) +[A-Z]+ .* CurrentStatus - (.*)");

    /** By its own log, and by those of the members that may have led meanwhile. */
    static Joiner of(Namespace namespace, String pod, Collection<String> members) {
        Instant started =
                Instant.parse(namespace.field("pod/" + pod, ".status.containerStatuses[0].state.running.startedAt"));
        String log = namespace.kubectl("logs", pod);
        Optional<Instant> serving = first(log, started, Pattern.compile("CurrentStatus - RUNNING: follows "));
        String life = log.lines()
                .map(STATE::matcher)
                .filter(Matcher::matches)
                .map(state ->
                        "%n%6.1f s  %s".formatted(seconds(started, Instant.parse(state.group(1))), state.group(2)))
                .collect(Collectors.joining());
        Pattern vote = Pattern.compile(" is in force, voters .*\\b" + pod + "\\b");
        Optional<Instant> voting = members.stream()
                .map(member -> first(namespace.kubectl("logs", member), started, vote))
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
        return new Joiner(pod, started, serving, voting, life);
    }

    private static Optional<Instant> first(String log, Instant since, Pattern what) {
        List<String> lines =
                log.lines().filter(line -> what.matcher(line).find()).toList();
        return lines.stream()
                .map(LINE::matcher)
                .filter(Matcher::matches)
                .map(line -> Instant.parse(line.group(1)))
                .filter(at -> !at.isBefore(since))
                .findFirst();
    }

    /** Kubernetes tells the start in whole seconds, so the figures may be one too high. */
    String sentence() {
        return "%s: serving %s, voting %s seconds after its process was started%s"
                .formatted(pod, since(serving), since(voting), life);
    }

    private String since(Optional<Instant> moment) {
        return moment.map(at -> "%.1f".formatted(seconds(started, at))).orElse("?");
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1000.0;
    }
}
