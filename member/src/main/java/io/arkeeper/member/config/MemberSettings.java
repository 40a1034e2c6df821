package io.arkeeper.member.config;

import io.arkeeper.core.MemberIdentity;
import io.arkeeper.core.Topology;
import io.arkeeper.core.ZooCfg;
import io.arkeeper.core.membership.GracePeriod;
import io.arkeeper.member.log.LogFormat;
import io.arkeeper.member.log.LogLevel;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Everything a member is told from outside.
 *
 * @param identity which pod this is
 * @param topology the ensemble as the chart wanted it when the member started; {@code servers} may change later, see
 *     {@link ServersFile}
 * @param zooCfg the settings of the embedded server
 * @param data the volume: {@code data/}, {@code log/} and {@code conf/} live below it
 * @param txnLog the volume of the transaction log, where it has one of its own
 * @param config the mounted ConfigMap
 * @param events whether changes of the membership are to be Events in Kubernetes
 * @param tls empty where there is no TLS material
 * @param auth who may come
 * @param grace how long it has from the request to stop to the kill
 * @param bindAddress the one address to listen on; empty listens on all, which a pod needs for exec and port-forward
 */
public record MemberSettings(
        MemberIdentity identity,
        Topology topology,
        ZooCfg zooCfg,
        Path data,
        Optional<Path> txnLog,
        Path config,
        Optional<String> bindAddress,
        LogLevel logLevel,
        LogFormat logFormat,
        boolean events,
        Optional<TlsSettings> tls,
        AuthSettings auth,
        GracePeriod grace) {

    /** Without TLS, for whoever comes, with the chart's grace period. */
    public MemberSettings(
            MemberIdentity identity,
            Topology topology,
            ZooCfg zooCfg,
            Path data,
            Optional<Path> txnLog,
            Path config,
            Optional<String> bindAddress,
            LogLevel logLevel,
            LogFormat logFormat,
            boolean events) {
        this(
                identity,
                topology,
                zooCfg,
                data,
                txnLog,
                config,
                bindAddress,
                logLevel,
                logFormat,
                events,
                Optional.empty(),
                AuthSettings.NONE,
                GracePeriod.DEFAULT);
    }

    public MemberSettings withTls(TlsSettings other) {
        return new MemberSettings(
                identity,
                topology,
                zooCfg,
                data,
                txnLog,
                config,
                bindAddress,
                logLevel,
                logFormat,
                events,
                Optional.of(other),
                auth,
                grace);
    }

    public MemberSettings withAuth(AuthSettings other) {
        return new MemberSettings(
                identity,
                topology,
                zooCfg,
                data,
                txnLog,
                config,
                bindAddress,
                logLevel,
                logFormat,
                events,
                tls,
                other,
                grace);
    }

    public MemberSettings withGrace(GracePeriod other) {
        return new MemberSettings(
                identity,
                topology,
                zooCfg,
                data,
                txnLog,
                config,
                bindAddress,
                logLevel,
                logFormat,
                events,
                tls,
                auth,
                other);
    }
}
