package io.arkeeper.cli.bundle;

import io.arkeeper.bundle.BundleFailure;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code ADDRESS:PORT}. Names are refused: no name server is asked, and a name may be several addresses. */
final class ListenAddress {

    private static final Pattern FORM =
            Pattern.compile("(?<host>\\[[0-9A-Fa-f:.]+]|[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|localhost):(?<port>[0-9]{1,5})");

    private ListenAddress() {}

    static InetSocketAddress parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (matcher.matches() && Integer.parseInt(matcher.group("port")) <= 65_535) {
            try {
                String host = matcher.group("host").replaceAll("[\\[\\]]", "");
                InetAddress address =
                        host.equals("localhost") ? InetAddress.getLoopbackAddress() : InetAddress.ofLiteral(host);
                return new InetSocketAddress(address, Integer.parseInt(matcher.group("port")));
            } catch (IllegalArgumentException e) {
                // falls through to the refusal
            }
        }
        throw new BundleFailure(
                BundleFailure.Kind.BAD_INPUT,
                "--listen is '%s', expected ADDRESS:PORT; use 0.0.0.0:5000 for all addresses".formatted(text));
    }
}
