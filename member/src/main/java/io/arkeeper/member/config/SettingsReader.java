package io.arkeeper.member.config;

import io.arkeeper.core.InvalidSetting;
import io.arkeeper.core.InvalidSettings;
import io.arkeeper.core.Limits;
import io.arkeeper.core.MemberIdentity;
import io.arkeeper.core.Nearest;
import io.arkeeper.core.Ports;
import io.arkeeper.core.QuorumTimings;
import io.arkeeper.core.Role;
import io.arkeeper.core.Topology;
import io.arkeeper.core.ZooCfg;
import io.arkeeper.core.membership.GracePeriod;
import io.arkeeper.member.log.LogFormat;
import io.arkeeper.member.log.LogLevel;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads {@link MemberSettings} from the pod's environment and the mounted ConfigMap, and refuses what it does not know.
 *
 * <p>A misspelt key must never switch something off in silence, so unknown keys and unknown {@code ARKEEPER_*}
 * variables are problems like bad values; all are reported together.
 */
public final class SettingsReader {

    static final String POD_NAME = "ARKEEPER_POD_NAME";
    static final String NAMESPACE = "ARKEEPER_NAMESPACE";
    static final String CONFIG = "ARKEEPER_CONFIG";
    static final String DATA = "ARKEEPER_DATA";
    static final String TXN_LOG = "ARKEEPER_TXN_LOG";
    static final String ROLE = "ARKEEPER_ROLE";
    static final String BIND_ADDRESS = "ARKEEPER_BIND_ADDRESS";
    static final String TLS = "ARKEEPER_TLS";
    static final String TLS_ENABLED = "ARKEEPER_TLS_ENABLED";
    static final String TLS_PLAINTEXT_CLIENTS = "ARKEEPER_TLS_PLAINTEXT_CLIENTS";
    static final String TLS_CLIENT_AUTH = "ARKEEPER_TLS_CLIENT_AUTH";
    static final String SECURE_CLIENT_PORT = "ARKEEPER_SECURE_CLIENT_PORT";
    static final String HTTPS_PORT = "ARKEEPER_HTTPS_PORT";
    static final String AUTH_USERS = "ARKEEPER_AUTH_USERS";
    static final String AUTH_KEYTAB = "ARKEEPER_AUTH_KEYTAB";
    static final String AUTH_PRINCIPAL = "ARKEEPER_AUTH_PRINCIPAL";
    static final String AUTH_REQUIRED = "ARKEEPER_AUTH_REQUIRED";
    static final String AUTH_QUORUM = "ARKEEPER_AUTH_QUORUM";
    static final String AUTH_QUORUM_USER = "ARKEEPER_AUTH_QUORUM_USER";
    static final String AUTH_QUORUM_MODE = "ARKEEPER_AUTH_QUORUM_MODE";
    static final String GRACE_SECONDS = "ARKEEPER_GRACE_SECONDS";
    static final String MEMBER_FILE = "member.properties";
    static final String ZOO_CFG = "zooCfg."; // in front of each further key of zoo.cfg

    private static final Set<String> VARIABLES = Set.of(
            POD_NAME,
            NAMESPACE,
            CONFIG,
            DATA,
            TXN_LOG,
            ROLE,
            BIND_ADDRESS,
            TLS,
            TLS_ENABLED,
            TLS_PLAINTEXT_CLIENTS,
            TLS_CLIENT_AUTH,
            SECURE_CLIENT_PORT,
            HTTPS_PORT,
            AUTH_USERS,
            AUTH_KEYTAB,
            AUTH_PRINCIPAL,
            AUTH_REQUIRED,
            AUTH_QUORUM,
            AUTH_QUORUM_USER,
            AUTH_QUORUM_MODE,
            GRACE_SECONDS);
    private static final Set<String> KEYS = new TreeSet<>(Set.of(
            "service",
            "clusterDomain",
            "clientPort",
            "serverPort",
            "leaderElectionPort",
            "httpPort",
            "controlPort",
            "tickTimeMs",
            "initTicks",
            "syncTicks",
            "clientCnxns",
            "limits.connections",
            "limits.requestBytes",
            "limits.outstandingRequests",
            "limits.largeRequestBytes",
            "limits.sessionsPerSecond",
            "limits.malformedPerSecond",
            "limits.words",
            "snapRetain",
            "purgeHours",
            "logLevel",
            "logFormat",
            "auditLog",
            "events"));

    private static final Topology NOWHERE = new Topology("?", "?", "?", "?", Ports.DEFAULT, 1); // beside other problems

    private final Map<String, String> environment;
    private final List<String> problems = new ArrayList<>();
    private Properties properties = new Properties();

