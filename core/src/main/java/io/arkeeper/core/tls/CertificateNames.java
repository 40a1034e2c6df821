package io.arkeeper.core.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** The DNS names and addresses a certificate is for. The subject's common name does not count, as anywhere by now. */
public final class CertificateNames {

    private static final int DNS = 2;
    private static final int ADDRESS = 7;

    private CertificateNames() {}

    public static List<String> of(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name -> name.getFirst().equals(DNS)
                                    || name.getFirst().equals(ADDRESS))
                            .map(name -> String.valueOf(name.get(1)).toLowerCase(Locale.ROOT))
                            .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    /** Whether one of {@code names} is {@code host}, or a wildcard for its first label. */
    public static boolean cover(Collection<String> names, String host) {
        String wanted = host.toLowerCase(Locale.ROOT);
        int dot = wanted.indexOf('.');
        return names.contains(wanted) || (dot > 0 && names.contains("*" + wanted.substring(dot)));
    }

    /** Those of {@code hosts} that no name covers, sorted. */
    public static List<String> missing(Collection<String> names, Collection<String> hosts) {
        return new TreeSet<>(hosts).stream().filter(host -> !cover(names, host)).toList();
    }
}
