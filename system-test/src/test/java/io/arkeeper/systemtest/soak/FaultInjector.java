package io.arkeeper.systemtest.soak;

import io.arkeeper.systemtest.SmallVolumes;
import io.arkeeper.systemtest.TestEnsemble;
import io.arkeeper.systemtest.network.Link;
import io.arkeeper.systemtest.network.NamespaceNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Does to an ensemble what a {@link Step} says, and heals it. */
final class FaultInjector {

    private final TestEnsemble ensemble;
    private final Optional<NamespaceNetwork> network;
    private final List<Fault> happened = new ArrayList<>();
    private final List<Period> doubts = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final Set<String> paused = new HashSet<>();
    private final Set<Integer> sizes = new TreeSet<>();
    private int pairs;
    private OptionalLong inDoubtSince = OptionalLong.empty();
    private Optional<Setting> setting = Optional.empty();
    private volatile int servers; // clients ask as well

    /**
     * @param network what can cut links, where there is such a thing
     * @param servers how many the ensemble has now
     */
    FaultInjector(TestEnsemble ensemble, Optional<NamespaceNetwork> network, int servers) {
        this.ensemble = ensemble;
        this.network = network;
        this.servers = servers;
        this.sizes.add(servers);
    }

    int servers() {
        return servers;
    }

    /** What clients connect to: those that there are to be at the moment. */
    String clients() {
        return members().stream().map(ensemble::clientsOf).collect(Collectors.joining(","));
    }

    List<Fault> happened() {
        return List.copyOf(happened);
    }

    /** How many servers were wanted at one time or another. */
    Set<Integer> sizes() {
        return sizes;
    }

    /** How often two faults happened at once. */
    int pairs() {
        return pairs;
    }

    /** When a leader may not have known that others had another one. */
    List<Period> doubts() {
        return List.copyOf(doubts);
    }

    List<String> violations() {
        return List.copyOf(violations);
    }

    void happen(Step step) throws IOException, InterruptedException {
        Random pick = new Random(step.pick());
        waitABit(step.before().toMillis());
        if (step.fault().isOperation()) {
            heal();
        }
        boolean first = inject(step.fault(), step, pick);
        if (step.second().isPresent() && inject(step.second().get(), step, pick) && first) {
            pairs++;
        }
        waitABit(step.after().toMillis());
        if (step.heals()) {
            heal();
        }
        if (step.fault() == Fault.ROLL || step.fault() == Fault.CONFIG) {
            finishRoll();
        }
    }

    /** Has the ensemble the size that a schedule begins with. */
    void begin(int wanted) {
        if (wanted != servers) {
            scale(wanted);
        }
        heal();
    }

    /** Ends all faults, and waits until every member says that all is well. */
    void heal() {
        network.ifPresent(NamespaceNetwork::restore);
        paused.forEach(this::resume);
        paused.clear();
        ensemble.pods().restoreNames();
        ensemble.names().forEach(pod -> SmallVolumes.free(ensemble.pods().data(pod)));
        members().forEach(ensemble.pods()::start);
        ensemble.awaitSettled(servers);
        ensemble.awaitVoters(servers);
        if (inDoubtSince.isPresent()) {
            doubts.add(new Period(inDoubtSince.getAsLong(), System.nanoTime()));
            inDoubtSince = OptionalLong.empty();
        }
    }

    /** Returns whether there was somebody to whom it could happen. */
    private boolean inject(Fault fault, Step step, Random pick) throws IOException, InterruptedException {
        Optional<String> leader = fault.isOfTheLeader() ? Optional.of(leader()) : ensemble.leaderAmong(awake());
        if (fault.castsDoubtOnTheLeader() && inDoubtSince.isEmpty()) {
            inDoubtSince = OptionalLong.of(System.nanoTime());
        }
        List<String> awake = awake();
        List<String> others = awake.stream()
                .filter(pod -> awake.size() == 1 || !leader.filter(pod::equals).isPresent())
                .toList();
        if (others.isEmpty()) {
            return false;
        }
        String first = leader.orElse(others.getFirst());
        String other = any(others, pick);
        switch (fault) {
            case KILL_LEADER -> ensemble.pods().kill(first);
            case KILL_FOLLOWER -> ensemble.pods().kill(other);
            case KILL_ALL -> awake.forEach(ensemble.pods()::kill);
            case STOP_LEADER -> ensemble.pods().delete(first);
            case STOP_FOLLOWER -> ensemble.pods().delete(other);
            case PAUSE_LEADER, PAUSE_FOLLOWER -> {
                if (!pause(fault == Fault.PAUSE_LEADER ? first : other)) {
                    return false;
                }
            }
            case WIPE -> wipe(any(awake, pick));
            case MOVE -> move(any(awake, pick), pick.nextInt(20));
            case NO_NAMES -> ensemble.pods().loseNames();
            case ROLL -> ensemble.pods().delete(members().getLast());
            case CONFIG -> {
                change(any(Setting.otherThan(ensemble.memberProperties()), pick));
                ensemble.pods().delete(members().getLast());
            }
            case SCALE -> scale(step.servers());
            case RESCALE -> {
                scale(step.abandoned().orElseThrow());
                waitABit(step.after().toMillis());
                scale(step.servers());
            }
            case CUT_LINK, CUT_ONE_WAY, LOSE_PACKETS, SLOW_DOWN -> troubleOneOf(fault, pick);
            case ISOLATE_LEADER -> isolate(ordinal(first));
            case ISOLATE_FOLLOWER -> isolate(ordinal(other));
            case SILENCE_LEADER -> links().cut(Link.from(ordinal(first), servers));
            case DEAFEN_LEADER -> links().cut(Link.to(ordinal(first), servers));
            case SPLIT_OFF_LEADER -> links().cut(Link.split(minority(ordinal(first), true, pick), servers));
            case FILL_ONE -> fill(any(awake, pick));
            case FILL_ALL -> awake.forEach(this::fill);
            case SPLIT_OFF_FOLLOWERS -> links().cut(Link.split(minority(ordinal(first), false, pick), servers));
        }
        happened.add(fault);
        return true;
    }

