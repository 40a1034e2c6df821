package io.arkeeper.core.membership;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * ZooKeeper, reduced to what membership is about: logs, majorities, elections, and the configurations that are entries of
 * the logs.
 *
 * <p>A log is known by its last entry, and entries are numbered in the order of their proposal; so a log that ends later
 * wins an election, as by ZooKeeper's epoch and zxid, and an election is an entry of its own, as a new epoch is. Number 0
 * is a disk without data: emptied, or new. One entry is outstanding at a time; several would be committed or lost
 * together. Sets of members are bits, as in {@link World}.
 */
final class SimulatedEnsemble {

    /** Which ZooKeeper is simulated. */
    enum Behaviour {
        /** A reconfiguration needs both majorities to begin and to commit; an elected leader needs both meanwhile. */
        AS_IT_IS,
        /** A configuration is believed as soon as it is on a disk, and nothing is checked: all depends on the planner. */
        CREDULOUS,
        /** As it is, but with {@code db.autocreate=true}: a member with an emptied disk votes. */
        TRUSTING_EMPTIED_DISKS
    }

    /** What an ensemble must never come to. */
    static final class Violation extends RuntimeException {
        Violation(String sentence) {
            super(sentence);
        }
    }

    private static final int NOBODY = -1;

    private final Behaviour behaviour;
    private final int members;
    private int away;
    private int inSync;
    private int leader = NOBODY;
    private int committed = 1;
    private final int[] log;
    private final int[] voters; // by entry: the configuration from that entry on
    private final int[] votersBefore; // by entry: differs from voters only in an entry that is a reconfiguration
    private int joining; // a step that was planned and is on its way to the leader
    private int leaving;
    private boolean stepIsCurrent;

    private SimulatedEnsemble(Behaviour behaviour, int members) {
        this.behaviour = behaviour;
        this.members = members;
        this.log = new int[members];
        this.voters = new int[members + 3]; // each member's last entry, the committed one, none, and a new one
        this.votersBefore = new int[members + 3];
    }

    /** The lowest {@code servers} ordinals have just formed an ensemble; the others were never started. */
    static SimulatedEnsemble formed(Behaviour behaviour, int members, int servers) {
        SimulatedEnsemble ensemble = new SimulatedEnsemble(behaviour, members);
        Arrays.fill(ensemble.log, 0, servers, 1);
        ensemble.voters[1] = set(servers);
        ensemble.votersBefore[1] = set(servers);
        ensemble.stepDown();
        return ensemble;
    }

    private static int set(int lowest) {
        return (1 << lowest) - 1;
    }

    private SimulatedEnsemble copy() {
        SimulatedEnsemble copy = new SimulatedEnsemble(behaviour, members);
        copy.away = away;
        copy.inSync = inSync;
        copy.leader = leader;
        copy.committed = committed;
        System.arraycopy(log, 0, copy.log, 0, members);
        System.arraycopy(voters, 0, copy.voters, 0, voters.length);
        System.arraycopy(votersBefore, 0, copy.votersBefore, 0, voters.length);
        copy.joining = joining;
        copy.leaving = leaving;
        copy.stepIsCurrent = stepIsCurrent;
        return copy;
    }

    int members() {
        return members;
    }

    boolean isAway(int member) {
        return has(away, member);
    }

    boolean hasLeader() {
        return leader != NOBODY;
    }

    boolean hasStepOnItsWay() {
        return (joining | leaving) != 0;
    }

    /** The configuration in force, as the leader knows it. */
    int currentVoters() {
        return isReconfiguring() ? votersBefore[log[leader]] : voters[log[leader]];
    }

    private boolean isReconfiguring() {
        return log[leader] > committed && voters[log[leader]] != votersBefore[log[leader]];
    }

    private boolean isWriteOutstanding() {
        return log[leader] > committed && !isReconfiguring();
    }

    /** What the planner is shown. */
    World world(int wanted, boolean unwantedAskToLeave) {
        int current = currentVoters();
        int asking = unwantedAskToLeave ? current & ~set(wanted) : 0;
        int catchingUp = set(members) & ~away & ~inSync;
        return new World(wanted, 0, current, 0, inSync, catchingUp, asking, leader, isReconfiguring());
    }

    SimulatedEnsemble goesAway(int member) {
        if (isAway(member)) {
            return this;
        }
        SimulatedEnsemble next = copy();
        next.away |= 1 << member;
        next.inSync &= ~(1 << member);
        if (leader == member || !next.isSupported(log[leader], next.inSync)) {
            next.stepDown();
        }
        return next.renumbered();
    }

