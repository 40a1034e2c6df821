package io.arkeeper.member.admission;

import java.util.Locale;

/** Why a connection was closed. */
public enum Refusal {
    /** It said something else than a member says. */
    MALFORMED,
    /** TLS ended: none was agreed on, the certificate was no member's, or a record was none. */
    HANDSHAKE,
    /** It did not say in time who it is. */
    SILENT,
    /** Too many waited, and it had waited longest. */
    CROWDED_OUT,
    /** Others of its address had said what no member says, and there was much of that. */
    BARRED;

    /** As metrics name it. */
    public String keyword() {
        return name().toLowerCase(Locale.ROOT);
    }
}
