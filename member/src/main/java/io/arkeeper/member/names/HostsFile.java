package io.arkeeper.member.names;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

/**
 * Names in a file that is read anew for each question: lines of an address and its names, as in hosts(5). Lines that are none are
 * passed over.
 *
 * @param path the file; where it is not there, no name is known
 */
record HostsFile(Path path) {

    /** The addresses of a name, in the order of their lines. */
    List<InetAddress> find(String host) throws UnknownHostException {
        List<InetAddress> found = new ArrayList<>();
        for (String line : lines(host)) {
            StringTokenizer words = new StringTokenizer(line.split("#", 2)[0]);
            String address = words.hasMoreTokens() ? words.nextToken() : "";
            while (words.hasMoreTokens()) {
                if (words.nextToken().equalsIgnoreCase(host)) {
                    add(found, host, address);
                }
            }
        }
        if (found.isEmpty()) {
            throw new UnknownHostException("%s is not in %s".formatted(host, path));
        }
        return found;
    }

    private static void add(List<InetAddress> found, String host, String address) throws UnknownHostException {
        try {
            found.add(InetAddress.getByAddress(
                    host, InetAddress.ofLiteral(address).getAddress()));
        } catch (IllegalArgumentException e) {
            // no address
        }
    }

    private List<String> lines(String host) throws UnknownHostException {
        try {
            return Files.readAllLines(path);
        } catch (IOException e) {
            UnknownHostException unknown = new UnknownHostException("%s: %s cannot be read".formatted(host, path));
            unknown.initCause(e);
            throw unknown;
        }
    }
}
