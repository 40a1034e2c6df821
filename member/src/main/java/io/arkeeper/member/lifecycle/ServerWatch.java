package io.arkeeper.member.lifecycle;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.MemberId;
import io.arkeeper.core.disk.DiskContent;
import io.arkeeper.core.disk.DiskSpace;
import io.arkeeper.core.forming.ElectionOutlook;
import io.arkeeper.member.Loop;
import io.arkeeper.member.disk.MemberDisk;
import io.arkeeper.member.server.EmbeddedServer;
import io.arkeeper.member.server.ServerView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the embedded server five times a second and keeps the member's status true.
 *
 * <p>It looks from threads of its own because the server's locks may be held while a name server does not answer;
 * probes read the last status and never wait.
 */
final class ServerWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ServerWatch.class);

    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration LOOK_AT_DISK = Duration.ofSeconds(1);
    private static final Duration ASK_PEERS = Duration.ofSeconds(2); // only while there is no leader

    private final Member member;
    private final EmbeddedServer server;
    private final MemberDisk disk;
    private final MemberId self;
    private final Loop looking = new Loop("server-watch", LOOK, this::look);
    private final Loop diskWatch = new Loop("disk-watch", LOOK_AT_DISK, this::lookAtDisk);
    private final Loop explaining = new Loop("election-outlook", ASK_PEERS, this::explain);
    private boolean served;
    private volatile boolean serving;
    private volatile String outlook = "looking for a leader";

    ServerWatch(Member member, EmbeddedServer server, MemberDisk disk) {
        this.member = member;
        this.server = server;
        this.disk = disk;
        this.self = member.settings().identity().id();
    }

    void start() {
        looking.start();
        explaining.start();
        diskWatch.start();
    }

    private void look() {
        Optional<ServerView> view = server.view();
        if (view.isEmpty()) {
            return; // still loading its database
        }
        serving = view.get().serving();
        if (serving && !served) {
            served = true;
            disk.entry().noteMembership(member.settings().identity());
            member.update(status -> status.holding(DiskContent.DATA, status.config()));
        }
        String reason = serving ? sentence(view.get()) : outlook;
        member.enter(MemberState.RUNNING, reason);
        member.update(status -> status.observing(view, reason, System.nanoTime()));
    }

    /** On a thread of its own: a disk that hangs must not make the server look as if it did. */
    private void lookAtDisk() {
        List<DiskSpace> spaces = disk.space().ofEach();
        Optional<String> alarm =
                spaces.stream().filter(DiskSpace::isLow).findFirst().map(DiskSpace::alarm);
        if (alarm.isPresent() && member.status().alarm().isEmpty()) {
            LOG.warn(
                    "{}; at less than {} bytes this member stops",
                    alarm.get(),
                    spaces.getFirst().reserve());
        }
        member.update(status -> status.alarming(alarm));
        spaces.stream().filter(DiskSpace::isFull).findFirst().ifPresent(member::endForSpace);
    }

    private String sentence(ServerView view) {
        String epoch = view.epoch().isPresent() ? " in epoch " + view.epoch().getAsLong() : "";
        if (view.role().equals("leader")) {
            int voters = view.config().voters().size();
            return "leads %d %s%s".formatted(voters, voters == 1 ? "voter" : "voters", epoch);
        }
        String leader = view.leader()
                .map(id -> member.settings().identity().podName(id))
                .orElse("a leader");
        if (view.role().equals("observer")) {
            return "observes %s%s, without a vote".formatted(leader, epoch);
        }
        return view.config().isVoter(self)
                ? "follows %s as voter%s".formatted(leader, epoch)
                : "follows %s%s, without a vote: it is not in the configuration yet".formatted(leader, epoch);
    }

    private void explain() {
        if (serving || server.view().isEmpty()) {
            outlook = "looking for a leader";
            return;
        }
        MemberStatus status = member.status();
        EnsembleConfig config =
                status.config().orElseGet(() -> member.topology().initialConfig());
        outlook = ElectionOutlook.sentence(
                config, self, status.content().orElse(DiskContent.EMPTY), member.ask(config.voters()));
    }

    @Override
    public void close() {
        looking.close();
        explaining.close();
        diskWatch.close();
    }
}
