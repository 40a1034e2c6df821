package io.arkeeper.core.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CertificateLifeTest {

    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private final CertificateLife life = new CertificateLife(FROM, FROM.plus(Duration.ofDays(100)));

    @Test
    void isSilentUntilThreeQuartersAreOver() {
        assertThat(life.warning(FROM)).isEmpty();
        assertThat(life.warning(FROM.plus(Duration.ofDays(75)))).isEmpty();
    }

    @Test
    void warnsInTheLastQuarter() {
        assertThat(life.warning(FROM.plus(Duration.ofDays(76))))
                .hasValue("the certificate expires in 24 days, at 2026-04-11T00:00:00Z; renew it");
        assertThat(life.warning(FROM.plus(Duration.ofDays(99))))
                .hasValue("the certificate expires in 24 hours, at 2026-04-11T00:00:00Z; renew it");
        assertThat(life.warning(FROM.plus(Duration.ofDays(100)).minusSeconds(90)))
                .hasValue("the certificate expires in 1 minutes, at 2026-04-11T00:00:00Z; renew it");
    }

    @Test
    void saysThatItIsOver() {
        assertThat(life.warning(FROM.plus(Duration.ofDays(101))))
                .hasValue("the certificate expired at 2026-04-11T00:00:00Z, and it is 2026-04-12T00:00:00Z; renew it");
    }
}
