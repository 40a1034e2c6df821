package io.arkeeper.core.tls;

import io.arkeeper.core.MemberId;
import io.arkeeper.core.Verdict;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The way of a running ensemble from plaintext to TLS and back, one member after another and without a step that
 * somebody has to take at the right time.
 *
 * <p>A member that is to speak TLS accepts both at first, and speaks TLS to those who say that they accept it. Once all
 * say so, it requires TLS, and remembers that over restarts. One that is no longer to speak it accepts both again, and
 * speaks TLS only to those who still require it.
 *
 * <p>The invariant: as long as one member requires TLS, every other one accepts it and knows whom to speak it to. So
 * each pair of members finds a way to talk at every moment, wherever a pod was restarted.
 */
public final class TlsPath {

    private TlsPath() {}

    /** Whether a member that accepts both may require TLS from now on: nobody is then left out. */
    public static Verdict mayRequire(TlsWord own, SortedMap<MemberId, Optional<TlsWord>> peers) {
        if (!own.wanted()) {
            return Verdict.no("TLS is not wanted");
        }
        for (Map.Entry<MemberId, Optional<TlsWord>> peer : peers.entrySet()) {
            if (peer.getValue().isEmpty()) {
                return Verdict.no("member %s does not say whether it accepts TLS".formatted(peer.getKey()));
            }
            if (!peer.getValue().get().wanted()) {
                return Verdict.no("member %s does not speak TLS".formatted(peer.getKey()));
            }
        }
        return Verdict.yes("all members speak TLS");
    }

    /**
     * Whether a member speaks TLS to a peer.
     *
     * @param peer what the peer said last; empty where it has not said anything
     */
    public static boolean speaks(TlsWord own, Optional<TlsWord> peer) {
        if (own.required()) {
            return true;
        }
        return peer.filter(word -> word.required() || (word.wanted() && own.wanted()))
                .isPresent();
    }
}
