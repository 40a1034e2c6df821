package io.arkeeper.bundle.advisory;

import io.arkeeper.bundle.deb.DebianVersion;
import java.util.Optional;
import java.util.stream.Stream;

/** Whose packages they are, which decides on the order of versions; the names are those of the OSV format. */
enum Ecosystem {
    MAVEN("Maven") {
        @Override
        int compare(String left, String right) {
            return new MavenVersion(left).compareTo(new MavenVersion(right));
        }
    },
    DEBIAN("Debian") {
        @Override
        int compare(String left, String right) {
            return new DebianVersion(left).compareTo(new DebianVersion(right));
        }
    },
    GO("Go") {
        @Override
        int compare(String left, String right) {
            return new SemanticVersion(left).compareTo(new SemanticVersion(right));
        }
    };

    private final String text;

    Ecosystem(String text) {
        this.text = text;
    }

    abstract int compare(String left, String right);

    /** {@code Debian:13} is Debian, of a release. */
    static Optional<Ecosystem> of(String text) {
        String name = text.replaceFirst(":.*", "");
        return Stream.of(values()).filter(one -> one.text.equals(name)).findFirst();
    }

    @Override
    public String toString() {
        return text;
    }
}
