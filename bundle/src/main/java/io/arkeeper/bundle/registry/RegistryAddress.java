package io.arkeeper.bundle.registry;

import io.arkeeper.bundle.BundleFailure;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A registry, and the path below which we may write.
 *
 * @param host name or address with an optional port, as image names carry it
 * @param path repositories start with it; empty where the registry is ours alone
 * @param plain whether it is spoken to without TLS
 */
public record RegistryAddress(String host, String path, boolean plain) {

    private static final Pattern HOST =
            Pattern.compile("(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:]+])(?::(?<port>[0-9]{1,5}))?");
    private static final Pattern PATH = Pattern.compile("[a-z0-9]+((\\.|_{1,2}|-+|/)[a-z0-9]+)*");
    private static final Pattern LOOPBACK = Pattern.compile("(localhost|127(\\.[0-9]{1,3}){3}|\\[::1])(:[0-9]+)?");

    public RegistryAddress {
        Matcher matcher = HOST.matcher(host);
        if (!matcher.matches() || (matcher.group("port") != null && Integer.parseInt(matcher.group("port")) > 65_535)) {
            throw wrong(host + (path.isEmpty() ? "" : "/" + path));
        }
        if (!path.isEmpty() && !PATH.matcher(path).matches()) {
            throw wrong(host + "/" + path);
        }
    }

    /**
     * Reads {@code [https://]HOST[:PORT][/PATH]}. Only loopback is spoken to without TLS, unless the user asks for more,
     * because on the way to any other host somebody may listen or answer in its place.
     */
    public static RegistryAddress parse(String text, boolean plainAllowed) {
        boolean saysHttps = text.startsWith("https://");
        boolean saysHttp = text.startsWith("http://");
        String rest = text.replaceFirst("^(https?|oci)://", "").replaceFirst("/+$", "");
        int slash = rest.indexOf('/');
        String host = (slash < 0 ? rest : rest.substring(0, slash)).toLowerCase(Locale.ROOT);
        boolean loopback = LOOPBACK.matcher(host).matches();
        if (saysHttp && !loopback && !plainAllowed) {
            throw new BundleFailure(
                    BundleFailure.Kind.BAD_INPUT,
                    "registry is '%s', expected https: only loopback is spoken to in the clear; give --plain-http if you must"
                            .formatted(text));
        }
        return new RegistryAddress(
                host, slash < 0 ? "" : rest.substring(slash + 1), !saysHttps && (loopback || plainAllowed || saysHttp));
    }

    /** The repository's full path in this registry. */
    public String repository(String name) {
        return path.isEmpty() ? name : path + "/" + name;
    }

    URI base() {
        return URI.create((plain ? "http://" : "https://") + host + "/v2/");
    }

    private static BundleFailure wrong(String text) {
        return new BundleFailure(
                BundleFailure.Kind.BAD_INPUT,
                "registry is '%s', expected HOST[:PORT][/PATH] with a path in lower case; use registry.example.com:5000/platform"
                        .formatted(text));
    }

    @Override
    public String toString() {
        return path.isEmpty() ? host : host + "/" + path;
    }
}
