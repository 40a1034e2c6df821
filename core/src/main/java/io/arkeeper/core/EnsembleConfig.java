package io.arkeeper.core;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A configuration of the ensemble: who belongs to it, who votes, and its version (the zxid that committed it; 0 for the
 * first one). This is what ZooKeeper keeps in {@code zoo.cfg.dynamic.VERSION} and in {@code /zookeeper/config}.
 */
public record EnsembleConfig(long version, SortedMap<MemberId, Seat> seats) {

    private static final Pattern VERSION = Pattern.compile("[0-7]?[0-9a-fA-F]{1,15}"); // a zxid, never negative

    public EnsembleConfig {
        seats = Collections.unmodifiableSortedMap(new TreeMap<>(seats));
    }

    public static EnsembleConfig of(long version, Collection<Seat> seats) {
        return new EnsembleConfig(
                version, seats.stream().collect(Collectors.toMap(Seat::id, seat -> seat, (a, b) -> b, TreeMap::new)));
    }

    /**
     * Reads {@code server.N=} lines; other lines and blank ones are skipped, except {@code version=}, which wins over
     * {@code versionOtherwise}.
     *
     * @throws InvalidSetting where one of these lines cannot be read
     */
    public static EnsembleConfig parse(long versionOtherwise, String text) {
        long version = text.lines()
                .filter(line -> line.startsWith("version="))
                .map(line -> parseVersion(line.substring("version=".length()).strip()))
                .findFirst()
                .orElse(versionOtherwise);
        List<Seat> seats = text.lines()
                .filter(line -> line.startsWith("server."))
                .map(Seat::parse)
                .toList();
        return of(version, seats);
    }

    private static long parseVersion(String text) {
        if (!VERSION.matcher(text).matches()) {
            throw new InvalidSetting(
                    "configuration version",
                    "'" + text + "'",
                    "a hexadecimal number",
                    "mend it, or restore the file from another member");
        }
        return Long.parseLong(text, 16);
    }

    public Optional<Seat> seat(MemberId id) {
        return Optional.ofNullable(seats.get(id));
    }

    public boolean has(MemberId id) {
        return seats.containsKey(id);
    }

    public boolean isVoter(MemberId id) {
        return seat(id).filter(seat -> seat.role() == Role.VOTER).isPresent();
    }

    public Set<MemberId> voters() {
        return withRole(Role.VOTER);
    }

    public Set<MemberId> observers() {
        return withRole(Role.OBSERVER);
    }

    private Set<MemberId> withRole(Role role) {
        return seats.values().stream()
                .filter(seat -> seat.role() == role)
                .map(Seat::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** How many voters are a majority: 1→1, 2→2, 3→2, 4→3, 5→3, 7→4. */
    public int majority() {
        return voters().size() / 2 + 1;
    }

    /** Whether the voters among {@code present} are a majority of this configuration's voters. */
    public boolean isQuorum(Collection<MemberId> present) {
        return voters().stream().filter(present::contains).count() >= majority();
    }

    /** This configuration with a seat added or replaced; the version stays that of the one it was made from. */
    public EnsembleConfig with(Seat seat) {
        TreeMap<MemberId, Seat> changed = new TreeMap<>(seats);
        changed.put(seat.id(), seat);
        return new EnsembleConfig(version, changed);
    }

    public EnsembleConfig without(MemberId id) {
        TreeMap<MemberId, Seat> changed = new TreeMap<>(seats);
        changed.remove(id);
        return new EnsembleConfig(version, changed);
    }

    public EnsembleConfig atVersion(long other) {
        return new EnsembleConfig(other, seats);
    }

    public List<String> lines() {
        return seats.values().stream().map(Seat::line).toList();
    }

    /** The text of a {@code zoo.cfg.dynamic} file. The version belongs into the file's name, not into its text. */
    public String text() {
        return String.join("\n", lines()) + "\n";
    }

    /** The version as ZooKeeper writes it into a file name: lower-case hexadecimal. */
    public String versionText() {
        return Long.toHexString(version);
    }
}