    SimulatedEnsemble comesBack(int member) {
        if (!isAway(member) || !hasLeader()) {
            return this;
        }
        SimulatedEnsemble next = copy();
        next.away &= ~(1 << member);
        return next;
    }

    SimulatedEnsemble losesItsDisk(int member) {
        if (!isAway(member) || log[member] == 0) {
            return this;
        }
        SimulatedEnsemble next = copy();
        next.log[member] = 0;
        return next.renumbered();
    }

    /**
     * A majority finds together and follows the one whose log ends last; that commits what it holds. If this is its own
     * removal, it hands over at once. Others may come back later.
     */
    SimulatedEnsemble isElected(int candidate, int electorate) {
        int last = log[candidate] == 0 ? committed : log[candidate]; // an emptied one asks who belongs to the ensemble
        if (hasLeader() || !mayLead(candidate, last) || !isSupported(last, electorate)) {
            return this;
        }
        for (int member = 0; member < members; member++) {
            if (has(electorate, member) && (log[member] > log[candidate] || !canVote(member, last))) {
                return this;
            }
        }
        if (log[candidate] < committed) {
            throw new Violation("member %d leads without what was acknowledged".formatted(candidate + 1));
        }
        SimulatedEnsemble next = copy();
        next.leader = candidate;
        next.away &= ~electorate;
        next.inSync = electorate;
        next.stepIsCurrent &= last <= committed || voters[last] == votersBefore[last];
        int entry = next.append(voters[last], voters[last]);
        for (int member = 0; member < members; member++) {
            next.log[member] = has(electorate, member) ? entry : log[member];
        }
        next.committed = entry;
        if (!has(voters[last], candidate)) {
            next.stepDown();
        }
        return next.renumbered();
    }

    private boolean mayLead(int candidate, int entry) {
        boolean removalIsPending = behaviour != Behaviour.CREDULOUS && entry > committed;
        return has(voters[entry] | (removalIsPending ? votersBefore[entry] : 0), candidate);
    }

    /** All who would elect a candidate. */
    int electorateOf(int candidate) {
        int electorate = 0;
        for (int member = 0; member < members; member++) {
            boolean agrees = log[member] <= log[candidate] && canVote(member, log[candidate]);
            electorate |= agrees ? 1 << member : 0;
        }
        return electorate;
    }

    /** Whether so many disks were lost that the newest configuration has no majority of disks left. */
    boolean isBeyondRepair() {
        int newest = Arrays.stream(log).max().orElseThrow();
        int intact = 0;
        for (int member = 0; member < members; member++) {
            intact |= log[member] > 0 ? 1 << member : 0;
        }
        return newest == 0 || !isSupported(newest, intact);
    }

    private boolean canVote(int member, int entry) {
        boolean believed = log[member] > 0 || behaviour == Behaviour.TRUSTING_EMPTIED_DISKS;
        return believed && has(voters[entry] | votersBefore[entry], member);
    }

    SimulatedEnsemble getsInSync(int member) {
        if (!hasLeader() || isAway(member) || has(inSync, member)) {
            return this;
        }
        SimulatedEnsemble next = copy();
        next.inSync |= 1 << member;
        next.log[member] = log[leader];
        return next.committedIfSupported().renumbered();
    }

    /** The leader proposes a write. */
    SimulatedEnsemble writes() {
        if (!hasLeader() || log[leader] != committed) {
            return this;
        }
        SimulatedEnsemble next = copy();
        next.append(voters[log[leader]], voters[log[leader]]);
        return next.committedIfSupported().renumbered();
    }

    /** A member in sync puts the leader's last proposal on its disk. */
    SimulatedEnsemble acknowledges(int member) {
        if (!has(inSync, member) || log[member] == log[leader]) {
            return this;
        }
        SimulatedEnsemble next = copy();
        next.log[member] = log[leader];
        return next.committedIfSupported().renumbered();
    }

    /** A step starts on its way to the leader, whoever that will be when it arrives. */
    SimulatedEnsemble plans(Plan plan) {
        if (!hasLeader() || hasStepOnItsWay() || !plan.isChange()) {
            return this;
        }
        SimulatedEnsemble next = copy();
        next.joining = plan.voters() & ~currentVoters();
        next.leaving = currentVoters() & ~plan.voters();
        next.stepIsCurrent = true;
        return next;
    }

