package io.arkeeper.member.lifecycle;

import io.arkeeper.core.Ports;
import io.arkeeper.member.ExitCode;
import io.arkeeper.member.MemberFailure;
import io.arkeeper.member.config.MemberSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Whether the ports of ZooKeeper's server are free. It would retry for ever and log stack traces; a port that is taken
 * deserves a sentence.
 */
final class OwnPorts {

    private final MemberSettings settings;

    OwnPorts(MemberSettings settings) {
        this.settings = settings;
    }

    /** @throws MemberFailure where one is taken */
    void requireFree() {
        Ports ports = settings.topology().ports();
        requireFree("clientPort", ports.client());
        requireFree("serverPort", ports.quorum());
        requireFree("leaderElectionPort", ports.election());
    }

    private void requireFree(String name, int port) {
        InetSocketAddress address = Member.listenAt(settings, port);
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // connections of a predecessor that are still closing do not count
            socket.bind(address);
        } catch (IOException e) {
            throw new MemberFailure(
                    ExitCode.PORT_IN_USE,
                    "%s %d cannot be bound on %s (%s); stop what uses it or set %s"
                            .formatted(name, port, address.getAddress().getHostAddress(), e.getMessage(), name),
                    e);
        }
    }
}
