package io.arkeeper.member.lifecycle;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.MemberId;
import io.arkeeper.core.MemberIdentity;
import io.arkeeper.core.Topology;
import io.arkeeper.core.disk.DiskContent;
import io.arkeeper.core.disk.DiskFinding;
import io.arkeeper.core.forming.ElectionOutlook;
import io.arkeeper.core.forming.Forming;
import io.arkeeper.core.forming.PeerStatement;
import io.arkeeper.core.kinship.Kinship;
import io.arkeeper.core.kinship.KinshipDecision;
import io.arkeeper.core.kinship.KinshipDecision.Start;
import io.arkeeper.member.Loop;
import io.arkeeper.member.peers.PeerQuestions;
import io.arkeeper.member.server.EmbeddedServer;
import io.arkeeper.member.server.ServerView;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Looks at the embedded server five times a second, more often before it serves, and keeps the member's status true.
 *
 * <p>It looks from threads of its own because the server's locks may be held while a name server does not answer;
 * probes read the last status and never wait.
 */
final class ServerWatch implements AutoCloseable {

    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration LOOK_BEFORE =
            Duration.ofMillis(20); // until it has served, as somebody waits for that
    private static final Duration ASK_PEERS = Duration.ofSeconds(2); // only while there is no leader

    private final MemberIdentity self;
    private final EmbeddedServer server;
    private final EnsembleNotes notes;
    private final CurrentStatus status;
    private final Supplier<Topology> topology;
    private final PeerQuestions questions;
    private final Consumer<String> whenForeign;
    private final Loop looking = new Loop("server-watch", this::pause, this::look);
    private final Loop explaining = new Loop("election-outlook", ASK_PEERS, this::explain);
    private volatile boolean served;
    private volatile boolean serving;
    private volatile String outlook = "looking for a leader";

    /** @param whenForeign is told why the member must not go on electing: others turned out to be another ensemble */
    ServerWatch(
            MemberIdentity self,
            EmbeddedServer server,
            EnsembleNotes notes,
            CurrentStatus status,
            Supplier<Topology> topology,
            PeerQuestions questions,
            Consumer<String> whenForeign) {
        this.self = self;
        this.server = server;
        this.notes = notes;
        this.status = status;
        this.topology = topology;
        this.questions = questions;
        this.whenForeign = whenForeign;
    }

    void start() {
        looking.start();
        explaining.start();
    }

    private Duration pause() {
        return served ? LOOK : LOOK_BEFORE;
    }

    private void look() {
        Optional<ServerView> view = server.view();
        if (view.isEmpty()) {
            return; // still loading its database
        }
        serving = view.get().serving();
        if (serving && !served) {
            notes.serves(); // may fail, and is tried again then
            served = true;
        }
        String reason = serving ? sentence(view.get()) : outlook;
        status.enter(MemberState.RUNNING, reason);
        status.update(now -> now.observing(view, reason, System.nanoTime()));
    }

    private String sentence(ServerView view) {
        String epoch = view.epoch().isPresent() ? " in epoch " + view.epoch().getAsLong() : "";
        if (view.role().equals("leader")) {
            int voters = view.config().voters().size();
            return "leads %d %s%s".formatted(voters, voters == 1 ? "voter" : "voters", epoch);
        }
        String leader = view.leader().map(self::podName).orElse("a leader");
        if (view.role().equals("observer")) {
            return "observes %s%s, without a vote".formatted(leader, epoch);
        }
        return view.config().isVoter(self.id())
                ? "follows %s as voter%s".formatted(leader, epoch)
                : "follows %s%s, without a vote: it is not in the configuration yet".formatted(leader, epoch);
    }

    private void explain() {
        if (serving) {
            notes.confirm(server::view);
        }
        if (serving || server.view().isEmpty()) {
            outlook = "looking for a leader";
            return;
        }
        MemberStatus now = status.get();
        EnsembleConfig config = now.config().orElseGet(() -> topology.get().initialConfig());
        DiskContent content = now.content().orElse(DiskContent.EMPTY);
        DiskFinding own = DiskFinding.NOTHING.holding(content, config, now.ensemble());
        SortedMap<MemberId, PeerStatement> peers = questions.ask(Forming.concerned(own, topology.get()));
        outlook = ElectionOutlook.sentence(config, self.id(), content, peers);
        if (content == DiskContent.DATA && !serving) {
            KinshipDecision kinship = Kinship.judge(self, own, peers);
            if (!(kinship instanceof Start)) {
                whenForeign.accept(kinship.reason());
            }
        }
    }

    @Override
    public void close() {
        looking.close();
        explaining.close();
    }
}