    /** The same without delay. */
    SimulatedEnsemble plansAndPerforms(Plan plan) {
        SimulatedEnsemble planned = plans(plan);
        return planned == this || isWriteOutstanding() ? this : planned.performs();
    }

    /** The leader gets the step: proposes it, or refuses it. */
    SimulatedEnsemble performs() {
        if (!hasLeader() || !hasStepOnItsWay() || isWriteOutstanding()) {
            return this;
        }
        SimulatedEnsemble next = copy();
        next.joining = 0;
        next.leaving = 0;
        next.stepIsCurrent = false;
        int changed = (currentVoters() | joining) & ~leaving;
        if (behaviour == Behaviour.CREDULOUS) {
            next.append(changed, currentVoters());
            if (!isMajority(inSync, changed)) {
                throw new Violation("of the voters %s only %s are in sync"
                        .formatted(World.text(changed), World.text(inSync & changed)));
            }
            return next.committedIfSupported().renumbered();
        }
        if (isReconfiguring() || !stepIsCurrent || !isMajority(inSync, changed)) {
            return next;
        }
        next.append(changed, currentVoters());
        return next.committedIfSupported().renumbered();
    }

    private int append(int newVoters, int oldVoters) {
        int entry = Math.max(committed, Arrays.stream(log).max().orElseThrow()) + 1;
        votersBefore[entry] = oldVoters;
        voters[entry] = newVoters;
        log[leader] = entry;
        return entry;
    }

    private SimulatedEnsemble committedIfSupported() {
        int entry = log[leader];
        int holders = 0;
        for (int member = 0; member < members; member++) {
            holders |= log[member] == entry ? 1 << member : 0;
        }
        if (entry > committed && isSupported(entry, holders)) {
            stepIsCurrent &= voters[entry] == votersBefore[entry];
            committed = entry;
            if (!has(voters[entry], leader)) {
                stepDown();
            }
        }
        return this;
    }

    /** Whether {@code set} is enough for a leader whose log ends with {@code entry}. */
    private boolean isSupported(int entry, int set) {
        return isMajority(set, voters[entry])
                && (behaviour == Behaviour.CREDULOUS || entry <= committed || isMajority(set, votersBefore[entry]));
    }

    private static boolean isMajority(int set, int ofVoters) {
        return 2 * Integer.bitCount(set & ofVoters) > Integer.bitCount(ofVoters);
    }

    private static boolean has(int set, int member) {
        return (set & 1 << member) != 0;
    }

    /** Without a leader it makes no difference who is up: any of them may or may not take part in the next election. */
    private void stepDown() {
        leader = NOBODY;
        inSync = 0;
        away = set(members);
    }

    /** Forgets entries that no log ends with, so that a history of any length has few different states. */
    private SimulatedEnsemble renumbered() {
        int next = 1;
        for (int entry = 1; entry < voters.length; entry++) {
            boolean used = entry == committed;
            for (int member = 0; member < members; member++) {
                used |= log[member] == entry;
            }
            if (used) {
                move(entry, next++);
            }
        }
        Arrays.fill(voters, next, voters.length, 0);
        Arrays.fill(votersBefore, next, voters.length, 0);
        return this;
    }

    private void move(int entry, int to) {
        voters[to] = voters[entry];
        votersBefore[to] = entry <= committed ? voters[entry] : votersBefore[entry];
        for (int member = 0; member < members; member++) {
            log[member] = log[member] == entry ? to : log[member];
        }
        committed = committed == entry ? to : committed;
    }

    /** All that tells this state from others. */
    ByteBuffer key() {
        ByteBuffer key = ByteBuffer.allocate(8 + members + 2 * voters.length);
        key.put((byte) away).put((byte) inSync).put((byte) leader).put((byte) committed);
        key.put((byte) joining).put((byte) leaving).put((byte) (stepIsCurrent ? 1 : 0));
        for (int entry : log) {
            key.put((byte) entry);
        }
        for (int entry = 0; entry < voters.length; entry++) {
            key.put((byte) voters[entry]).put((byte) votersBefore[entry]);
        }
        return key.flip();
    }

    @Override
    public String toString() {
        return "away %s, in sync %s, leader %s, committed %d, logs %s, voters %s, before %s"
                .formatted(
                        World.text(away),
                        World.text(inSync),
                        hasLeader() ? Integer.toString(leader + 1) : "none",
                        committed,
                        Arrays.toString(log),
                        Arrays.toString(voters),
                        Arrays.toString(votersBefore));
    }
}
