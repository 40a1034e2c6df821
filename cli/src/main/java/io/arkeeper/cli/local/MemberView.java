package io.arkeeper.cli.local;

import com.fasterxml.jackson.jr.ob.JSON;
import io.arkeeper.cli.local.release.Tree;
import io.arkeeper.cli.local.release.UnusableContent;
import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.InvalidSetting;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * What a member says of itself at {@code /api/v1/member}. It leaves out what it does not know yet, so most is optional.
 *
 * @param state the member's own state, e.g. {@code WAITING_FOR_NAME}
 * @param reason why it is or is not ready, one sentence
 * @param role leader, follower, observer, looking or none
 * @param leader id of the member it takes for the leader
 * @param zxid as text, e.g. {@code 0x100000003}
 * @param config the configuration it works with
 * @param disk how full its volume is
 * @param time its clock when it answered
 * @param ensemble the identity of the ensemble its disk belongs to
 * @param tls empty where it has no TLS material
 * @param authWarning what people should know about who may come
 * @param controlPort where it is told what to do, inside the pod
 */
public record MemberView(
        String name,
        int id,
        String state,
        boolean ready,
        String reason,
        String role,
        Optional<Integer> leader,
        Optional<Long> epoch,
        Optional<String> zxid,
        Optional<String> configVersion,
        Optional<Long> connections,
        Optional<Long> pid,
        Optional<EnsembleConfig> config,
        Optional<Disk> disk,
        Optional<Instant> time,
        Optional<String> ensemble,
        Optional<Tls> tls,
        Optional<String> authWarning,
        Optional<Integer> controlPort) {

    /**
     * A member's TLS.
     *
     * @param wanted whether it is to speak TLS
     * @param required whether it refuses plaintext from members
     * @param notAfter when its certificate expires
     * @param warning what people should know about its certificate
     */
    public record Tls(boolean wanted, boolean required, Instant notAfter, Optional<String> warning) {}

    /** Bytes of a member's volume. */
    public record Disk(long freeBytes, long totalBytes) {

        public int usedPercent() {
            return totalBytes == 0 ? 0 : Math.toIntExact(100 - freeBytes * 100 / totalBytes);
        }
    }

    private static final String PATH = "/api/v1/member";

    /** Asks a member; empty where it does not answer in time or with something else. */
    public static Optional<MemberView> ask(String address, int httpPort, Duration timeout) {
        HttpGet.Answer answer = HttpGet.from(address, httpPort, PATH, timeout)
                .orInside(port -> HttpGet.from(address, port, PATH, timeout));
        return answer.isSuccess() ? read(answer.body()) : Optional.empty();
    }

    /** What a member answered; empty where it is no member's answer. */
    public static Optional<MemberView> read(String json) {
        try {
            Tree member = Tree.of("member", JSON.std.mapFrom(json));
            return Optional.of(new MemberView(
                    member.requiredText("name"),
                    member.number("id", 0),
                    member.text("state").orElse("?"),
                    member.isTrue("ready"),
                    member.text("reason").orElse(""),
                    member.text("role").orElse("none"),
                    member.number("leader").map(Math::toIntExact),
                    member.number("epoch"),
                    member.text("zxid"),
                    member.text("configVersion"),
                    member.number("connections"),
                    member.number("pid"),
                    config(member),
                    disk(member.tree("disk")),
                    member.text("time").map(Instant::parse),
                    member.text("ensemble"),
                    tls(member),
                    member.tree("auth").text("warning"),
                    member.number("controlPort").map(Math::toIntExact)));
        } catch (IOException | InvalidSetting | UnusableContent | DateTimeParseException e) {
            return Optional.empty(); // something else listens there
        }
    }

    private static Optional<Disk> disk(Tree disk) {
        return disk.number("totalBytes")
                .flatMap(total -> disk.number("freeBytes").map(free -> new Disk(free, total)));
    }

    private static Optional<Tls> tls(Tree member) {
        if (!member.has("tls")) {
            return Optional.empty();
        }
        Tree tls = member.tree("tls");
        return Optional.of(new Tls(
                tls.isTrue("wanted"),
                tls.isTrue("required"),
                Instant.parse(tls.requiredText("notAfter")),
                tls.text("warning")));
    }

    private static Optional<EnsembleConfig> config(Tree member) {
        if (!member.has("config")) {
            return Optional.empty();
        }
        long version = Long.decode(member.text("configVersion").orElse("0x0"));
        return Optional.of(EnsembleConfig.parse(version, String.join("\n", member.texts("config"))));
    }
}
