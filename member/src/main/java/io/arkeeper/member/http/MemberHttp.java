package io.arkeeper.member.http;

import com.fasterxml.jackson.jr.ob.JSON;
import io.arkeeper.core.Verdict;
import io.arkeeper.member.admission.Penalties;
import io.arkeeper.member.config.MemberSettings;
import io.arkeeper.member.lifecycle.Health;
import io.arkeeper.member.lifecycle.Member;
import io.arkeeper.member.lifecycle.MemberTls;
import io.arkeeper.member.lifecycle.OwnPorts;
import io.arkeeper.member.lifecycle.Repair;
import io.arkeeper.member.log.LogLevel;
import io.arkeeper.member.log.Logging;
import io.arkeeper.member.superuser.SuperuserSessions;
import io.arkeeper.member.superuser.SuperuserSessions.Given;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The member's HTTP servers.
 *
 * <p>On {@code httpPort}, readable on the pod network:
 *
 * <table>
 *   <caption>Paths</caption>
 *   <tr><td>GET /livez /readyz /startupz</td><td>200 or 503, the reason in one sentence</td></tr>
 *   <tr><td>GET /readyz?wait=900ms</td><td>the same once it is ready, at the latest after that time</td></tr>
 *   <tr><td>GET /metrics</td><td>Prometheus text</td></tr>
 *   <tr><td>GET /api/v1/member</td><td>JSON</td></tr>
 *   <tr><td>GET /api/v1/ensemble</td><td>JSON, whole at the leader: who belongs to it, what the leader does about that
 *       ({@code step}), and the last change it made since it leads ({@code lastChange})</td></tr>
 * </table>
 *
 * <p>The last two answer 426 there once all members speak TLS. On {@code httpsPort}, where there is TLS material, they
 * answer members who show a certificate.
 *
 * <p>On {@code controlPort}, on loopback only, so that Kubernetes' permission to exec or port-forward guards it:
 *
 * <table>
 *   <caption>Paths</caption>
 *   <tr><td>GET /api/v1/member /api/v1/ensemble</td><td>the same</td></tr>
 *   <tr><td>GET /threads</td><td>a thread dump; the image has no jstack</td></tr>
 *   <tr><td>GET, PUT /log-level</td><td>ERROR, WARN, INFO or DEBUG, until the next start</td></tr>
 *   <tr><td>POST /write</td><td>200 once a write that leaves nothing behind was acknowledged, otherwise 503</td></tr>
 *   <tr><td>POST /superuser</td><td>200 and a ticket that makes a session the superuser's, once, within a few seconds; the
 *       body is the session's id and the name of whoever asks</td></tr>
 *   <tr><td>POST /stop</td><td>202, then an orderly stop</td></tr>
 *   <tr><td>GET /disk</td><td>JSON: what its database is worth, read from beginning to end</td></tr>
 *   <tr><td>POST /resync</td><td>202 and a restart that puts the data aside and has the leader send it again; 409 where
 *       that would cost something. The body is empty, or the pod from which the ensemble is formed again</td></tr>
 *   <tr><td>POST /recover</td><td>202 and a restart as the only voter, after its data was copied; 409 where anybody
 *       serves or the disk is not as the body says</td></tr>
 * </table>
 */
public final class MemberHttp implements AutoCloseable {

    private static final String MEMBER = "/api/v1/member";
    private static final String ENSEMBLE = "/api/v1/ensemble";

    private final Routes open;
    private final Optional<Routes> secure;
    private final Routes control;
    private final Counter refused;
    private final Counter unread;

