package io.arkeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.cli.local.MemberView;
import io.arkeeper.cli.testing.Views;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TlsRemarksTest {

    private static MemberView with(boolean wanted, boolean required, Optional<String> warning) {
        return Views.withTls(Views.follows(1, 3), new MemberView.Tls(wanted, required, Instant.EPOCH, warning));
    }

    @Test
    void whereAllIsWellOnlyTheEndOfTheCertificatesIsSaid_andNothingWithoutTls() {
        assertThat(TlsRemarks.of(Map.of("a", Views.follows(1, 3)))).isEmpty();
        assertThat(TlsRemarks.of(Map.of("a", with(true, true, Optional.empty()))))
                .containsExactly("Certificates are valid until 1970-01-01.");
        assertThat(TlsRemarks.of(Map.of("a", with(false, false, Optional.empty()))))
                .containsExactly("Certificates are valid until 1970-01-01.");
    }

    @Test
    void theCertificateThatEndsFirstCounts() {
        MemberView.Tls later = new MemberView.Tls(true, true, Instant.parse("2027-03-02T23:59:59Z"), Optional.empty());
        MemberView.Tls sooner = new MemberView.Tls(true, true, Instant.parse("2027-03-01T00:00:00Z"), Optional.empty());

        assertThat(TlsRemarks.of(Map.of(
                        "zk-0", Views.withTls(Views.follows(1, 3), later),
                        "zk-1", Views.withTls(Views.follows(2, 3), sooner),
                        "zk-2", Views.leads(3, 3))))
                .containsExactly("Certificates are valid until 2027-03-01.");
    }

    @Test
    void saysWhoCannotCome() {
        assertThat(TlsRemarks.of(Map.of("zk-0", Views.withAuthWarning(Views.follows(1, 3), "the KDC has another key"))))
                .containsExactly("zk-0: the KDC has another key.");
    }

    @Test
    void saysWhatTheMembersWarnOf_andWhoStillAcceptsPlaintext() {
        assertThat(TlsRemarks.of(Map.of(
                        "zk-1", with(true, false, Optional.empty()),
                        "zk-0", with(true, false, Optional.of("the certificate expires in 9 days")))))
                .containsExactly(
                        "zk-0: the certificate expires in 9 days.",
                        "Certificates are valid until 1970-01-01.",
                        "TLS is turned on, and members still accept plaintext from each other: zk-0, zk-1. They end it"
                                + " once all speak TLS.");
    }
}
