package io.arkeeper.member;

import org.apache.zookeeper.Version;

/** What is running. */
public final class Versions {

    private Versions() {}

    /** Arkeeper's version, as in its jar's manifest. */
    public static String arkeeper() {
        String version = Versions.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    public static String zooKeeper() {
        return Version.getVersion();
    }
}