    private List<String> members() {
        return ensemble.names().subList(0, servers);
    }

    /** The members whose process runs and does not hang. */
    private List<String> awake() {
        List<String> running = ensemble.running();
        return members().stream()
                .filter(running::contains)
                .filter(pod -> !paused.contains(pod))
                .toList();
    }

    private String leader() {
        return ensemble.leaderAmong(awake()).orElseGet(() -> {
            heal();
            return ensemble.awaitLeader(members());
        });
    }

    private int ordinal(String pod) {
        return ensemble.names().indexOf(pod);
    }

    private NamespaceNetwork links() {
        return network.orElseThrow(() -> new IllegalStateException("links cannot be cut here, and yet it was planned"));
    }

    private void troubleOneOf(Fault fault, Random pick) {
        int one = pick.nextInt(servers);
        int other = (one + 1 + pick.nextInt(servers - 1)) % servers;
        switch (fault) {
            case CUT_LINK -> links().cut(Link.between(one, other));
            case CUT_ONE_WAY -> links().cut(Set.of(new Link(one, other)));
            case LOSE_PACKETS -> links().lose(one);
            case SLOW_DOWN -> links().slowDown(one);
            default -> throw new IllegalArgumentException(fault.name());
        }
    }

    private void isolate(int member) {
        links().cut(Link.split(Set.of(member), servers));
        links().cutFromClients(member);
    }

    /** As many as can be lost, with a certain one among them or not. */
    private Set<Integer> minority(int certain, boolean withIt, Random pick) {
        List<Integer> candidates = IntStream.range(0, servers)
                .filter(member -> member != certain)
                .boxed()
                .collect(Collectors.toCollection(ArrayList::new));
        Collections.shuffle(candidates, pick);
        if (withIt) {
            candidates.addFirst(certain);
        }
        return Set.copyOf(candidates.subList(0, servers / 2));
    }

    private boolean pause(String pod) {
        try {
            ensemble.pods().pause(pod);
            return paused.add(pod);
        } catch (IllegalStateException e) {
            return false; // an earlier fault ended it just now
        }
    }

    private void resume(String pod) {
        try {
            ensemble.pods().resume(pod);
        } catch (IllegalStateException e) {
            // another fault ended it meanwhile
        }
    }

    /** Only one disk at a time, and only where the others are well: more is a loss that nobody survives. */
    private void wipe(String pod) throws IOException {
        ensemble.stop(pod);
        ensemble.wipe(pod);
        ensemble.pods().start(pod);
    }

    private void fill(String pod) {
        SmallVolumes.fill(ensemble.pods().data(pod), 0);
    }

    private void move(String pod, int number) {
        int ordinal = ordinal(pod);
        String address = network.map(own -> own.address(ordinal, number))
                .orElse("127.0.211.%d".formatted(20 + ordinal + 10 * number));
        ensemble.stop(pod);
        ensemble.pods().move(pod, address);
        ensemble.pods().start(pod);
    }

    private void scale(int to) {
        int before = servers;
        sizes.add(to);
        servers = to;
        ensemble.scale(to);
        if (to > before) {
            ensemble.names().subList(before, to).forEach(ensemble.pods()::start);
        } else {
            ensemble.names().subList(to, before).parallelStream().forEach(ensemble.pods()::stop);
        }
    }

    private void change(Setting wanted) {
        setting = Optional.of(wanted);
        ensemble.changeMemberProperties(wanted::in);
    }

    /** The first was restarted already; the others follow in the order in which a StatefulSet does it. */
    private void finishRoll() throws IOException {
        for (String pod : members().reversed().subList(1, servers)) {
            ensemble.pods().delete(pod);
            heal();
        }
        if (setting.isPresent()) {
            for (String pod : members()) {
                List<String> zooCfg =
                        Files.readAllLines(ensemble.pods().data(pod).resolve("conf/zoo.cfg"));
                if (!setting.get().isIn(zooCfg)) {
                    violations.add("%s was restarted and does not have %s".formatted(pod, setting.get()));
                }
            }
        }
    }

    private static <T> T any(List<T> candidates, Random pick) {
        return candidates.get(pick.nextInt(candidates.size()));
    }

    /** A pause of the schedule itself, not a wait for something. */
    private static void waitABit(long millis) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(millis);
    }
}
