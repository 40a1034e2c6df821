package io.arkeeper.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import io.arkeeper.cli.MemberDisks.Self;
import io.arkeeper.cli.local.HttpGet;
import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.database.Zxid;
import io.arkeeper.core.recovery.DiskSummary;
import io.arkeeper.core.recovery.RecoveryPlan.Reform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Carries a recovery out: the other disks first, so that none of them is there to be cut when the chosen one leads.
 *
 * <p>It only gives orders; each member looks once more and writes its order down before it acts. So whatever ends this
 * program in between, what was ordered is done, and looking at the disks again tells what is left to do.
 */
final class Recovery {

    private static final long LOOK_EVERY_MILLIS = 200;

    private final MemberDoor door;
    private final MemberDisks disks;
    private final Duration patience;
    private final Consumer<String> say;

    /** @param patience for each step */
    Recovery(MemberDoor door, MemberDisks disks, Duration patience, Consumer<String> say) {
        this.door = door;
        this.disks = disks;
        this.patience = patience;
        this.say = say;
    }

    void carryOut(Reform reform) throws InterruptedException {
        String chosen = reform.from().pod();
        for (DiskSummary other : reform.setAside()) {
            order(other.pod(), "/resync", chosen);
            await(other.pod(), "puts its data aside", () -> disks.self(other.pod())
                    .filter(self -> self.content().isPresent() && !self.holdsData())
                    .isPresent());
            say.accept("%s has put its data aside".formatted(other.pod()));
        }
        order(chosen, "/recover", body(reform));
        await(chosen, "serves", () -> disks.self(chosen).filter(Self::ready).isPresent());
        say.accept("%s serves again with its data up to %s"
                .formatted(chosen, Zxid.text(reform.from().restorable())));
        await(chosen, "has synced all others, and they vote", this::allServe);
        say.accept("all members serve again");
    }

    private static String body(Reform reform) {
        try {
            return JSON.std.asString(Map.of(
                    "id", UUID.randomUUID().toString(),
                    "epoch", reform.epoch(),
                    "restorable", Zxid.text(reform.from().restorable())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void order(String pod, String path, String body) {
        int port = disks.self(pod)
                .map(Self::controlPort)
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.TOO_LATE, "%s does not answer any more; give the same command again".formatted(pod)));
        HttpGet.Answer answer = door.tell(pod, port, path, body);
        if (!answer.isSuccess()) {
            throw new CommandFailure(
                    answer.status() == 0 ? ExitCode.TOO_LATE : ExitCode.BAD_INPUT,
                    "%s refuses: %s; give the same command again to look at the disks anew"
                            .formatted(pod, answer.body().strip()));
        }
    }

    private boolean allServe() {
        List<Optional<Self>> members = door.pods().stream().map(disks::self).toList();
        return members.stream().allMatch(self -> self.filter(Self::ready)
                .flatMap(Self::config)
                .map(EnsembleConfig::voters)
                .filter(voters -> voters.size() == members.size())
                .isPresent());
    }

    private void await(String pod, String does, BooleanSupplier done) throws InterruptedException {
        Stopwatch waiting = Stopwatch.sinceNow();
        while (!done.getAsBoolean()) {
            if (waiting.elapsed().compareTo(patience) > 0) {
                throw new CommandFailure(
                        ExitCode.TOO_LATE,
                        "waited %d s until %s %s; it says: %s. Give the same command again to go on"
                                .formatted(
                                        patience.toSeconds(),
                                        pod,
                                        does,
                                        disks.self(pod).map(Self::reason).orElse("nothing, it does not answer")));
            }
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
    }
}
