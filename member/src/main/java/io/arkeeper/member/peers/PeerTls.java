package io.arkeeper.member.peers;

import javax.net.ssl.SSLSocketFactory;

/** How peers are asked with TLS. */
public interface PeerTls {

    int port();

    /** Believes members only. */
    SSLSocketFactory sockets();

    /** Whether a peer that does not listen for TLS may be asked without it. */
    boolean mayAskInPlaintext();
}
