package io.arkeeper.cli.bundle;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * How others may call this machine.
 *
 * @param addresses of its interfaces, loopback left out, IPv4 first
 */
record LocalNames(Optional<String> hostName, List<String> addresses) {

    LocalNames {
        addresses = List.copyOf(addresses);
    }

    /** Without asking a name server. */
    static LocalNames ofThisMachine() {
        List<String> four = new ArrayList<>();
        List<String> six = new ArrayList<>();
        try {
            NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .forEach(address -> (address instanceof Inet4Address ? four : six).add(text(address)));
        } catch (SocketException e) {
            // a machine that does not tell its addresses has none that we could print
        }
        four.addAll(six);
        return new LocalNames(kernelsName(), four);
    }

    private static String text(InetAddress address) {
        return address.getHostAddress().replaceFirst("%.*", "");
    }

    private static Optional<String> kernelsName() {
        try {
            String name = Files.readString(Path.of("/proc/sys/kernel/hostname"))
                    .strip()
                    .toLowerCase(java.util.Locale.ROOT);
            return name.matches("[a-z0-9]([a-z0-9.-]*[a-z0-9])?") ? Optional.of(name) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The name to print where the user gave none. */
    String best(InetAddress listening) {
        return listening.isAnyLocalAddress()
                ? addresses.stream().findFirst().or(() -> hostName).orElse("127.0.0.1")
                : text(listening);
    }

    /** All that a certificate should be good for. */
    Collection<String> all() {
        Collection<String> all = new LinkedHashSet<>(List.of("localhost", "127.0.0.1"));
        hostName.ifPresent(all::add);
        all.addAll(addresses);
        return all;
    }
}
