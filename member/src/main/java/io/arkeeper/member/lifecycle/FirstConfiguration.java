package io.arkeeper.member.lifecycle;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.MemberId;
import io.arkeeper.core.MemberIdentity;
import io.arkeeper.core.Role;
import io.arkeeper.core.Topology;
import io.arkeeper.core.Verdict;
import io.arkeeper.core.disk.DiskContent;
import io.arkeeper.core.disk.DiskFinding;
import io.arkeeper.core.forming.Forming;
import io.arkeeper.core.forming.FormingDecision.Form;
import io.arkeeper.core.forming.FormingDecision.Join;
import io.arkeeper.core.forming.FormingDecision.Wait;
import io.arkeeper.core.forming.PeerStatement;
import io.arkeeper.member.disk.MemberDisk;
import io.arkeeper.member.peers.PeerQuestions;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Comes to the configuration that the server starts with: the disk's own, or one that peers are asked about until
 * {@link Forming} has decided.
 */
final class FirstConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(FirstConfiguration.class);

    private static final Duration FIRST_QUESTIONS = Duration.ofMillis(100); // members of one install start together
    private static final Duration LATER_QUESTIONS = Duration.ofSeconds(1);
    private static final int QUICK_QUESTIONS = 100; // so ten seconds of the short interval

    private final MemberIdentity self;
    private final MemberDisk disk;
    private final CurrentStatus status;
    private final StopSignal stop;
    private final Supplier<Topology> topology;
    private final PeerQuestions questions;

    FirstConfiguration(
            MemberIdentity self,
            MemberDisk disk,
            CurrentStatus status,
            StopSignal stop,
            Supplier<Topology> topology,
            PeerQuestions questions) {
        this.self = self;
        this.disk = disk;
        this.status = status;
        this.stop = stop;
        this.topology = topology;
        this.questions = questions;
    }

    /** The configuration to start with, written to disk; empty where the member was stopped before there was one. */
    Optional<EnsembleConfig> decide(DiskFinding found) {
        EnsembleConfig known = found.config().orElseGet(() -> topology.get().initialConfig());
        if (disk.survey().hasDatabase() && known.has(self.id())) {
            disk.entry().beginRestart(self, known);
            LOG.info("restarts with its data as {} of configuration 0x{}", roleIn(known), known.versionText());
            return Optional.of(known);
        }
        return askUntilDecided(found);
    }

    /**
     * Forming takes two steps, see {@link Forming}: the first configuration is written once all say that they never
     * served, and an election begins once all have written it. Until then the questions go on, because the others may
     * have elected a leader already.
     */
    private Optional<EnsembleConfig> askUntilDecided(DiskFinding first) {
        DiskFinding found = first;
        for (int asked = 0; !stop.isGiven(); asked++) {
            Topology wanted = topology.get();
            SortedMap<MemberId, PeerStatement> peers = questions.ask(Forming.concerned(found, wanted));
            switch (Forming.decide(self, found, wanted, peers)) {
                case Form form -> {
                    found = begin(found, form.config());
                    Verdict election = Forming.mayElect(form.config(), self, peers);
                    if (election.yes()) {
                        LOG.info(
                                "forms a new ensemble of voters {}",
                                form.config().voters());
                        return Optional.of(form.config());
                    }
                    status.enter(MemberState.ASKING_PEERS, election.reason());
                }
                case Join join -> {
                    return Optional.of(join(join.config()));
                }
                case Wait wait -> status.enter(MemberState.ASKING_PEERS, wait.reason());
            }
            stop.pause(asked < QUICK_QUESTIONS ? FIRST_QUESTIONS : LATER_QUESTIONS);
        }
        return Optional.empty();
    }

    private DiskFinding begin(DiskFinding found, EnsembleConfig config) {
        boolean begun = found.content() == DiskContent.FORMING
                && found.config().equals(Optional.of(config))
                && disk.survey().isMarkedToForm();
        if (begun) {
            return found;
        }
        disk.entry().beginForming(self, config);
        tell(DiskContent.FORMING, config);
        return disk.survey().find();
    }

    private EnsembleConfig join(EnsembleConfig joined) {
        EnsembleConfig config = startingConfig(joined);
        disk.entry().beginJoining(self, config);
        tell(disk.survey().hasDatabase() ? DiskContent.DATA : DiskContent.AWAITING_SYNC, config);
        LOG.info(
                "joins the ensemble of voters {} as {}, without a vote until it is synced",
                config.voters(),
                roleIn(config));
        return config;
    }

    /**
     * A configuration this member was put into by itself is not a committed one: it gets version 0, so that the
     * leader's replaces it, and it is made anew at every start until the leader has added the member.
     */
    private EnsembleConfig startingConfig(EnsembleConfig joined) {
        return joined.seat(self.id()).filter(seat -> seat.role() == Role.VOTER).isPresent()
                ? joined
                : joined.atVersion(0);
    }

    private void tell(DiskContent content, EnsembleConfig config) {
        status.update(now -> now.holding(content, Optional.of(config)));
    }

    private String roleIn(EnsembleConfig config) {
        return config.isVoter(self.id()) ? "voter" : "observer";
    }
}
