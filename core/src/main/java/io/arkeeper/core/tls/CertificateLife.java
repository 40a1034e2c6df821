package io.arkeeper.core.tls;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * From when until when a certificate is valid.
 *
 * <p>Renewal at two thirds of its life is the custom, so whoever has less than a quarter left was forgotten.
 */
public record CertificateLife(Instant from, Instant until) {

    private static final int LATE = 4; // a quarter
    private static final Duration LATE_FOR_AN_AUTHORITY = Duration.ofDays(90); // a quarter of ten years is no warning

    static CertificateLife of(X509Certificate certificate) {
        return new CertificateLife(
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant());
    }

    /** Why it is not valid now. */
    Optional<String> problem(Instant now) {
        if (now.isAfter(until)) {
            return Optional.of("the certificate expired at %s, and it is %s; renew it".formatted(until, now));
        }
        return now.isBefore(from)
                ? Optional.of("the certificate is valid from %s, and it is %s; look at the clocks".formatted(from, now))
                : Optional.empty();
    }

    /** What people should hear before it is too late: a sentence once less than a quarter is left. */
    public Optional<String> warning(Instant now) {
        if (problem(now).isPresent()) {
            return problem(now);
        }
        return isLate(now)
                ? Optional.of("the certificate expires in %s, at %s; renew it".formatted(left(now), until))
                : Optional.empty();
    }

    private boolean isLate(Instant now) {
        return Duration.between(now, until).multipliedBy(LATE).compareTo(Duration.between(from, until)) < 0;
    }

    /** The same of somebody who vouches for certificates; its end is far away for long. */
    boolean isLateForAnAuthority(Instant now) {
        return isLate(now) && Duration.between(now, until).compareTo(LATE_FOR_AN_AUTHORITY) < 0;
    }

    /** When it ends or ended, as a sentence goes on. */
    String end(Instant now) {
        return now.isAfter(until)
                ? "expired at %s, and it is %s".formatted(until, now)
                : "expires in %s, at %s".formatted(left(now), until);
    }

    private String left(Instant now) {
        return text(Duration.between(now, until));
    }

    /** {@code now}, or the end of this life that is nearer to it. */
    Instant nearest(Instant now) {
        if (now.isBefore(from)) {
            return from;
        }
        return now.isAfter(until) ? until : now;
    }

    private static String text(Duration left) {
        if (left.toDays() >= 2) {
            return left.toDays() + " days";
        }
        return left.toHours() >= 2 ? left.toHours() + " hours" : left.toMinutes() + " minutes";
    }
}
