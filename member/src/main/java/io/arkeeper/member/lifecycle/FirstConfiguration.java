package io.arkeeper.member.lifecycle;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.EnsembleId;
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
import io.arkeeper.core.forming.Founding;
import io.arkeeper.core.forming.PeerStatement;
import io.arkeeper.core.kinship.Kinship;
import io.arkeeper.core.kinship.KinshipDecision;
import io.arkeeper.core.kinship.KinshipDecision.PutAside;
import io.arkeeper.core.kinship.KinshipDecision.Start;
import io.arkeeper.member.disk.DiskOrder;
import io.arkeeper.member.disk.MemberDisk;
import io.arkeeper.member.peers.PeerQuestions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Comes to the configuration that the server starts with: the disk's own unless {@link Kinship} stands against it, or one
 * that peers are asked about until {@link Forming} has decided.
 */
final class FirstConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(FirstConfiguration.class);

    private static final Duration FIRST_QUESTIONS = Duration.ofMillis(100); // members of one install start together
    private static final Duration LATER_QUESTIONS = Duration.ofSeconds(1);
    private static final KinshipDecision NO_DATA = new Start("the disk holds no data");
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
        return mayRestart(found) && found.ensemble().isEmpty() ? Optional.of(restart(found)) : askUntilDecided(found);
    }

    private boolean mayRestart(DiskFinding found) {
        return disk.survey().hasDatabase() && known(found).has(self.id());
    }

    private EnsembleConfig known(DiskFinding found) {
        return found.config().orElseGet(() -> topology.get().initialConfig());
    }

    private EnsembleConfig restart(DiskFinding found) {
        EnsembleConfig known = known(found);
        disk.entry().beginRestart(self, known);
        LOG.info("restarts with its data as {} of configuration 0x{}", roleIn(known), known.versionText());
        return known;
    }

    /**
     * Forming takes two steps, see {@link Forming}: the first configuration is written once all say that they never
     * served, and an election begins once all have written it. Until then the questions go on, because the others may
     * have elected a leader already.
     *
     * <p>Data are started with after one short round of questions, unless members of another ensemble answer, see
     * {@link Kinship}.
     */
    private Optional<EnsembleConfig> askUntilDecided(DiskFinding first) {
        DiskFinding found = first;
        for (int asked = 0; !stop.isGiven(); asked++) {
            Topology wanted = topology.get();
            boolean restarts = mayRestart(found);
            Set<MemberId> concerned = Forming.concerned(found, wanted);
            SortedMap<MemberId, PeerStatement> peers =
                    asked == 0 && restarts ? questions.askBriefly(concerned) : questions.ask(concerned);
            KinshipDecision kinship = disk.survey().hasDatabase() ? Kinship.judge(self, found, peers) : NO_DATA;
            switch (kinship) {
                case Start start
                when restarts -> {
                    LOG.info("starts with the data of its disk: {}", start.reason());
                    return Optional.of(restart(found));
                }
                case Start start -> {
                    Optional<EnsembleConfig> config = formOrJoin(found, wanted, peers);
                    if (config.isPresent()) {
                        return config;
                    }
                    found = disk.survey().find();
                }
                case PutAside putAside -> found = putAside(putAside);
                case KinshipDecision.Wait wait -> status.enter(MemberState.ASKING_PEERS, wait.reason());
            }
            stop.pause(asked < QUICK_QUESTIONS ? FIRST_QUESTIONS : LATER_QUESTIONS);
        }
        return Optional.empty();
    }

    private Optional<EnsembleConfig> formOrJoin(
            DiskFinding found, Topology wanted, SortedMap<MemberId, PeerStatement> peers) {
        return switch (Forming.decide(self, found, wanted, peers)) {
            case Form form -> form(found, form.founding(), peers);
            case Join join -> Optional.of(join(found, join));
            case Wait wait -> {
                status.enter(MemberState.ASKING_PEERS, wait.reason());
                yield Optional.empty();
            }
        };
    }

    private Optional<EnsembleConfig> form(
            DiskFinding found, Founding founding, SortedMap<MemberId, PeerStatement> peers) {
        EnsembleConfig config = founding.config();
        begin(found, founding);
        Verdict election = Forming.mayElect(founding, self, peers);
        if (!election.yes()) {
            status.enter(MemberState.ASKING_PEERS, election.reason());
            return Optional.empty();
        }
        LOG.info(
                "forms a new ensemble{} of voters {}",
                founding.ensemble().map(id -> " " + id).orElse(""),
                config.voters());
        return Optional.of(config);
    }

    private void begin(DiskFinding found, Founding founding) {
        boolean begun = found.content() == DiskContent.FORMING
                && found.config().equals(Optional.of(founding.config()))
                && found.ensemble().equals(founding.ensemble())
                && disk.survey().isMarkedToForm();
        if (!begun) {
            disk.entry().beginForming(self, founding);
            tell(found.holding(DiskContent.FORMING, founding.config(), founding.ensemble()));
        }
    }

    private EnsembleConfig join(DiskFinding found, Join join) {
        EnsembleConfig config = startingConfig(join.config());
        boolean keepsData = disk.survey().hasDatabase();
        Optional<EnsembleId> ensemble =
                join.ensemble().or(() -> found.ensemble().filter(own -> keepsData));
        disk.entry().beginJoining(self, config, ensemble);
        tell(found.holding(keepsData ? DiskContent.DATA : DiskContent.AWAITING_SYNC, config, ensemble));
        LOG.info(
                "joins the ensemble of voters {} as {}, without a vote until it is synced",
                config.voters(),
                roleIn(config));
        return config;
    }

    /** Done as if it had been told to, so that a process that is killed in the midst goes on where it stopped. */
    private DiskFinding putAside(PutAside decision) {
        LOG.warn("puts its data aside and joins as a new member: {}", decision.reason());
        status.enter(MemberState.ASKING_PEERS, "puts its data aside: " + decision.reason());
        disk.orders().give(new DiskOrder.Resync(UUID.randomUUID().toString(), Instant.now()));
        disk.repair().resync(self);
        disk.prepare();
        DiskFinding emptied = disk.survey().find();
        tell(emptied);
        return emptied;
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

    private void tell(DiskFinding found) {
        status.update(now -> now.holding(found));
    }

    private String roleIn(EnsembleConfig config) {
        return config.isVoter(self.id()) ? "voter" : "observer";
    }
}
