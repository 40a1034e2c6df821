package io.arkeeper.member.lifecycle;

import io.arkeeper.core.Seat;
import io.arkeeper.member.ExitCode;
import io.arkeeper.member.MemberFailure;
import io.arkeeper.member.config.MemberSettings;
import io.arkeeper.member.config.TlsSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;

/** Where a member's ports are bound, and whether those of ZooKeeper's server are free. */
public final class OwnPorts {

    private final MemberSettings settings;

    public OwnPorts(MemberSettings settings) {
        this.settings = settings;
    }

    /** The one address that everything is bound on; empty binds on all. */
    Optional<InetAddress> address() {
        return settings.bindAddress().map(OwnPorts::literal);
    }

    /** Reachable from other pods. */
    public InetSocketAddress open(int port) {
        return address()
                .map(address -> new InetSocketAddress(address, port))
                .orElseGet(() -> new InetSocketAddress(port));
    }

    /** Reachable from inside the pod only. */
    public InetSocketAddress loopback(int port) {
        InetSocketAddress own = open(port);
        return own.getAddress().isLoopbackAddress()
                ? own
                : new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Where clients connect without TLS: where TLS is wanted, only those inside the pod. */
    InetSocketAddress clients() {
        int port = settings.topology().ports().client();
        return settings.tls().filter(TlsSettings::closesPlaintext).isPresent() ? loopback(port) : open(port);
    }

    /**
     * ZooKeeper would retry for ever and log stack traces; a port that is taken deserves a sentence.
     *
     * @param seat with the ports on which the other members find this one
     * @throws MemberFailure where one is taken
     */
    void requireFree(Seat seat) {
        requireFree("clientPort", clients());
        requireFree("serverPort", open(seat.quorumPort()));
        requireFree("leaderElectionPort", open(seat.electionPort()));
        settings.tls()
                .filter(TlsSettings::wanted)
                .ifPresent(wanted -> requireFree("secureClientPort", open(wanted.secureClientPort())));
    }

    private static void requireFree(String name, InetSocketAddress address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // connections of a predecessor that are still closing do not count
            socket.bind(address);
        } catch (IOException e) {
            throw new MemberFailure(
                    ExitCode.PORT_IN_USE,
                    "%s %d cannot be bound on %s (%s); stop what uses it or set %s"
                            .formatted(
                                    name,
                                    address.getPort(),
                                    address.getAddress().getHostAddress(),
                                    e.getMessage(),
                                    name),
                    e);
        }
    }

    private static InetAddress literal(String address) {
        try {
            return InetAddress.ofLiteral(address);
        } catch (IllegalArgumentException e) {
            throw new MemberFailure(
                    ExitCode.BAD_CONFIGURATION,
                    "ARKEEPER_BIND_ADDRESS is '%s', expected an IP address; unset it to listen on all addresses"
                            .formatted(address),
                    e);
        }
    }
}
