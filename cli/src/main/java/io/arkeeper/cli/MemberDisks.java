package io.arkeeper.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import io.arkeeper.cli.kube.Questions;
import io.arkeeper.cli.local.HttpGet;
import io.arkeeper.cli.local.release.Tree;
import io.arkeeper.cli.local.release.UnusableContent;
import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.EnsembleId;
import io.arkeeper.core.InvalidSetting;
import io.arkeeper.core.MemberId;
import io.arkeeper.core.recovery.DiskSummary;
import io.arkeeper.core.recovery.DiskWord;
import io.arkeeper.core.recovery.DiskWord.Empty;
import io.arkeeper.core.recovery.DiskWord.Holds;
import io.arkeeper.core.recovery.DiskWord.Silent;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** What members say of themselves and of their disks, as far as repairs need it. */
final class MemberDisks {

    private static final Duration TO_READ_A_DISK = Duration.ofMinutes(30); // all of it, at the pace of a slow one
    private static final int CONTROL_PORT = 8081;
    private static final List<String> WITH_DATA = List.of("DATA", "DAMAGED");

    private final MemberDoor door;

    MemberDisks(MemberDoor door) {
        this.door = door;
    }

    /**
     * A member at one moment.
     *
     * @param content of its disk; empty before it has looked
     * @param startedAt when its process started
     * @param ensemble to which its disk belongs
     */
    record Self(
            int id,
            boolean ready,
            String reason,
            String role,
            Optional<String> content,
            String startedAt,
            int controlPort,
            Optional<EnsembleConfig> config,
            Optional<EnsembleId> ensemble) {

        boolean holdsData() {
            return content.filter(WITH_DATA::contains).isPresent();
        }
    }

    /** What the pod says of itself; empty where it does not answer, or something else does. */
    Optional<Self> self(String pod) {
        HttpGet.Answer answer = door.ask(pod, "/api/v1/member", MemberDoor.SHORT);
        return answer.isSuccess() ? parse(answer.body()) : Optional.empty();
    }

    private static Optional<Self> parse(String body) {
        try {
            Tree member = Tree.of("member", JSON.std.mapFrom(body));
            return Optional.of(new Self(
                    member.number("id", 0),
                    member.isTrue("ready"),
                    member.text("reason").orElse(""),
                    member.text("role").orElse("none"),
                    member.tree("disk").text("content"),
                    member.text("startedAt").orElse(""),
                    member.number("controlPort", CONTROL_PORT),
                    config(member),
                    member.text("ensemble").map(EnsembleId::new)));
        } catch (IOException | UnusableContent | InvalidSetting e) {
            return Optional.empty();
        }
    }

    private static Optional<EnsembleConfig> config(Tree member) {
        if (!member.has("config")) {
            return Optional.empty();
        }
        long version = Long.decode(member.text("configVersion").orElse("0x0"));
        return Optional.of(EnsembleConfig.parse(version, String.join("\n", member.texts("config"))));
    }

    /** Of every pod, all at once. */
    SortedMap<String, DiskWord> read() {
        Map<String, CompletableFuture<DiskWord>> asked = new LinkedHashMap<>();
        door.pods().forEach(pod -> asked.put(pod, Questions.ask(() -> word(pod))));
        SortedMap<String, DiskWord> words = new TreeMap<>();
        asked.forEach((pod, word) -> words.put(pod, Questions.answer(word)));
        return words;
    }

    private DiskWord word(String pod) {
        HttpGet.Answer answer = door.ask(pod, "/api/v1/member", MemberDoor.SHORT);
        Optional<Self> self = answer.isSuccess() ? parse(answer.body()) : Optional.empty();
        if (self.isEmpty()) {
            return new Silent(answer.isSuccess() ? "something else answers there" : answer.body());
        }
        if (self.get().ready()) {
            return new Holds(serving(pod, self.get()), true);
        }
        if (self.get().content().isEmpty()) {
            return new Silent("it has not looked at its disk yet");
        }
        return self.get().holdsData() ? disk(pod, self.get()) : new Empty();
    }

    /** Nothing more is asked of a member that serves: it stands against any recovery. */
    private static DiskSummary serving(String pod, Self self) {
        return new DiskSummary(
                new MemberId(self.id()),
                pod,
                true,
                0,
                0,
                0,
                0,
                Optional.empty(),
                self.config(),
                Optional.empty(),
                self.ensemble());
    }

    private DiskWord disk(String pod, Self self) {
        HttpGet.Answer answer = door.askInside(pod, self.controlPort(), "/disk", TO_READ_A_DISK);
        if (!answer.isSuccess()) {
            return new Silent("its disk cannot be read: " + answer.body());
        }
        try {
            Tree disk = Tree.of("disk", JSON.std.mapFrom(answer.body()));
            return new Holds(
                    new DiskSummary(
                            new MemberId(self.id()),
                            pod,
                            disk.isTrue("starts"),
                            disk.number("acceptedEpoch").orElse(0L),
                            disk.number("currentEpoch").orElse(0L),
                            zxid(disk, "restorable"),
                            zxid(disk, "seen"),
                            disk.text("lastAt").map(Instant::parse),
                            config(disk),
                            damage(disk),
                            self.ensemble()),
                    false);
        } catch (IOException | UnusableContent | InvalidSetting e) {
            return new Silent("what it says of its disk is not understood: " + e.getMessage());
        }
    }

    private static long zxid(Tree disk, String key) {
        return disk.text(key)
                .filter(text -> text.startsWith("0x"))
                .map(text -> Long.parseUnsignedLong(text.substring(2), 16))
                .orElse(-1L);
    }

    private static Optional<String> damage(Tree disk) {
        return disk.trees("findings").stream()
                .filter(finding -> finding.isTrue("damage"))
                .findFirst()
                .map(finding -> "%s at byte %s: %s"
                        .formatted(
                                finding.text("file").orElse("?"),
                                finding.text("offset").orElse("?"),
                                finding.text("what").orElse("?")));
    }
}
