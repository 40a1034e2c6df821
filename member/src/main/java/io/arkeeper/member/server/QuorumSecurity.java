package io.arkeeper.member.server;

import io.arkeeper.core.MemberId;

/** How a member talks to the others, which may change while it runs. */
public interface QuorumSecurity {

    /** Of a member without TLS material. */
    QuorumSecurity PLAINTEXT = new QuorumSecurity() {
        @Override
        public boolean acceptsTls() {
            return false;
        }

        @Override
        public boolean requiresTls() {
            return false;
        }

        @Override
        public boolean speaksTlsTo(MemberId peer) {
            return false;
        }
    };

    /** Whether it can speak TLS at all; the same for as long as it lives. */
    boolean acceptsTls();

    /** Whether it refuses plaintext. Once true it stays true. */
    boolean requiresTls();

    /** Whether it calls this peer with TLS. May ask it, which takes up to two seconds. */
    boolean speaksTlsTo(MemberId peer);
}
