package io.arkeeper.bundle.registry;

import java.net.ProtocolException;
import java.net.URI;

/**
 * Where a connection leads.
 *
 * @param host name or address, without brackets
 */
record Endpoint(String host, int port, boolean plain) {

    static Endpoint of(URI uri) throws ProtocolException {
        boolean plain = "http".equals(uri.getScheme());
        if (uri.getHost() == null || !(plain || "https".equals(uri.getScheme()))) {
            throw new ProtocolException("it leads to an address that is neither http nor https");
        }
        String host = uri.getHost().replaceAll("[\\[\\]]", "");
        int usual = plain ? 80 : 443;
        return new Endpoint(host, uri.getPort() < 0 ? usual : uri.getPort(), plain);
    }

    /** Two connections with the same lead to the same place. */
    String key() {
        return (plain ? "http://" : "https://") + host + " " + port;
    }

    /** Whether both lead to the same place, named with its usual port or without. */
    static boolean areTheSame(URI one, URI other) {
        try {
            return of(one).key().equalsIgnoreCase(of(other).key());
        } catch (ProtocolException e) {
            return false;
        }
    }

    /** Host and port as a request names them, without a user. */
    static String authority(URI uri) {
        return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }
}