    public SettingsReader(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** @throws InvalidSettings with every problem found */
    public MemberSettings read() {
        refuseUnknownVariables();
        Path config = Path.of(environment.getOrDefault(CONFIG, "/etc/arkeeper"));
        properties = load(config.resolve(MEMBER_FILE), KEYS);
        Optional<MemberIdentity> identity =
                attempt(() -> MemberIdentity.ofPod(variable(NAMESPACE), variable(POD_NAME), role()));
        Ports standard = Ports.DEFAULT;
        Optional<Ports> ports = attempt(() -> new Ports(
                number("clientPort", standard.client()),
                number("serverPort", standard.quorum()),
                number("leaderElectionPort", standard.election()),
                number("httpPort", standard.http()),
                number("controlPort", standard.control())));
        Optional<QuorumTimings> timings = attempt(() -> new QuorumTimings(
                Duration.ofMillis(number(
                        "tickTimeMs",
                        Math.toIntExact(QuorumTimings.DEFAULT.tick().toMillis()))),
                number("initTicks", QuorumTimings.DEFAULT.initTicks()),
                number("syncTicks", QuorumTimings.DEFAULT.syncTicks())));
        Optional<Limits> limits = attempt(this::limits);
        Optional<Boolean> auditLog = attempt(() -> truth(properties, "auditLog"));
        Optional<ZooCfg> zooCfg = attempt(() -> new ZooCfg(
                timings.orElse(QuorumTimings.DEFAULT),
                number("clientCnxns", 60),
                number("snapRetain", 3),
                number("purgeHours", 1),
                furtherKeys(),
                limits.orElse(Limits.DEFAULT),
                auditLog.orElse(false)));
        Optional<LogLevel> logLevel = attempt(() -> choice("logLevel", LogLevel.class, LogLevel.INFO));
        Optional<Boolean> events = attempt(() -> truth(properties, "events"));
        Optional<LogFormat> logFormat = attempt(() -> choice("logFormat", LogFormat.class, LogFormat.TEXT));
        Optional<Optional<TlsSettings>> tls = attempt(() -> tls(ports.orElse(Ports.DEFAULT)));
        Optional<Topology> smallest = attempt(() -> new Topology(
                identity.map(MemberIdentity::namespace).orElse("?"),
                identity.map(MemberIdentity::ensemble).orElse("?"),
                required("service"),
                properties.getProperty("clusterDomain", "cluster.local"),
                ports.orElse(Ports.DEFAULT),
                1));
        Optional<Topology> topology = attempt(() -> new ServersFile(config).applyTo(smallest.orElse(NOWHERE)));
        Optional<AuthSettings> auth = attempt(() -> auth(config, identity, topology, tls.orElse(Optional.empty())));
        Optional<GracePeriod> grace = attempt(this::grace);
        if (!problems.isEmpty()) {
            throw new InvalidSettings(problems);
        }
        return new MemberSettings(
                identity.orElseThrow(),
                topology.orElseThrow(),
                zooCfg.orElseThrow(),
                Path.of(environment.getOrDefault(DATA, "/var/lib/zookeeper")),
                Optional.ofNullable(environment.get(TXN_LOG)).map(Path::of),
                config,
                Optional.ofNullable(environment.get(BIND_ADDRESS)),
                logLevel.orElseThrow(),
                logFormat.orElseThrow(),
                events.orElseThrow(),
                tls.orElseThrow(),
                auth.orElseThrow(),
                grace.orElseThrow());
    }

    /** It is in the environment, because it belongs to the pod: the ConfigMap may be newer. */
    private GracePeriod grace() {
        Properties given = new Properties();
        given.putAll(environment);
        int standard = Math.toIntExact(GracePeriod.DEFAULT.whole().toSeconds());
        return new GracePeriod(Duration.ofSeconds(number(given, GRACE_SECONDS, standard)));
    }

    private AuthSettings auth(
            Path config, Optional<MemberIdentity> identity, Optional<Topology> topology, Optional<TlsSettings> tls) {
        Properties given = new Properties();
        given.putAll(environment);
        String host = topology.flatMap(found -> identity.map(self -> found.host(self.id())))
                .orElse("?"); // beside other problems
        return new AuthReader(given).read(config, host, tls);
    }

    /**
     * All of it is in the environment and nothing in the ConfigMap: that may be newer than the pod, whose mounts and
     * environment belong together.
     */
    private Optional<TlsSettings> tls(Ports ports) {
        Properties given = new Properties();
        given.putAll(environment);
        boolean enabled = truth(given, TLS_ENABLED);
        String material = environment.get(TLS);
        if (material == null) {
            if (enabled) {
                throw new InvalidSetting(
                        "%s is true and %s is missing; mount the Secret with tls.crt, tls.key and ca.crt, and set %s to where"
                                .formatted(TLS_ENABLED, TLS, TLS));
            }
            return Optional.empty();
        }
        int secureClientPort = number(given, SECURE_CLIENT_PORT, 2281);
        int httpsPort = number(given, HTTPS_PORT, 8443);
        Set<Integer> taken =
                new TreeSet<>(Set.of(ports.client(), ports.quorum(), ports.election(), ports.http(), ports.control()));
        if (!taken.add(secureClientPort) || !taken.add(httpsPort)) {
            throw new InvalidSetting(
                    "secureClientPort and httpsPort",
                    secureClientPort + " and " + httpsPort,
                    "ports of their own",
                    "use 2281 and 8443 unless another port has them");
        }
        return Optional.of(new TlsSettings(
                Path.of(material),
                enabled,
                truth(given, TLS_PLAINTEXT_CLIENTS),
                choice(given, TLS_CLIENT_AUTH, TlsSettings.ClientAuth.class, TlsSettings.ClientAuth.NEED),
                secureClientPort,
                httpsPort));
    }

    private void refuseUnknownVariables() {
        environment.keySet().stream()
                .filter(name -> name.startsWith("ARKEEPER_") && !VARIABLES.contains(name))
                .sorted()
                .map(name -> unknown("environment variable", name, VARIABLES))
                .forEach(problems::add);
    }

    private Limits limits() {
        Limits standard = Limits.DEFAULT;
        return new Limits(
                number("limits.connections", standard.connections()),
                number("limits.requestBytes", standard.requestBytes()),
                number("limits.outstandingRequests", standard.outstandingRequests()),
                number("limits.largeRequestBytes", standard.largeRequestBytes()),
                number("limits.sessionsPerSecond", standard.sessionsPerSecond()),
                number("limits.malformedPerSecond", standard.malformedPerSecond()),
                Optional.ofNullable(properties.getProperty("limits.words"))
                        .map(words -> Stream.of(words.split(","))
                                .map(String::strip)
                                .filter(word -> !word.isEmpty())
                                .toList())
                        .orElse(standard.words()));
    }

    static boolean truth(Properties properties, String key) {
        String value = properties.getProperty(key, "false").strip();
        return switch (value) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new InvalidSetting(key, "'" + value + "'", "true or false", "use false");
        };
    }

