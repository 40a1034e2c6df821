package io.arkeeper.cli.local;

import java.util.Optional;

/**
 * A port a pod needs and cannot have.
 *
 * @param setting the chart's value that chooses it, e.g. {@code clientPort}
 * @param holder who listens there, where that can be found out
 */
public record BusyPort(String pod, String address, int port, String setting, Optional<String> holder) {

    /** What is wrong and what to do, for people. */
    public String sentence() {
        return "port %d on %s, which %s needs, is in use%s; stop that, or choose another with --set %s=PORT"
                .formatted(
                        port,
                        address,
                        pod,
                        holder.map(who -> " by " + who).orElse(" by a process of another user"),
                        setting);
    }
}
