package io.arkeeper.member.tls;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.arkeeper.testing.MountedSecret;
import io.arkeeper.testing.TestAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who calls whom with the context that members share: the way ZooKeeper does it, and the way HTTPS does. */
final class MembersContextTest {

    private static final String DOMAIN = ".zk-headless.test.svc.cluster.local";
    private static final String CALLER = "zk-0" + DOMAIN;
    private static final String CALLED = "zk-1" + DOMAIN;
    private static final int PATIENCE = 10_000; // ms

    @TempDir
    private Path root;

    private final TestAuthority authority = new TestAuthority("House");

    private TlsStore store(String host, TestAuthority issuer, TestAuthority believed) throws IOException {
        MountedSecret secret = new MountedSecret(root.resolve(host)).put(issuer.issue(host), issuer, believed);
        return TlsStore.open(new SecretFiles(secret.directory()), host, InstantSource.system());
    }

    private static void accept(ServerSocket server, TlsStore store) {
        try (Socket raw = server.accept();
                SSLSocket accepted =
                        (SSLSocket) store.members().getSocketFactory().createSocket(raw, null, raw.getPort(), true)) {
            accepted.setUseClientMode(false);
            accepted.setNeedClientAuth(true);
            accepted.setSoTimeout(PATIENCE);
            accepted.startHandshake();
            accepted.getOutputStream().write(1);
        } catch (IOException e) {
            assertThat(e).as("the caller went away").isNotNull();
        }
    }

    /** Calls a member that answers by the name {@code is}. */
    private int call(String name, String is, TestAuthority issuer) throws Exception {
        TlsStore caller = store(CALLER, authority, authority);
        TlsStore called = store(is, issuer, authority);
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> end = CompletableFuture.runAsync(() -> accept(server, called));
            InetAddress address =
                    InetAddress.getByAddress(name, server.getInetAddress().getAddress());
            try (SSLSocket calling =
                    (SSLSocket) caller.members().getSocketFactory().createSocket()) {
                calling.connect(new InetSocketAddress(address, server.getLocalPort()), PATIENCE);
                calling.setSoTimeout(PATIENCE);
                calling.startHandshake();
                return calling.getInputStream().read();
            } finally {
                end.get(60, SECONDS);
            }
        }
    }

    @Test
    void whoBearsTheNameThatIsCalled_isBelieved() throws Exception {
        assertThat(call(CALLED, CALLED, authority)).isEqualTo(1);
    }

    @Test
    void anotherMember_isNotTakenForTheOneThatIsCalled() {
        assertThatThrownBy(() -> call(CALLED, "zk-2" + DOMAIN, authority))
                .isInstanceOf(SSLException.class)
                .hasMessageContaining(CALLED);
    }

    @Test
    void whoIsCalledByAnAddressOnly_isNotBelieved() {
        assertThatThrownBy(() -> call("", CALLED, authority)).isInstanceOf(SSLException.class);
    }

    @Test
    void theRightNameOfAnotherAuthority_isNotBelieved() {
        assertThatThrownBy(() -> call(CALLED, CALLED, new TestAuthority("Elsewhere")))
                .isInstanceOf(SSLException.class);
    }
}
