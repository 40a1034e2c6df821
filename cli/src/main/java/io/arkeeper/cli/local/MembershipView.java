package io.arkeeper.cli.local;

import com.fasterxml.jackson.jr.ob.JSON;
import io.arkeeper.cli.local.release.Tree;
import io.arkeeper.cli.local.release.UnusableContent;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * What the leader says at {@code /api/v1/ensemble} that it does about the membership.
 *
 * @param step add, remove, wait or settled
 * @param reason its sentence, without a full stop
 * @param target who wants how many, in its words
 */
public record MembershipView(String step, String reason, String target) {

    /** Where members tell it. */
    public static final String PATH = "/api/v1/ensemble";

    /** Asks the leader; empty where it does not answer in time, or does not lead any more. */
    public static Optional<MembershipView> ask(String address, int httpPort, Duration timeout) {
        HttpGet.Answer answer = HttpGet.from(address, httpPort, PATH, timeout)
                .orInside(port -> HttpGet.from(address, port, PATH, timeout));
        return read(answer);
    }

    /** What a member answered; empty where it is not the leader's answer. */
    public static Optional<MembershipView> read(HttpGet.Answer answer) {
        if (!answer.isSuccess()) {
            return Optional.empty();
        }
        try {
            Tree ensemble = Tree.of("ensemble", JSON.std.mapFrom(answer.body()));
            Tree step = ensemble.tree("step");
            return step.text("reason")
                    .map(reason -> new MembershipView(
                            step.text("kind").orElse("?"),
                            reason,
                            ensemble.text("target").orElse("")));
        } catch (IOException | UnusableContent e) {
            return Optional.empty(); // something else listens there
        }
    }
}
