package io.arkeeper.member.chroot;

import io.arkeeper.core.InvalidSetting;
import io.arkeeper.core.chroot.Chroot;
import io.arkeeper.member.server.PathMaker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
    private final CountDownLatch closed = new CountDownLatch(1);
    private List<Chroot> there = List.of();
    private String told = "";

    public ChrootLoop(BooleanSupplier leads, Supplier<List<Chroot>> wanted, PathMaker paths) {
        this.leads = leads;
        this.wanted = wanted;
        this.paths = paths;
    }

    public void start() {
        Thread.ofPlatform().daemon().name("chroots").start(() -> {
            try {
                do {
                    turnGuarded();
                } while (!closed.await(TURN.toMillis(), TimeUnit.MILLISECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** One failed turn must not be the last, and is told once. */
    private void turnGuarded() throws InterruptedException {
        try {
            turn();
        } catch (PathMaker.Refused | InvalidSetting e) {
            tell(e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("chroots: cannot look after them", e);
        }
    }

    private void turn() throws PathMaker.Refused, InterruptedException {
        if (!leads.getAsBoolean()) {
            there = List.of();
            return;
        }
        List<Chroot> now = wanted.get();
        if (now.equals(there)) {
            return;
        }
        for (String created : paths.create(now)) {
            LOG.info("chroots: created {}", created);
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
        closed.countDown();
    }
}
