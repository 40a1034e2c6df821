package io.arkeeper.cli.kube;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Whose turn it is to change a release: what was begun a moment ago may be another user's, and must not be swept away. */
public final class HelmTurn {

    static final Duration A_CHANGE_TAKES = Duration.ofSeconds(10); // one or two: nobody waits for pods inside of it
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    private final Supplier<Optional<HelmRelease>> release;
    private final InstantSource clock;
    private final Pause pause;
    private final Consumer<HelmRelease> somebody;

    /** How to let time pass. */
    public interface Pause {
        void of(Duration duration) throws InterruptedException;
    }

    /** @param somebody is told of the change that is waited for, once */
    public HelmTurn(
            Supplier<Optional<HelmRelease>> release, InstantSource clock, Pause pause, Consumer<HelmRelease> somebody) {
        this.release = release;
        this.clock = clock;
        this.pause = pause;
        this.somebody = somebody;
    }

    /** The release once nobody is at it any more; still pending means that a change was interrupted. */
    public Optional<HelmRelease> await() throws InterruptedException {
        Instant patience = clock.instant().plus(A_CHANGE_TAKES); // their clock may be another
        boolean told = false;
        while (true) {
            Optional<HelmRelease> now = release.get();
            boolean isSomebodyAtIt = now.filter(HelmRelease::isPending)
                    .map(pending -> pending.changedAt().plus(A_CHANGE_TAKES))
                    .filter(clock.instant()::isBefore)
                    .isPresent();
            if (!isSomebodyAtIt || !clock.instant().isBefore(patience)) {
                return now;
            }
            if (!told) {
                somebody.accept(now.orElseThrow());
                told = true;
            }
            pause.of(LOOK_EVERY);
        }
    }
}
