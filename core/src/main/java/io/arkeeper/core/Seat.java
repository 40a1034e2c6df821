package io.arkeeper.core;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One {@code server.N} line of a configuration: where a member is reached and whether it votes. The syntax is
 * ZooKeeper's dynamic configuration, {@code host:quorumPort:electionPort:role;clientPort}.
 *
 * @param host a DNS name; members are always named, never numbered, because pods change their address
 */
public record Seat(MemberId id, String host, int quorumPort, int electionPort, Role role, int clientPort) {

    private static final Pattern LINE = Pattern.compile(
            "server\\.(\\d{1,3})=([^:;|]+):(\\d{1,5}):(\\d{1,5})(?::(\\w+))?(?:;(?:[^;]*:)?(\\d{1,5}))?",
            Pattern.CASE_INSENSITIVE);

    /**
     * Reads a line as ZooKeeper or {@link #line()} wrote it.
     *
     * @throws InvalidSetting where it does not have that form
     */
    public static Seat parse(String line) {
        Matcher matcher = LINE.matcher(line.strip());
        if (!matcher.matches()) {
            throw unreadable(line);
        }
        return new Seat(
                new MemberId(Integer.parseInt(matcher.group(1))),
                matcher.group(2),
                port(matcher.group(3), line),
                port(matcher.group(4), line),
                matcher.group(5) == null ? Role.VOTER : Role.ofKeyword(matcher.group(5)),
                matcher.group(6) == null ? Ports.DEFAULT.client() : port(matcher.group(6), line));
    }

    private static int port(String digits, String line) {
        int port = Integer.parseInt(digits);
        if (port < 1 || port > Ports.HIGHEST) {
            throw unreadable(line);
        }
        return port;
    }

    private static InvalidSetting unreadable(String line) {
        return new InvalidSetting(
                "server line",
                "'" + line + "'",
                "server.N=host:port:port:role;clientPort",
                "mend it, or restore the file from another member");
    }

    public Seat as(Role other) {
        return new Seat(id, host, quorumPort, electionPort, other, clientPort);
    }

    /** The pod's name, the first label of the host. */
    public String podName() {
        int dot = host.indexOf('.');
        return dot < 0 ? host : host.substring(0, dot);
    }

    /** The line as ZooKeeper itself writes it, so that unchanged files stay byte-identical. */
    public String line() {
        return "server.%d=%s:%d:%d:%s;0.0.0.0:%d"
                .formatted(id.value(), host, quorumPort, electionPort, role.keyword(), clientPort);
    }
}
