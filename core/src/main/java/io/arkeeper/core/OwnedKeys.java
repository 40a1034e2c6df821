package io.arkeeper.core;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The keys of {@code zoo.cfg} that nobody else may set: each has a value of the chart, or the member's promises about
 * data and membership rest on it. A key that ends in a dot stands for all that begin with it.
 */
public final class OwnedKeys {

    private static final String SYSTEM_PROPERTY = "zookeeper."; // as which ZooKeeper takes a key that begins so

    private static final String SUPERUSER = "the superuser exists only inside the member's process";

    private static final Map<String, String> OWNED = owned();

    private OwnedKeys() {}

    private static Map<String, String> owned() {
        Map<String, String> owned = new LinkedHashMap<>();
        owned.put("tickTime", "set tickTimeMs instead");
        owned.put("initLimit", "set initTicks instead");
        owned.put("syncLimit", "set syncTicks instead");
        owned.put("maxClientCnxns", "set clientCnxns instead");
        owned.put("maxCnxns", "set limits.connections instead");
        owned.put("jute.maxbuffer", "set limits.requestBytes instead");
        owned.put("globalOutstandingLimit", "set limits.outstandingRequests instead");
        owned.put("largeRequestThreshold", "set limits.largeRequestBytes instead");
        owned.put("largeRequestMaxBytes", "set limits.largeRequestBytes instead");
        owned.put("connection_throttle_tokens", "set limits.sessionsPerSecond instead");
        owned.put("connection_throttle_fill_time", "set limits.sessionsPerSecond instead");
        owned.put("connection_throttle_fill_count", "set limits.sessionsPerSecond instead");
        owned.put("4lw.commands.whitelist", "set limits.words instead");
        owned.put("audit.", "set auditLog instead");
        owned.put("autopurge.snapRetainCount", "set snapRetain instead");
        owned.put("autopurge.purgeInterval", "set purgeHours instead");
        owned.put("clientPort", "set clientPort itself instead");
        owned.put("clientPortAddress", "a pod listens on all its addresses");
        owned.put("dataDir", "the volume is mounted where the member expects it");
        owned.put("dataLogDir", "set txnLog.storage for a volume of its own instead");
        owned.put("dynamicConfigFile", "the member keeps the configuration itself");
        owned.put("server.", "the members know each other by their names");
        owned.put("group.", "the members vote with equal weight");
        owned.put("weight.", "the members vote with equal weight");
        owned.put("peerType", "the leader decides who votes");
        owned.put("standaloneEnabled", "a single server must be able to grow");
        owned.put("reconfigEnabled", "the leader adds and removes members by it");
        owned.put("db.autocreate", "an emptied disk must get no vote before it is synced");
        owned.put("snapshot.trust.empty", "a lost snapshot must not pass for an empty database");
        owned.put("skipACL", "anybody could then change who belongs to the ensemble");
        owned.put("DigestAuthenticationProvider.superDigest", SUPERUSER);
        owned.put("X509AuthenticationProvider.superUser", SUPERUSER);
        owned.put("electionPortBindRetry", "the address of a pod may appear late");
        owned.put("quorumListenOnAllIPs", "a pod listens on all its addresses");
        owned.put("secureClientPort", "set secureClientPort itself instead");
        owned.put("secureClientPortAddress", "a pod listens on all its addresses");
        owned.put("ssl.", "the member takes TLS from its Secret, see tls");
        owned.put("sslQuorum", "set tls.enabled instead");
        owned.put("sslQuorumReloadCertFiles", "the member watches its Secret itself");
        owned.put("portUnification", "the members find their way to TLS by themselves, see tls.enabled");
        owned.put("client.portUnification", "set tls.plaintextClients instead");
        owned.put("client.certReload", "the member watches its Secret itself");
        owned.put("authProvider.x509", "the member knows clients by the certificates it believes, see tls");
        owned.put("fips-mode", "the member checks names in certificates itself");
        owned.put("authProvider.sasl", "set auth.users or auth.kerberos instead");
        owned.put("authProvider.super", SUPERUSER);
        owned.put("superUser", SUPERUSER);
        owned.put("superUser.", SUPERUSER);
        owned.put("SASLAuthenticationProvider.superPassword", SUPERUSER);
        owned.put("sasl.serverconfig", "the member logs itself in, see auth");
        owned.put("enforce.auth.", "set auth.required instead");
        owned.put("sessionRequireClientSASLAuth", "set auth.required instead");
        owned.put("allowSaslFailedClients", "set auth.required instead");
        owned.put("letAnySaslUserDoX", "each user has rights of its own");
        owned.put("quorum.auth.", "set auth.quorum instead");
        owned.put("admin.", "the member has an HTTP server of its own, see httpPort");
        owned.put("metricsProvider.", "the member has metrics of its own, see httpPort");
        return Collections.unmodifiableMap(owned);
    }

    /** What to do instead of setting each of the keys. */
    static Map<String, String> all() {
        return OWNED;
    }

    /** Why a key cannot be set, as a sentence for whoever set it; empty where it can. */
    public static Optional<String> refusal(String key) {
        String name = key.startsWith(SYSTEM_PROPERTY) ? key.substring(SYSTEM_PROPERTY.length()) : key;
        return OWNED.entrySet().stream()
                .filter(owned ->
                        owned.getKey().endsWith(".") ? name.startsWith(owned.getKey()) : name.equals(owned.getKey()))
                .findFirst()
                .map(owned -> "extraConfig.%s is the member's own; remove it, %s".formatted(key, owned.getValue()));
    }
}
