package io.arkeeper.cli.testing;

import io.arkeeper.cli.local.MemberDistribution;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A chart and a member distribution whose members are {@link FakeMember}s. */
public final class FakeInstallation {

    private FakeInstallation() {}

    /** The chart in the test's resources: one file for all objects, short grace period, impatient probes. */
    public static Path chart() {
        try {
            return Path.of(FakeInstallation.class.getResource("/chart").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A distribution in a directory with a space in its name, as users have them. */
    public static MemberDistribution member(Path temporary) throws IOException {
        Path home = Files.createDirectories(temporary.resolve("member dist"));
        Path classes = home.resolve("classes");
        if (!Files.exists(classes)) {
            Files.createSymbolicLink(classes, testClasses());
        }
        Files.writeString(
                home.resolve("member.args"), "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC\n-cp @HOME@/classes\n");
        return new MemberDistribution(home);
    }

    private static Path testClasses() {
        try {
            return Path.of(FakeMember.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
