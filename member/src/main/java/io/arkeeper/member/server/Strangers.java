package io.arkeeper.member.server;

import io.arkeeper.core.MemberId;

/** Members whose disks hold data of another ensemble. Who says nothing is none of them. */
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
    };

    /** Whether that member is one. */
    boolean include(MemberId id);

    /** Whether they know a configuration of that version, and nobody else does. */
    boolean aloneKnowConfig(long version);
}
