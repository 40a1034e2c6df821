package io.arkeeper.member.lifecycle;

import io.arkeeper.core.EnsembleId;
import io.arkeeper.core.Verdict;
import io.arkeeper.core.disk.DiskContent;
import io.arkeeper.core.disk.DiskFinding;
import io.arkeeper.core.disk.Ownership;
import io.arkeeper.member.ExitCode;
import io.arkeeper.member.MemberFailure;
import io.arkeeper.member.config.MemberSettings;
import io.arkeeper.member.disk.DiskOrder;
import io.arkeeper.member.disk.MemberDisk;
import io.arkeeper.member.server.EmbeddedServer;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the disk before anything is written to it: it must be the member's own and have room. An order it was given
 * about the disk is carried out here, before anything else. An empty one is given a proposal for the identity of a new
 * ensemble, and nobody hears of the disk before that is written.
 */
final class DiskExamination {

    private static final Logger LOG = LoggerFactory.getLogger(DiskExamination.class);

    private static final Duration LOOK_FOR_SPACE = Duration.ofSeconds(1);

    private final MemberSettings settings;
    private final MemberDisk disk;
    private final CurrentStatus status;
    private final StopSignal stop;
    private final OrderExecution execution;
    private final RandomGenerator random;

    DiskExamination(
            MemberSettings settings,
            MemberDisk disk,
            CurrentStatus status,
            StopSignal stop,
            OrderExecution execution,
            RandomGenerator random) {
        this.settings = settings;
        this.disk = disk;
        this.status = status;
        this.stop = stop;
        this.execution = execution;
        this.random = random;
    }

    /**
     * What the disk holds, once it is ready to be used or the member was stopped.
     *
     * @throws MemberFailure where it is somebody else's
     */
    DiskFinding examine() {
        DiskFinding found = disk.survey().find();
        Verdict ownership = Ownership.judge(settings.identity(), found);
        require(ownership);
        require(disk.survey().findLogVolume().judge(settings.identity()));
        if (disk.sharedDirectory().isThere()) {
            disk.sharedDirectory().part();
            LOG.info(
                    "takes over a disk with snapshots and transaction logs in one directory: the logs are in {} now",
                    disk.paths().logs());
            found = disk.survey().find();
        }
        tell(found);
        if (!awaitSpace()) {
            return found;
        }
        Optional<DiskOrder> order = disk.orders().pending();
        if (order.isPresent()) {
            execution.carryOut(order.get(), found);
            found = disk.survey().find();
            tell(found);
        }
        disk.prepare();
        if (isNew(found)) {
            disk.entry().propose(settings.identity(), EnsembleId.random(random));
            found = disk.survey().find();
            tell(found);
        }
        LOG.info(
                "{} starts on {}: {}, it holds {}",
                settings.identity(),
                settings.data(),
                ownership.reason(),
                found.content());
        return found;
    }

    private static void require(Verdict ownership) {
        if (!ownership.yes()) {
            throw new MemberFailure(ExitCode.FOREIGN_DISK, ownership.reason());
        }
    }

    private void tell(DiskFinding found) {
        if (!isNew(found)) {
            status.update(now -> now.holding(found));
        }
    }

    private static boolean isNew(DiskFinding found) {
        return found.content() == DiskContent.EMPTY && found.ensemble().isEmpty();
    }

    /** Nothing is written before there is room; no means that the member was stopped meanwhile. */
    private boolean awaitSpace() {
        boolean purged = false;
        while (!stop.isGiven()) {
            Verdict space = disk.space().mayStart();
            if (space.yes()) {
                return true;
            }
            status.enter(MemberState.WAITING_FOR_SPACE, space.reason());
            if (!purged && settings.zooCfg().purgeHours() > 0) {
                purge();
            }
            purged = true;
            stop.pause(LOOK_FOR_SPACE);
        }
        return false;
    }

    private void purge() {
        try {
            EmbeddedServer.purge(
                    disk.paths().logDir(),
                    disk.paths().dataDir(),
                    settings.zooCfg().snapRetain());
        } catch (IOException e) {
            LOG.warn("cannot delete what the retention no longer asks for ({})", e.getMessage());
        }
    }
}
