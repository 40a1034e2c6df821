package io.arkeeper.core.tls;

/**
 * What a member says of TLS between members.
 *
 * @param wanted whether it is to speak TLS; it then accepts it, too
 * @param required whether it accepts nothing else any more
 */
public record TlsWord(boolean wanted, boolean required) {

    /** Of one that knows nothing of TLS. */
    public static final TlsWord PLAIN = new TlsWord(false, false);
}