    /**
     * @param stop asks for an orderly stop and returns at once
     * @param startedAt when the process started
     */
    public MemberHttp(Member member, CollectorRegistry metrics, Runnable stop, Instant startedAt) {
        MemberSettings settings = member.settings();
        OwnPorts ports = new OwnPorts(settings);
        Health health = new Health(member::status, System::nanoTime);
        ReadyAnswer ready = new ReadyAnswer(
                health::ready,
                longest -> member.awaitStatus(
                        status -> !status.state().mayServe() || health.ready().yes(), longest));
        MemberReport report = new MemberReport(member, startedAt, InstantSource.system());
        refused = Counter.build("arkeeper_http_refused_total", "Requests that were refused")
                .labelNames("port", "status")
                .register(metrics);
        unread = Counter.build("arkeeper_http_unread_total", "Times a connection brought no request that can be read")
                .labelNames("port")
                .register(metrics);
        Counter barred = Counter.build(
                        "arkeeper_http_barred_connections_total", "Connections to httpsPort from barred addresses")
                .register(metrics);
        open = new Routes(
                        "httpPort",
                        ports.open(settings.topology().ports().http()),
                        Optional.empty(),
                        refusals("httpPort"),
                        unread("httpPort"))
                .on("GET", "/livez", body -> Answer.of(health.live()))
                .onQuery("GET", "/readyz", (query, body) -> ready.to(query))
                .on("GET", "/startupz", body -> Answer.of(health.started()))
                .on("GET", "/metrics", body -> metrics(metrics));
        EnsembleReport ensemble = new EnsembleReport(member);
        Routes.Handler self = body -> Answer.json(report.json(health.ready()));
        Routes.Handler all = body -> Answer.json(ensemble.json());
        open.on("GET", MEMBER, inPlaintext(member, self)).on("GET", ENSEMBLE, inPlaintext(member, all));
        secure = member.tls().map(tls -> new Routes(
                        "httpsPort",
                        ports.open(tls.port()),
                        Optional.of(new Routes.Encryption(
                                tls.store().members(),
                                Penalties.of(settings.zooCfg().limits().malformedPerSecond()),
                                barred::inc)),
                        refusals("httpsPort"),
                        unread("httpsPort"))
                .on("GET", MEMBER, self)
                .on("GET", ENSEMBLE, all));
        control = new Routes(
                        "controlPort",
                        ports.loopback(settings.topology().ports().control()),
                        Optional.empty(),
                        refusals("controlPort"),
                        unread("controlPort"))
                .on("GET", "/threads", body -> Answer.text(200, threads()))
                .on(
                        "GET",
                        "/log-level",
                        body -> Answer.text(200, Logging.level().name()))
                .on("PUT", "/log-level", MemberHttp::setLogLevel)
                .on("POST", "/stop", body -> {
                    stop.run();
                    return Answer.text(202, "stopping");
                });
        control.on("POST", "/write", body -> written(member))
                .on("POST", "/superuser", body -> ticket(member.superusers(), body));
        control.on("GET", MEMBER, self).on("GET", ENSEMBLE, all);
        Repair repair = new Repair(member);
        control.on("GET", "/disk", body -> Answer.json(JSON.std.asString(repair.disk())))
                .on("POST", "/resync", body -> ordered(repair.resync(body), stop))
                .on("POST", "/recover", body -> ordered(repair.recover(body), stop));
    }

    private IntConsumer refusals(String port) {
        return status -> refused.labels(port, Integer.toString(status)).inc();
    }

    private Runnable unread(String port) {
        return () -> unread.labels(port).inc();
    }

    private static Answer written(Member member) {
        Verdict verdict = member.writes();
        return Answer.text(verdict.yes() ? 200 : 503, verdict.reason());
    }

    private static Answer ticket(SuperuserSessions superusers, String body) {
        return switch (superusers.ticket(body)) {
            case Given.Ticket(String text) -> Answer.text(200, text);
            case Given.NotUnderstood(String sentence) -> Answer.text(400, sentence);
            case Given.TooMany(String sentence) -> Answer.text(429, sentence);
        };
    }

    private static Answer ordered(Verdict verdict, Runnable restart) {
        if (verdict.yes()) {
            restart.run();
        }
        return Answer.text(verdict.yes() ? 202 : 409, verdict.reason());
    }

    public void start() {
        open.start();
        secure.ifPresent(Routes::start);
        control.start();
    }

    /** Once all members speak TLS, what they tell each other is nobody else's business on the pod network. */
    private static Routes.Handler inPlaintext(Member member, Routes.Handler handler) {
        Answer refusal = Answer.text(
                426,
                "members speak TLS: ask on httpsPort with a member's certificate, or on controlPort %d inside the pod"
                        .formatted(member.settings().topology().ports().control()));
        return body -> member.tls().filter(MemberTls::requiresTls).isPresent() ? refusal : handler.answer(body);
    }

    private static Answer metrics(CollectorRegistry registry) throws IOException {
        StringWriter page = new StringWriter();
        TextFormat.write004(page, registry.metricFamilySamples());
        return Answer.page(TextFormat.CONTENT_TYPE_004, page.toString());
    }

    private static String threads() {
        return Stream.of(ManagementFactory.getThreadMXBean().dumpAllThreads(true, true))
                .map(ThreadInfo::toString)
                .collect(Collectors.joining());
    }

    private static Answer setLogLevel(String wanted) {
        return Arrays.stream(LogLevel.values())
                .filter(level -> level.name().equals(wanted.toUpperCase(Locale.ROOT)))
                .findFirst()
                .map(level -> {
                    Logging.level(level);
                    return Answer.text(200, level.name());
                })
                .orElseGet(() -> Answer.text(
                        400,
                        "log level is '%s', expected one of %s; send it as the body"
                                .formatted(wanted, Arrays.toString(LogLevel.values()))));
    }

    @Override
    public void close() {
        open.close();
        secure.ifPresent(Routes::close);
        control.close();
    }
}
