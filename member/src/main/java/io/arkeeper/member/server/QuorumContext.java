package io.arkeeper.member.server;

import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/** The SSL context between members. ZooKeeper makes it by the name of its class. */
public final class QuorumContext implements Supplier<SSLContext> {

    @Override
    public SSLContext get() {
        return ProcessTls.store().members();
    }
}
