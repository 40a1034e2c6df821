package io.arkeeper.member.peers;

import com.fasterxml.jackson.jr.ob.JSON;
import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.EnsembleId;
import io.arkeeper.core.MemberId;
import io.arkeeper.core.MemberIdentity;
import io.arkeeper.core.Role;
import io.arkeeper.core.Verdict;
import io.arkeeper.core.disk.DiskContent;
import io.arkeeper.core.forming.PeerStatement;
import io.arkeeper.core.forming.PeerStatement.Spoke;
import io.arkeeper.core.membership.Compatibility;
import io.arkeeper.core.tls.TlsWord;
import io.arkeeper.member.Versions;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Reads the JSON of a peer's {@code /api/v1/member} as far as forming and joining need it. */
final class PeerAnswer {

    private PeerAnswer() {}

    /** What the body says; silent where it is another member's or not understood. Never an exception. */
    static PeerReport read(MemberIdentity expected, String body) {
        try {
            Map<String, Object> fields = JSON.std.mapFrom(body);
            MemberIdentity answered = new MemberIdentity(
                    (String) fields.get("namespace"),
                    (String) fields.get("statefulSet"),
                    ((Number) fields.get("ordinal")).intValue(),
                    Boolean.TRUE.equals(fields.get("observer")) ? Role.OBSERVER : Role.VOTER);
            if (!answered.equals(expected)) {
                return PeerReport.stranger(answered.toString());
            }
            Map<?, ?> disk = (Map<?, ?>) fields.get("disk");
            if (disk == null || disk.get("content") == null) {
                return PeerReport.silent("it has not looked at its disk yet");
            }
            PeerStatement statement = new Spoke(
                    DiskContent.valueOf((String) disk.get("content")),
                    ((Number) fields.get("servers")).intValue(),
                    config(fields),
                    Boolean.TRUE.equals(fields.get("ready")),
                    ensemble(fields));
            return new PeerReport(
                    statement,
                    number(fields, "leader").map(id -> new MemberId(id.intValue())),
                    number(fields, "epoch")
                            .map(epoch -> OptionalLong.of(epoch.longValue()))
                            .orElseGet(OptionalLong::empty),
                    Boolean.TRUE.equals(fields.get("leaving")),
                    Optional.of(tls(fields)),
                    objection(fields));
        } catch (IOException | RuntimeException e) {
            return PeerReport.silent("its answer is not understood (%s)".formatted(e));
        }
    }

    /** Versions that know nothing of TLS say nothing of it. */
    private static TlsWord tls(Map<String, Object> fields) {
        return fields.get("tls") instanceof Map<?, ?> tls
                ? new TlsWord(Boolean.TRUE.equals(tls.get("wanted")), Boolean.TRUE.equals(tls.get("required")))
                : TlsWord.PLAIN;
    }

    private static Optional<String> objection(Map<String, Object> fields) {
        return Optional.ofNullable((String) fields.get("zookeeper"))
                .map(version -> Compatibility.judge(Versions.zooKeeper(), version))
                .filter(verdict -> !verdict.yes())
                .map(Verdict::reason);
    }

    /** Only an empty disk has a proposal, and nothing else. */
    private static Optional<EnsembleId> ensemble(Map<String, Object> fields) {
        return Optional.ofNullable((String) fields.get("ensemble"))
                .or(() -> Optional.ofNullable((String) fields.get("proposal")))
                .map(EnsembleId::new);
    }

    private static Optional<Number> number(Map<String, Object> fields, String name) {
        return Optional.ofNullable((Number) fields.get(name));
    }

    private static Optional<EnsembleConfig> config(Map<String, Object> fields) {
        if (!(fields.get("config") instanceof List<?> lines) || lines.isEmpty()) {
            return Optional.empty();
        }
        String text = lines.stream().map(String::valueOf).collect(Collectors.joining("\n"));
        long version = Long.parseUnsignedLong(((String) fields.get("configVersion")).substring("0x".length()), 16);
        return Optional.of(EnsembleConfig.parse(version, text));
    }
}
