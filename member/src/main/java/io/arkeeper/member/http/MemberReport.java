package io.arkeeper.member.http;

import com.fasterxml.jackson.jr.ob.JSON;
import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.MemberIdentity;
import io.arkeeper.core.Seat;
import io.arkeeper.core.Verdict;
import io.arkeeper.core.disk.DiskContent;
import io.arkeeper.core.tls.TlsMaterial;
import io.arkeeper.member.Versions;
import io.arkeeper.member.disk.DiskUsage;
import io.arkeeper.member.lifecycle.Member;
import io.arkeeper.member.lifecycle.MemberAuth;
import io.arkeeper.member.lifecycle.MemberStatus;
import io.arkeeper.member.lifecycle.MemberTls;
import io.arkeeper.member.server.ServerView;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** The JSON of {@code /api/v1/member}. Fields that are not known yet are absent. */
final class MemberReport {

    private final Member member;
    private final Instant startedAt;
    private final InstantSource clock;

    MemberReport(Member member, Instant startedAt, InstantSource clock) {
        this.member = member;
        this.startedAt = startedAt;
        this.clock = clock;
    }

    String json(Verdict ready) throws IOException {
        MemberIdentity self = member.settings().identity();
        MemberStatus status = member.status();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", self.podName());
        fields.put("namespace", self.namespace());
        fields.put("statefulSet", self.statefulSet());
        fields.put("ordinal", self.ordinal());
        fields.put("id", self.id().value());
        fields.put("observer", self.isObserver());
        fields.put("version", Versions.arkeeper());
        fields.put("zookeeper", Versions.zooKeeper());
        fields.put("pid", ProcessHandle.current().pid());
        fields.put("controlPort", member.settings().topology().ports().control());
        fields.put("startedAt", startedAt.toString());
        fields.put("time", clock.instant().toString());
        fields.put("state", status.state().name());
        fields.put("ready", ready.yes());
        fields.put("reason", ready.reason());
        fields.put("role", status.server().map(ServerView::role).orElse("none"));
        status.server().ifPresent(server -> addServer(fields, server));
        fields.put("servers", member.topology().servers());
        fields.put("leaving", status.isLeaving());
        status.ensemble().ifPresent(ensemble -> fields.put(ensembleField(status), ensemble.value()));
        status.config().ifPresent(config -> addConfig(fields, config, self));
        Map<String, Object> disk = new LinkedHashMap<>();
        status.content().ifPresent(content -> disk.put("content", content.name()));
        disk.put("path", member.settings().data().toString());
        member.diskUsage().ifPresent(usage -> addUsage(disk, usage));
        status.alarm().ifPresent(alarm -> disk.put("alarm", alarm));
        fields.put("disk", disk);
        member.tls().ifPresent(tls -> fields.put("tls", tls(tls)));
        fields.put("auth", auth(member.auth()));
        return JSON.std.asString(fields);
    }

    private static String ensembleField(MemberStatus status) {
        return status.content().filter(DiskContent.EMPTY::equals).isPresent() ? "proposal" : "ensemble";
    }

    private static void addServer(Map<String, Object> fields, ServerView server) {
        server.leader().ifPresent(leader -> fields.put("leader", leader.value()));
        server.epoch().ifPresent(epoch -> fields.put("epoch", epoch));
        server.zxid().ifPresent(zxid -> fields.put("zxid", hex(zxid)));
        fields.put("connections", server.connections());
        fields.put("znodes", server.znodes());
    }

    private static void addConfig(Map<String, Object> fields, EnsembleConfig config, MemberIdentity self) {
        fields.put("configVersion", hex(config.version()));
        fields.put("config", config.lines());
        fields.put(
                "peers",
                config.seats().values().stream().map(seat -> peer(seat, self)).toList());
    }

    private static Map<String, Object> peer(Seat seat, MemberIdentity self) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", seat.id().value());
        fields.put("name", seat.podName());
        fields.put("host", seat.host());
        fields.put("role", seat.role().keyword());
        fields.put("self", seat.id().equals(self.id()));
        return fields;
    }

    private static void addUsage(Map<String, Object> disk, DiskUsage usage) {
        disk.put("freeBytes", usage.freeBytes());
        disk.put("totalBytes", usage.totalBytes());
        disk.put("snapshots", usage.snapshots());
        disk.put("logs", usage.logs());
    }

    private static Map<String, Object> tls(MemberTls tls) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("wanted", tls.word().wanted());
        fields.put("required", tls.word().required());
        fields.put("plaintextClients", !tls.settings().closesPlaintext());
        fields.put("secureClientPort", tls.settings().secureClientPort());
        TlsMaterial material = tls.store().material();
        fields.put("serial", material.serial());
        fields.put("notAfter", material.validUntil().toString());
        fields.put("authorities", material.authorities().size());
        tls.store().warning().ifPresent(warning -> fields.put("warning", warning));
        return fields;
    }

    private static Map<String, Object> auth(MemberAuth auth) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("sasl", auth.settings().sasl());
        fields.put("required", auth.settings().required());
        fields.put("quorum", auth.settings().quorum().isPresent());
        if (!auth.warnings().isEmpty()) {
            fields.put("warning", String.join("; and ", auth.warnings()));
        }
        return fields;
    }

    private static String hex(long number) {
        return "0x" + Long.toHexString(number);
    }
}
