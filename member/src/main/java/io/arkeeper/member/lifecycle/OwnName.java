package io.arkeeper.member.lifecycle;

import io.arkeeper.core.Verdict;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Whether the member's own name resolves to where it listens.
 *
 * <p>Only the own name is waited for. Waiting for peers' names would let one pod that cannot be scheduled block the
 * restart of all others; starting before the own name resolves leaves a leader that cannot commit (ZOOKEEPER-4708).
 */
final class OwnName {

    private final String host;
    private final Optional<String> bindAddress;

    OwnName(String host, Optional<String> bindAddress) {
        this.host = host;
        this.bindAddress = bindAddress;
    }

    Verdict resolves() {
        try {
            String address = InetAddress.getByName(host).getHostAddress();
            if (bindAddress.isPresent() && !bindAddress.get().equals(address)) {
                return Verdict.no("its own name %s resolves to %s, expected %s; waiting for the name server to follow"
                        .formatted(host, address, bindAddress.get()));
            }
            return Verdict.yes(host + " is " + address);
        } catch (UnknownHostException e) {
            return Verdict.no("its own name %s does not resolve; waiting for the headless Service and the name server"
                    .formatted(host));
        }
    }
}
