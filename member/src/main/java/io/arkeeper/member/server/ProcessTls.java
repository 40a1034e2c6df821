package io.arkeeper.member.server;

import io.arkeeper.member.tls.TlsStore;
import java.util.Optional;

/**
 * Where the classes find the material that ZooKeeper makes by their names. ZooKeeper knows one setting of TLS for a
 * process, and so does this.
 */
final class ProcessTls {

    private static volatile Optional<TlsStore> store = Optional.empty();

    private ProcessTls() {}

    static void install(TlsStore own) {
        store = Optional.of(own);
    }

    static TlsStore store() {
        return store.orElseThrow(() -> new IllegalStateException("TLS is used before there is any material"));
    }
}
