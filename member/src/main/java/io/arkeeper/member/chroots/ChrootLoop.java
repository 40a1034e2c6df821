package io.arkeeper.member.chroots;

import io.arkeeper.core.Chroot;
import io.arkeeper.core.InvalidSetting;
import io.arkeeper.member.config.ChrootsFile;
import io.arkeeper.member.server.PathMaker;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the wanted paths once this member leads, and again when the list changes. A path that somebody deletes stays
 * deleted until then: the list says what is to be there at first, not for ever.
 */
public final class ChrootLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ChrootLoop.class);

    private static final Duration TURN = Duration.ofMillis(500);

    private final ChrootsFile file;
    private final PathMaker maker;
    private final BooleanSupplier leads;
    private final CountDownLatch closed = new CountDownLatch(1);
    private List<Chroot> done = List.of();
    private String told = "";

    /** @param leads whether this member leads and serves */
    public ChrootLoop(ChrootsFile file, PathMaker maker, BooleanSupplier leads) {
        this.file = file;
        this.maker = maker;
        this.leads = leads;
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

    /** One failed turn must not be the last, and is said once. */
    private void turnGuarded() throws InterruptedException {
        try {
            turn();
            told = "";
        } catch (IOException | InvalidSetting e) {
            tell(e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("cannot look after the chroots", e);
        }
    }

    private void turn() throws IOException, InterruptedException {
        if (!leads.getAsBoolean()) {
            done = List.of(); // the next leader may have lost nothing, but who leads again looks again
            return;
        }
        List<Chroot> wanted = file.read();
        if (wanted.equals(done)) {
            return;
        }
        List<String> made = maker.make(wanted);
        done = wanted;
        if (!made.isEmpty()) {
            LOG.info("chroots: made {}", String.join(", ", made));
        }
    }

    private void tell(String problem) {
        if (!told.equals(problem)) {
            told = problem;
            LOG.warn("chroots: not made ({}); trying again", problem);
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
