package io.arkeeper.systemtest.kube;

import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;

/** The TCP ports of a pod that other pods reach, from its kernel's own tables: none can hide there. */
final class Listening {

    private static final String LISTEN = "0A"; // TCP_LISTEN of include/net/tcp_states.h
    private static final String LOOPBACK_IPV4 = "7F";
    private static final String MAPPED = "0000000000000000FFFF0000"; // ::ffff:0:0/96, each word in the host's order
    private static final String LOOPBACK_IPV6 = "00000000000000000000000001000000";

    private Listening() {}

    /** @param tables {@code /proc/net/tcp} and {@code /proc/net/tcp6}, one after the other */
    static Set<Integer> beyondLoopback(String tables) {
        Set<Integer> ports = new TreeSet<>();
        for (String line : tables.lines().toList()) {
            String[] columns = line.strip().split(" +", -1);
            if (columns.length > 3 && columns[3].equals(LISTEN) && !isLoopback(columns[1])) {
                ports.add(HexFormat.fromHexDigits(columns[1].substring(columns[1].indexOf(':') + 1)));
            }
        }
        return ports;
    }

    /** @param local {@code 0100007F:1F90}: the address as the little-endian words it is made of, and the port */
    private static boolean isLoopback(String local) {
        String address = local.substring(0, local.indexOf(':'));
        return switch (address.length()) {
            case 8 -> address.endsWith(LOOPBACK_IPV4);
            case 32 -> address.equals(LOOPBACK_IPV6) || (address.startsWith(MAPPED) && address.endsWith(LOOPBACK_IPV4));
            default -> throw new IllegalArgumentException("not an address: " + local);
        };
    }
}
