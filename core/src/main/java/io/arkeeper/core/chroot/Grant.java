package io.arkeeper.core.chroot;

import io.arkeeper.core.InvalidSetting;

/**
 * Who may do what with a path: one entry of ZooKeeper's access control lists.
 *
 * @param scheme how a client is known, such as {@code sasl}
 * @param id by which name
 * @param permissions letters out of cdrwa: create, delete, read, write, administer
 */
public record Grant(String scheme, String id, String permissions) {

    public static final Grant EVERYBODY = new Grant("world", "anyone", "cdrwa");

    public Grant {
        if (scheme.isEmpty() || id.isEmpty() || !permissions.matches("[cdrwa]+")) {
            throw new InvalidSetting(
                    "an acl's entry",
                    scheme + ":" + id + ":" + permissions,
                    "SCHEME:ID:PERMISSIONS with permissions out of cdrwa",
                    "such as world:anyone:cdrwa");
        }
    }

    /** The id may hold colons itself, as in {@code digest:USER:HASH:cdrwa}. */
    static Grant parse(String text) {
        int first = text.indexOf(':');
        int last = text.lastIndexOf(':');
        return first < 0 || first == last
                ? new Grant(text, "", "")
                : new Grant(text.substring(0, first), text.substring(first + 1, last), text.substring(last + 1));
    }
}
