package io.arkeeper.cli.testing;

import io.arkeeper.cli.local.HttpGet;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What members of {@code myzk} answer: that the last one leads the others, where nothing else was said of them. */
final class FakeMembers {

    private final int voters;
    private final Map<String, HttpGet.Answer> answers = new ConcurrentHashMap<>();

    FakeMembers(int voters) {
        this.voters = voters;
    }

    /** At every path that nothing else was said of where it is empty. */
    void say(String pod, String path, HttpGet.Answer answer) {
        answers.put(pod + path, answer);
    }

    void look(String pod) {
        say(pod, "/api/v1/member", new HttpGet.Answer(200, member(pod, "looking", FakeCluster.NOW)));
    }

    void haveClock(String pod, Instant time) {
        say(pod, "/api/v1/member", new HttpGet.Answer(200, member(pod, role(pod), time)));
    }

    void hold(String pod, int epoch, String zxid) {
        String config = "\"configVersion\":\"0x100000000\",\"config\":[%s]".formatted(servers());
        say(pod, "/api/v1/member", new HttpGet.Answer(200, """
                {"name":"%s","id":%d,"ready":false,"reason":"looking for a leader","disk":{"content":"DATA"},%s}
                """.formatted(pod, id(pod), config)));
        say(pod, "/disk", new HttpGet.Answer(200, """
                {"starts":true,"acceptedEpoch":%1$d,"currentEpoch":%1$d,"restorable":"%2$s","seen":"%2$s",
                 "lastAt":"2026-11-23T11:59:00Z","findings":[],%3$s}
                """.formatted(epoch, zxid, config)));
    }

    void holdNothing(String pod) {
        say(
                pod,
                "/api/v1/member",
                new HttpGet.Answer(
                        200, "{\"name\":\"%s\",\"id\":%d,\"disk\":{\"content\":\"EMPTY\"}}".formatted(pod, id(pod))));
    }

    HttpGet.Answer answer(String pod, String path) {
        return Optional.ofNullable(answers.get(pod + path))
                .or(() -> Optional.ofNullable(answers.get(pod)))
                .orElseGet(() -> new HttpGet.Answer(200, member(pod, role(pod), FakeCluster.NOW)));
    }

    private static int id(String pod) {
        return Integer.parseInt(pod.substring(pod.lastIndexOf('-') + 1)) + 1;
    }

    private String role(String pod) {
        return id(pod) == voters ? "leader" : "follower";
    }

    private String servers() {
        return IntStream.range(0, voters)
                .mapToObj(ordinal -> "\"server.%d=myzk-zookeeper-%d.b:2888:3888:participant;0.0.0.0:2181\""
                        .formatted(ordinal + 1, ordinal))
                .collect(Collectors.joining(","));
    }

    private String member(String pod, String role, Instant time) {
        boolean ready = !role.equals("looking");
        return """
                {"name":"%s","id":%d,"state":"RUNNING","ready":%s,"reason":"%s","role":"%s","leader":%d,"epoch":1,
                 "zxid":"0x100000003","configVersion":"0x100000000","config":[%s],"time":"%s"}
                """.formatted(
                        pod,
                        id(pod),
                        ready,
                        role.equals("leader") ? "leads" : ready ? "follows" : "looking for a leader",
                        role,
                        voters,
                        servers(),
                        time);
    }
}
