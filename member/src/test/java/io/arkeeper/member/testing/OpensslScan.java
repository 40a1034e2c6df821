package io.arkeeper.member.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Finds out with openssl which ciphers a port agrees on: all that openssl knows are offered, what is chosen is left out of the
 * next offer, until nothing is chosen.
 *
 * @param keys a certificate and its key, shown to the port
 * @param address IP address and port
 */
public record OpensslScan(Path keys, String address) {

    private static final int PATIENCE = 30; // s
    private static final String WEAK = "@SECLEVEL=0"; // otherwise openssl itself leaves out what is weak

    /** Ciphers of TLS 1.3 by their standard names. */
    public Set<String> tls13() throws IOException, InterruptedException {
        return scan("-tls1_3", known("-tls1_3", "ALL"), offer -> List.of("-ciphersuites", String.join(":", offer)));
    }

    /** Ciphers of TLS 1.2. */
    public Set<String> tls12() throws IOException, InterruptedException {
        return older("-tls1_2");
    }

    /** Ciphers of TLS 1.1. */
    public Set<String> tls11() throws IOException, InterruptedException {
        return older("-tls1_1");
    }

    /** Ciphers of TLS 1.0. */
    public Set<String> tls10() throws IOException, InterruptedException {
        return older("-tls1");
    }

    private Set<String> older(String protocol) throws IOException, InterruptedException {
        return scan(
                protocol,
                known(protocol, "ALL:COMPLEMENTOFALL:" + WEAK),
                offer -> List.of("-cipher", String.join(":", offer) + ":" + WEAK));
    }

    private interface Offer {
        List<String> options(Set<String> ciphers);
    }

    /** @param names standard names by those of openssl */
    private Set<String> scan(String protocol, Map<String, String> names, Offer offer)
            throws IOException, InterruptedException {
        Set<String> left = new LinkedHashSet<>(names.keySet());
        Set<String> chosen = new LinkedHashSet<>();
        while (!left.isEmpty()) {
            List<String> command = new ArrayList<>(List.of(
                    "s_client",
                    "-connect",
                    address,
                    protocol,
                    "-brief",
                    "-cert",
                    keys.toString(),
                    "-key",
                    keys.toString()));
            command.addAll(offer.options(left));
            Optional<String> next = value(openssl(command), "Ciphersuite: ");
            if (next.isEmpty()) {
                return chosen;
            }
            if (!left.remove(next.get())) {
                throw new IOException("the port chose %s, which was not offered".formatted(next.get()));
            }
            chosen.add(names.get(next.get()));
        }
        return chosen;
    }

    private Map<String, String> known(String protocol, String all) throws IOException, InterruptedException {
        Map<String, String> names = new LinkedHashMap<>();
        boolean newest = protocol.equals("-tls1_3");
        for (String line : openssl(List.of("ciphers", "-stdname", all)).lines().toList()) {
            String[] columns = line.split("\\s+");
            if (columns.length > 3 && newest == columns[3].equals("TLSv1.3")) {
                names.put(columns[2], columns[0]);
            }
        }
        return names;
    }

    private static Optional<String> value(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).strip())
                .findFirst();
    }

    private String openssl(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(arguments);
        Path out = keys.resolveSibling("scan.out");
        Process process = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        if (!process.waitFor(PATIENCE, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("openssl does not end: " + command);
        }
        return Files.readString(out, ISO_8859_1);
    }
}
