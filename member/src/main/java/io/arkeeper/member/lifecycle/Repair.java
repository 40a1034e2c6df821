package io.arkeeper.member.lifecycle;

import com.fasterxml.jackson.jr.ob.JSON;
import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.MemberId;
import io.arkeeper.core.Verdict;
import io.arkeeper.core.database.DatabaseState;
import io.arkeeper.core.database.Zxid;
import io.arkeeper.core.forming.PeerStatement;
import io.arkeeper.core.forming.PeerStatement.Silent;
import io.arkeeper.core.forming.PeerStatement.Spoke;
import io.arkeeper.core.recovery.Resync;
import io.arkeeper.member.database.DatabaseFiles;
import io.arkeeper.member.database.DatabaseReport;
import io.arkeeper.member.disk.DiskOrder;
import io.arkeeper.member.disk.DiskPaths;
import io.arkeeper.member.peers.PeerReport;
import io.arkeeper.member.server.ServerView;
import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Takes orders about the member's disk. What it accepts is written down and carried out at the next start, before
 * anything else; who accepts has looked at its peers and its disk once more, because what was decided elsewhere may
 * be old by now.
 */
public final class Repair {

    private final Member member;

    public Repair(Member member) {
        this.member = member;
    }

    /** What the database on its disk is worth. Reads all of it. */
    public Map<String, Object> disk() throws IOException {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", member.settings().identity().podName());
        member.status().config().ifPresent(config -> {
            fields.put("configVersion", Zxid.text(config.version()));
            fields.put("config", config.lines());
        });
        Optional<DatabaseState> state = state();
        if (state.isPresent()) {
            fields.putAll(new DatabaseReport(state.get()).fields());
        }
        return fields;
    }

    private Optional<DatabaseState> state() throws IOException {
        if (member.disk().isEmpty()) {
            return Optional.empty();
        }
        DiskPaths paths = member.disk().get().paths();
        return Optional.of(new DatabaseFiles(paths.snapshots(), paths.logs()).read());
    }

    /** @param inFavourOf the pod from which the ensemble is formed again; empty while there is a quorum */
    public Verdict resync(String inFavourOf) {
        if (member.disk().isEmpty()) {
            return notLookedYet();
        }
        SortedMap<MemberId, PeerReport> peers = member.reports();
        Verdict verdict = inFavourOf.isEmpty() ? underAQuorum(peers) : withoutAQuorum(inFavourOf, peers);
        if (verdict.yes()) {
            member.disk()
                    .get()
                    .orders()
                    .give(new DiskOrder.Resync(UUID.randomUUID().toString(), Instant.now()));
        }
        return verdict;
    }

    private static Verdict notLookedYet() {
        return Verdict.no("it has not looked at its disk yet; try again");
    }

    private Verdict underAQuorum(SortedMap<MemberId, PeerReport> peers) {
        Map<MemberId, MemberId> serving = new TreeMap<>();
        peers.forEach((id, peer) ->
                peer.leader().filter(leader -> peer.statement().serves()).ifPresent(leader -> serving.put(id, leader)));
        Optional<EnsembleConfig> known = peers.values().stream()
                .map(PeerReport::statement)
                .filter(PeerStatement::serves)
                .flatMap(statement -> ((Spoke) statement).config().stream())
                .max(Comparator.comparingLong(EnsembleConfig::version));
        boolean leads = member.status()
                .server()
                .filter(server -> server.serving() && server.role().equals("leader"))
                .isPresent();
        Verdict verdict = Resync.judge(member.settings().identity().id(), known, serving, leads);
        String silence = silence(peers);
        return verdict.yes() || leads || silence.isEmpty()
                ? verdict
                : Verdict.no("%s (%s)".formatted(verdict.reason(), silence));
    }

    private String silence(SortedMap<MemberId, PeerReport> peers) {
        return peers.entrySet().stream()
                .filter(peer -> !peer.getValue().statement().serves())
                .map(peer -> "%s: %s"
                        .formatted(
                                member.settings().identity().podName(peer.getKey()),
                                peer.getValue().statement() instanceof Silent silent
                                        ? silent.reason()
                                        : "it does not serve"))
                .collect(Collectors.joining("; "));
    }

    private Verdict withoutAQuorum(String inFavourOf, SortedMap<MemberId, PeerReport> peers) {
        return nobodyServes(peers)
                .orElseGet(() -> Verdict.yes("puts its data aside in favour of %s".formatted(inFavourOf)));
    }

    private Optional<Verdict> nobodyServes(SortedMap<MemberId, PeerReport> peers) {
        if (member.status().server().filter(ServerView::serving).isPresent()) {
            return Optional.of(Verdict.no("it serves as part of a quorum, so there is nothing to recover"));
        }
        return peers.entrySet().stream()
                .filter(peer -> peer.getValue().statement().serves())
                .findFirst()
                .map(peer -> Verdict.no("%s serves as part of a quorum, so there is nothing to recover"
                        .formatted(member.settings().identity().podName(peer.getKey()))));
    }

    /** @param body JSON: {@code id}, {@code epoch}, and {@code restorable} as it was shown to whoever decided */
    public Verdict recover(String body) throws IOException {
        Map<String, Object> fields;
        try {
            fields = JSON.std.mapFrom(body);
        } catch (IOException e) {
            return Verdict.no("the order is no JSON (%s); give it with 'arkeeper recover'".formatted(e.getMessage()));
        }
        if (!(fields.get("id") instanceof String id)
                || !(fields.get("epoch") instanceof Number epoch)
                || !(fields.get("restorable") instanceof String restorable)) {
            return Verdict.no("the order lacks id, epoch or restorable; give it with 'arkeeper recover'");
        }
        if (member.disk().isEmpty()) {
            return notLookedYet();
        }
        return nobodyServes(member.reports())
                .or(() -> unlike(restorable))
                .or(this::withoutRoom)
                .orElseGet(() -> {
                    member.disk().get().orders().give(new DiskOrder.Reform(id, Instant.now(), epoch.longValue()));
                    return Verdict.yes("copies its database, then forms the ensemble again");
                });
    }

    private Optional<Verdict> unlike(String expected) {
        try {
            Optional<DatabaseState> state = state();
            String found = Zxid.text(state.map(DatabaseState::restorable).orElse(-1L));
            boolean same = state.filter(DatabaseState::starts).isPresent() && found.equals(expected);
            return same
                    ? Optional.empty()
                    : Optional.of(Verdict.no(
                            "its disk reaches %s, expected %s; look at the disks again".formatted(found, expected)));
        } catch (IOException e) {
            return Optional.of(Verdict.no("its disk cannot be read (%s); see the node's own log".formatted(e)));
        }
    }

    private Optional<Verdict> withoutRoom() {
        long needed = member.disk().get().repair().backupSize();
        long free = member.disk().get().space().usage().freeBytes();
        return free > needed
                ? Optional.empty()
                : Optional.of(Verdict.no("the copy of its database takes %d bytes and %d are free; grow the volume"
                        .formatted(needed, free)));
    }
}
