package io.arkeeper.member;

import io.arkeeper.core.InvalidSettings;
import io.arkeeper.member.config.MemberSettings;
import io.arkeeper.member.config.SettingsReader;
import io.arkeeper.member.http.HttpLimits;
import io.arkeeper.member.http.MemberHttp;
import io.arkeeper.member.kubernetes.ApiServer;
import io.arkeeper.member.kubernetes.EventSender;
import io.arkeeper.member.kubernetes.StatefulSetReader;
import io.arkeeper.member.lifecycle.Member;
import io.arkeeper.member.log.LogFormat;
import io.arkeeper.member.log.LogLevel;
import io.arkeeper.member.log.Logging;
import io.arkeeper.member.metrics.PrometheusMetrics;
import io.arkeeper.member.names.MemberNames;
import io.arkeeper.member.server.ManagedBeans;
import io.prometheus.client.CollectorRegistry;
import java.security.SecureRandom;
import java.security.Security;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.zookeeper.util.ServiceUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Entry point of the pod: one member, PID 1. */
public final class Main {

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    private static final String AUTHORITIES = "javax.net.ssl.trustStore"; // of whoever names none; here everybody does
    private static final String LARGEST_REQUEST =
            "jute.maxbuffer"; // read once, when the first of its classes is loaded

    private final AtomicReference<ExitCode> code = new AtomicReference<>(ExitCode.OK);

    private Main() {}

    public static void main(String[] arguments) {
        Instant startedAt = Instant.now();
        if (arguments.length > 0) {
            System.exit(program(List.of(arguments)).number());
        }
        MemberNames.takeOverTheHostsFile();
        Security.setProperty("networkaddress.cache.ttl", "1"); // seconds; pods change their address
        Security.setProperty("networkaddress.cache.negative.ttl", "0");
        System.getProperties()
                .putIfAbsent(AUTHORITIES, "NONE"); // those of the Internet: reading them takes a tenth of a second
        System.setProperty("io.netty.noUnsafe", "true"); // otherwise each start warns that Java will take it away
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true"); // read once, at the first handshake
        HttpLimits.install();
        new Main().run(startedAt);
    }

    /** What this program does besides being a member. */
    private static ExitCode program(List<String> arguments) {
        if (!arguments.getFirst().equals("check")) {
            System.err.printf(
                    "error: unknown argument '%s', expected none or %s%n", arguments.getFirst(), DatabaseCheck.USAGE);
            return ExitCode.BAD_CONFIGURATION;
        }
        Logging.configure(LogLevel.ERROR, LogFormat.TEXT);
        return new DatabaseCheck(System.getenv(), System.out, System.err).run(arguments.subList(1, arguments.size()));
    }

    private void run(Instant startedAt) {
        try {
            Logging.configure(LogLevel.INFO, LogFormat.TEXT);
            MemberSettings settings = new SettingsReader(System.getenv()).read();
            Logging.configure(settings.logLevel(), settings.logFormat());
            if (System.getProperty(LARGEST_REQUEST) == null) { // otherwise somebody has set it for this JVM
                System.setProperty(
                        LARGEST_REQUEST,
                        Integer.toString(settings.zooCfg().limits().requestBytes()));
            }
            LOG.info("Arkeeper {} with ZooKeeper {}", Versions.arkeeper(), Versions.zooKeeper());
            live(settings, startedAt);
        } catch (InvalidSettings e) {
            e.problems().forEach(LOG::error);
            code.set(ExitCode.BAD_CONFIGURATION);
        } catch (MemberFailure e) {
            fail(e);
        } catch (RuntimeException | Error e) {
            LOG.error("this is a bug of Arkeeper's; please report it with this stack trace", e);
            code.set(ExitCode.UNEXPECTED);
        }
        System.exit(code.get().number());
    }

    private void live(MemberSettings settings, Instant startedAt) {
        ManagedBeans.place(System.getProperties());
        CollectorRegistry metrics = PrometheusMetrics.newRegistry();
        ApiServer api = ApiServer.of(System.getenv());
        String namespace = settings.identity().namespace();
        EventSender events = new EventSender(api, settings.identity(), InstantSource.system());
        Member member = new Member(
                settings,
                metrics,
                new StatefulSetReader(api, namespace),
                settings.events() ? events : change -> LOG.debug("no Event: rbac.events is not set"),
                new SecureRandom());
        Thread stopper = new Thread(() -> orderlyEnd(member), "stop");
        try (MemberHttp http = new MemberHttp(
                member, metrics, () -> endInGoodOrder(settings.grace().whole()), startedAt)) {
            http.start();
            ServiceUtils.setSystemExitProcedure(zooKeeperCode -> zooKeeperExits(member, zooKeeperCode));
            Runtime.getRuntime().addShutdownHook(stopper);
            runOrStay(member);
        }
    }

    /** A restart does not mend a damaged disk; a process that stays can be looked at, and told what to do. */
    private void runOrStay(Member member) {
        try {
            member.run();
        } catch (MemberFailure e) {
            if (e.code() != ExitCode.DATABASE_UNREADABLE) {
                throw e;
            }
            fail(e);
            member.stayBroken(e.getMessage());
            member.awaitStop();
        }
    }

    /** Nobody kills a process that takes long to end by itself, as the kubelet does with one that it told to. */
    private void endInGoodOrder(Duration longest) {
        code.set(ExitCode.OK);
        Thread.ofPlatform().daemon().name("exit-in-time").start(() -> {
            LockSupport.parkNanos(longest.toNanos());
            LOG.error("has not ended within {}s, so it is cut short", longest.toSeconds());
            Runtime.getRuntime().halt(code.get().number());
        });
        exitAside();
    }

    private void fail(MemberFailure failure) {
        if (failure.code() == ExitCode.UNEXPECTED) {
            LOG.error(failure.getMessage(), failure);
        } else {
            LOG.error(failure.getMessage());
        }
        code.set(failure.code());
    }

    /** Kubernetes sends SIGTERM; the JVM would exit with 143 although everything went well. */
    private void orderlyEnd(Member member) {
        member.stop();
        if (code.get() == ExitCode.OK) {
            LOG.info("stopped"); // otherwise the last line stays the one that says why
        }
        Runtime.getRuntime().halt(code.get().number());
    }

    private void zooKeeperExits(Member member, int zooKeeperCode) {
        if (member.failure().isPresent()) {
            return; // it knows the reason better, and is on its way out
        }
        LOG.error("ZooKeeper asks to end the process with its code {}; the lines above say why", zooKeeperCode);
        code.compareAndSet(ExitCode.OK, ExitCode.UNEXPECTED);
        exitAside();
    }

    /** {@link System#exit} blocks until the shutdown hooks have ended, and these may wait for the calling thread. */
    private void exitAside() {
        Thread.ofPlatform()
                .daemon()
                .name("exit")
                .start(() -> System.exit(code.get().number()));
    }
}
