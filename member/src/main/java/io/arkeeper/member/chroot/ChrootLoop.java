package io.arkeeper.member.chroot;

import io.arkeeper.core.InvalidSetting;
import io.arkeeper.core.chroot.Chroot;
import io.arkeeper.member.Loop;
import io.arkeeper.member.server.PathMaker;
import io.arkeeper.member.server.Refused;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the wanted paths while this member leads: once for each leader, and again when others are wanted. */
public final class ChrootLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ChrootLoop.class);
    private static final Duration TURN = Duration.ofSeconds(1);

    private final BooleanSupplier leads;
    private final Supplier<List<Chroot>> wanted;
    private final PathMaker paths;
    private final Loop loop = new Loop("chroots", TURN, this::turnTold);
    private List<Chroot> there = List.of();
    private String told = "";

    public ChrootLoop(BooleanSupplier leads, Supplier<List<Chroot>> wanted, PathMaker paths) {
        this.leads = leads;
        this.wanted = wanted;
        this.paths = paths;
    }

    public void start() {
        loop.start();
    }

    /** What is refused is told once. */
    private void turnTold() throws InterruptedException {
        try {
            turn();
        } catch (Refused | InvalidSetting e) {
            tell(e.getMessage());
        }
    }

    private void turn() throws Refused, InterruptedException {
        if (!leads.getAsBoolean()) {
            there = List.of();
            return;
        }
        List<Chroot> now = wanted.get();
        if (now.equals(there)) {
            return;
        }
        for (String done : paths.create(now)) {
            LOG.info("chroots: {}", done);
        }
        there = now;
        told = "";
    }

    private void tell(String problem) {
        if (!told.equals(problem)) {
            told = problem;
            LOG.warn("chroots: not all are there ({}); trying again", problem);
        }
    }

    @Override
    public void close() {
        loop.close();
    }
}
