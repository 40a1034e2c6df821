package io.arkeeper.core;

import java.util.Locale;

/** A member's place in a configuration. {@link #VOTER} is what zoo.cfg calls a participant. */
public enum Role {
    VOTER("participant"),
    OBSERVER("observer");

    private final String keyword;

    Role(String keyword) {
        this.keyword = keyword;
    }

    /** The word of ZooKeeper's configuration syntax. */
    public String keyword() {
        return keyword;
    }

    static Role ofKeyword(String text) {
        for (Role role : values()) {
            if (role.keyword.equals(text.toLowerCase(Locale.ROOT))) {
                return role;
            }
        }
        throw new InvalidSetting("server role", "'" + text + "'", "participant or observer", "mend the server line");
    }
}
