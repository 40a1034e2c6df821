package io.arkeeper.member.server;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.MemberId;
import java.net.InetAddress;

/** Members of another ensemble, or whose disks hold data of one. Who says nothing is none of them. */
public interface Strangers {

    /** Where there is nobody else. */
    Strangers NONE = new Strangers() {
        @Override
        public boolean include(MemberId id) {
            return false;
        }

        @Override
        public boolean aloneKnowConfig(long version) {
            return false;
        }

        @Override
        public boolean have(EnsembleConfig config) {
            return false;
        }

        @Override
        public boolean areAt(InetAddress address, MemberId expected) {
            return false;
        }
    };

    /** Whether that member is one. */
    boolean include(MemberId id);

    /** Whether they know a configuration of that version, and nobody else does. */
    boolean aloneKnowConfig(long version);

    /** Whether a configuration names none of this ensemble's members. */
    boolean have(EnsembleConfig config);

    /** Whether one of them answers at an address at which a member was expected. */
    boolean areAt(InetAddress address, MemberId expected);
}