    /** The pods of the observers' StatefulSet are told that they are none of the voters. */
    private Role role() {
        String keyword = environment.getOrDefault(ROLE, "voter");
        return switch (keyword) {
            case "voter" -> Role.VOTER;
            case "observer" -> Role.OBSERVER;
            default ->
                throw new InvalidSetting(
                        ROLE, "'" + keyword + "'", "voter or observer", "leave it to the chart to set it");
        };
    }

    private SortedMap<String, String> furtherKeys() {
        return properties.stringPropertyNames().stream()
                .filter(key -> key.startsWith(ZOO_CFG))
                .collect(Collectors.toMap(
                        key -> key.substring(ZOO_CFG.length()), properties::getProperty, (a, b) -> b, TreeMap::new));
    }

    private Properties load(Path file, Set<String> known) {
        Optional<Properties> loaded = attempt(() -> properties(file));
        for (String key :
                loaded.map(Properties::stringPropertyNames).map(TreeSet::new).orElseGet(TreeSet::new)) {
            if (!known.contains(key) && !key.startsWith(ZOO_CFG)) {
                problems.add(unknown("key in " + file, key, known));
            }
        }
        return loaded.orElseGet(Properties::new);
    }

    static Properties properties(Path file) {
        Properties read = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            read.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new InvalidSetting(
                    "%s cannot be read (%s); mount the chart's ConfigMap there, or set %s".formatted(file, e, CONFIG));
        }
        return read;
    }

    static String unknown(String what, String name, Set<String> known) {
        return "unknown %s: '%s'; %s"
                .formatted(
                        what,
                        name,
                        Nearest.to(name, known)
                                .map(near -> "did you mean '" + near + "'?")
                                .orElse("known are " + String.join(", ", new TreeSet<>(known))));
    }

    private String variable(String name) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new InvalidSetting(
                    "environment variable %s is missing; set it from the pod's metadata, as the chart does"
                            .formatted(name));
        }
        return value;
    }

    private String required(String key) {
        String value = properties.getProperty(key);
        if (value == null || value.isBlank()) {
            throw new InvalidSetting(
                    "key '%s' is missing in %s; the chart writes it, mount its ConfigMap".formatted(key, MEMBER_FILE));
        }
        return value;
    }

    private int number(String key, int otherwise) {
        return number(properties, key, otherwise);
    }

    static int number(Properties properties, String key, int otherwise) {
        String value = properties.getProperty(key);
        if (value == null) {
            return otherwise;
        }
        try {
            return Integer.parseInt(value.strip());
        } catch (NumberFormatException e) {
            throw new InvalidSetting(key, "'" + value + "'", "a whole number", "use " + otherwise);
        }
    }

    private <E extends Enum<E>> E choice(String key, Class<E> type, E otherwise) {
        return choice(properties, key, type, otherwise);
    }

    static <E extends Enum<E>> E choice(Properties properties, String key, Class<E> type, E otherwise) {
        String value = properties.getProperty(key, otherwise.name()).strip();
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equalsIgnoreCase(value))
                .findFirst()
                .orElseThrow(() -> new InvalidSetting(
                        key,
                        "'" + value + "'",
                        "one of " + Arrays.toString(type.getEnumConstants()),
                        "use " + otherwise));
    }

    private <T> Optional<T> attempt(Supplier<T> read) {
        try {
            return Optional.of(read.get());
        } catch (InvalidSettings e) {
            problems.addAll(e.problems());
        } catch (InvalidSetting e) {
            problems.add(e.getMessage());
        }
        return Optional.empty();
    }
}
