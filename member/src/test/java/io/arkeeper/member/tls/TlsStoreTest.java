package io.arkeeper.member.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.arkeeper.core.InvalidSetting;
import io.arkeeper.testing.MountedSecret;
import io.arkeeper.testing.TestAuthority;
import io.arkeeper.testing.TestAuthority.Issued;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TlsStoreTest {

    private static final String HOST = "zk-0.zk-headless.test.svc.cluster.local";
    private static final String NAMES = "*.zk-headless.test.svc.cluster.local";

    @TempDir
    private Path root;

    private final TestAuthority authority = new TestAuthority("House");
    private Instant now = Instant.now();
    private final InstantSource clock = () -> now;
    private MountedSecret secret;

    @BeforeEach
    void mount() throws IOException {
        secret = new MountedSecret(root.resolve("tls"));
    }

    private TlsStore open() {
        return TlsStore.open(new SecretFiles(secret.directory()), HOST, clock);
    }

    @Test
    void takesOverWhatIsPutInPlace() throws IOException {
        secret.put(authority.issue(NAMES), authority);
        TlsStore store = open();
        String first = store.material().serial();

        store.look();
        assertThat(store.material().serial()).isEqualTo(first);
        assertThat(store.adopted()).isZero();

        TestAuthority next = new TestAuthority("Next");
        secret.put(next.issue(NAMES), authority, next);
        store.look();
        assertThat(store.material().serial()).isNotEqualTo(first);
        assertThat(store.material().authorities()).hasSize(2);
        assertThat(store.adopted()).isEqualTo(1);
        assertThat(store.problem()).isEmpty();
    }

    @Test
    void refusesWhatCannotBeUsed_andGoesOnWithTheOneBefore() throws IOException {
        Issued good = authority.issue(NAMES);
        secret.put(good, authority);
        TlsStore store = open();
        String first = store.material().serial();

        secret.put(good.certificate(), authority.issue(NAMES).key(), authority.certificate());
        store.look();
        store.look();

        assertThat(store.material().serial()).isEqualTo(first);
        assertThat(store.problem()).hasValueSatisfying(sentence -> assertThat(sentence)
                .isEqualTo("tls.key is not the key of the certificate in tls.crt; put both of one issue there, in one"
                        + " update"));
        assertThat(store.refused()).isEqualTo(1);

        secret.put(authority.issue("zk-0.elsewhere"), authority);
        store.look();
        assertThat(store.problem()).hasValueSatisfying(sentence -> assertThat(sentence)
                .startsWith("the certificate is for zk-0.elsewhere and not for " + HOST));
        assertThat(store.refused()).isEqualTo(2);

        secret.put(good, authority);
        store.look();
        assertThat(store.problem()).isEmpty();
        assertThat(store.material().serial()).isEqualTo(first);
    }

    @Test
    void missingFilesAreRefusedToo() throws IOException {
        Issued good = authority.issue(NAMES);
        secret.put(good, authority);
        TlsStore store = open();

        Files.delete(secret.directory().resolve("..data").toRealPath().resolve("ca.crt"));
        store.look();

        assertThat(store.problem())
                .hasValue("ca.crt cannot be read in %s (NoSuchFileException); the Secret needs the keys tls.crt,"
                                .formatted(secret.directory())
                        + " tls.key and ca.crt");
    }

    @Test
    void whatIsNotValidYetIsTakenOnceItIs() throws IOException {
        secret.put(authority.issue(NAMES), authority);
        TlsStore store = open();
        String first = store.material().serial();
        secret.put(authority.issue(now.plusSeconds(60), Duration.ofDays(10), NAMES), authority);
        store.look();
        assertThat(store.material().serial()).isEqualTo(first);

        now = now.plusSeconds(61);
        store.look();

        assertThat(store.material().serial()).isNotEqualTo(first);
        assertThat(store.problem()).isEmpty();
        assertThat(store.refused()).isEqualTo(1);
    }

    @Test
    void warnsInTimeOfTheEnd() throws IOException {
        secret.put(authority.issue(now.minusSeconds(1), Duration.ofDays(100), NAMES), authority);
        TlsStore store = open();
        assertThat(store.warning()).isEmpty();

        now = now.plus(Duration.ofDays(90));
        assertThat(store.warning()).hasValueSatisfying(sentence -> assertThat(sentence)
                .startsWith("the certificate expires in 9 days, at "));
    }

    @Test
    void warnsOfAnAuthorityThatEnds_andGoesOn() throws IOException {
        TestAuthority ending = new TestAuthority("Ending", now.minus(Duration.ofDays(90)), Duration.ofDays(100));
        secret.put(ending.issue(NAMES), ending);
        TlsStore store = open();

        assertThat(store.warning()).hasValueSatisfying(sentence -> assertThat(sentence)
                .startsWith("the authority CN=Ending in ca.crt, which vouches for the certificate, expires in "));
        assertThat(store.material().validUntil())
                .isBefore(store.material().life().until());

        secret.put(authority.issue(NAMES), ending, authority);
        store.look();
        assertThat(store.problem()).isEmpty();
        assertThat(store.warning()).hasValueSatisfying(sentence -> assertThat(sentence)
                .startsWith("an authority in ca.crt, CN=Ending, expires in "));
    }

    @Test
    void doesNotBeginWithWhatCannotBeUsed() throws IOException {
        secret.put(authority.issue(now.minus(Duration.ofDays(9)), Duration.ofDays(1), NAMES), authority);

        assertThatThrownBy(this::open)
                .isInstanceOf(InvalidSetting.class)
                .hasMessageStartingWith("the certificate expired at ");
    }
}
