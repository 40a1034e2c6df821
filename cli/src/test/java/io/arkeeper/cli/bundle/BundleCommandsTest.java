package io.arkeeper.cli.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.bundle.oci.JsonObject;
import io.arkeeper.cli.BundleRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the commands print and end with. */
class BundleCommandsTest {

    private static final int BAD_INPUT = 2;
    private static final int CANNOT_RUN_HERE = 7;
    private static final int NOT_VERIFIED = 11;
    private static final FarSide NO_FAR_SIDE =
            new FarSide(Map.of(), Path.of("nowhere"), InputStream.nullInputStream(), false);
    private static final BundleSources NO_CHECKOUT =
            new BundleSources(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    @TempDir
    private Path directory;

    private Passwords passwords =
            new Passwords(Map.of("ARKEEPER_KEY_PASSWORD", "secret"), question -> Optional.empty());

    private BundleRun run(Object... arguments) {
        return BundleRun.of(BundleCommand.with(NO_CHECKOUT, passwords, NO_FAR_SIDE), arguments);
    }

    private Path keys() {
        Path prefix = directory.resolve("team");
        assertThat(run("keygen", "-o", prefix)).extracting(BundleRun::exitCode).isEqualTo(0);
        return prefix;
    }

    private Path bundle() throws IOException {
        return TinyBundle.write(directory, "a.ark", "1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"create", "verify", "inspect", "scan", "diff", "apply", "sign", "keygen"})
    void everyCommandDocumentsItsExitCodes(String command) {
        assertThat(run(command, "--help").out()).contains("Exit codes:", "  0 ", "  1 ", "  2 ");
    }

    @Test
    void signedWithOneHalfItIsVerifiedWithTheOther() throws IOException {
        Path keys = keys();
        Path file = bundle();

        assertThat(run("sign", "--key", keys + ".key", file)).isEqualTo(new BundleRun(0, file + " is signed\n", ""));
        assertThat(run("verify", "--key", keys + ".pub", file).out())
                .startsWith(file + ": Arkeeper 0.1.0, ")
                .endsWith("signed with the key in %s.pub: lock, image, image linux/amd64, chart\n".formatted(keys));
    }

    @Test
    void withoutAKeyItSaysThatNoSignatureWasChecked() throws IOException {
        assertThat(run("verify", bundle()).out())
                .endsWith("no signature was checked: whoever can change the file can change its lock; give --key\n");
    }

    @Test
    void anUnsignedBundleAndAKey() throws IOException {
        Path file = bundle();

        assertThat(run("verify", "--key", keys() + ".pub", file))
                .isEqualTo(new BundleRun(
                        NOT_VERIFIED,
                        "",
                        "error: %s is not signed; sign it where it was made, with 'bundle sign --key KEY'\n"
                                .formatted(file)));
    }

    @Test
    void aKeyThatIsNotThereOrNone() throws IOException {
        Path file = bundle();
        Path none = directory.resolve("none.pub");

        assertThat(run("verify", "--key", none, file))
                .isEqualTo(new BundleRun(
                        BAD_INPUT,
                        "",
                        "error: %s is no key file; give the one that 'bundle keygen' made\n".formatted(none)));
        assertThat(run("verify", "--key", file, file).exitCode()).isEqualTo(BAD_INPUT);
        assertThat(run("sign", "--key", keys() + ".pub", file).exitCode()).isEqualTo(BAD_INPUT);
    }

    @Test
    void aWrongPasswordSignsNothing() throws IOException {
        Path keys = keys();
        Path file = bundle();
        byte[] before = Files.readAllBytes(file);
        passwords = new Passwords(Map.of("COSIGN_PASSWORD", "guess"), question -> Optional.empty());

        assertThat(run("sign", "--key", keys + ".key", file))
                .isEqualTo(new BundleRun(
                        BAD_INPUT, "", "error: the passphrase does not open %s.key; try again\n".formatted(keys)));
        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void withoutAPasswordAndAnybodyToAsk() {
        passwords = new Passwords(Map.of(), question -> Optional.empty());

        assertThat(run("keygen", "-o", directory.resolve("k")))
                .isEqualTo(new BundleRun(
                        BAD_INPUT,
                        "",
                        "error: the key needs a password and nobody can be asked; set ARKEEPER_KEY_PASSWORD\n"));
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aPasswordIsTypedTwice() {
        Deque<String> typed = new ArrayDeque<>(List.of("one", "other", "one", "one"));
        passwords = new Passwords(Map.of(), question -> Optional.of(typed.removeFirst()));

        assertThat(run("keygen", "-o", directory.resolve("k")).err())
                .isEqualTo("error: the two passwords differ; try again\n");
        assertThat(run("keygen", "-o", directory.resolve("k")).exitCode()).isZero();
    }

    @Test
    void keysAreReadableByTheirOwnerOnlyAndNeverOverwritten() throws IOException {
        Path keys = keys();
        Path key = Path.of(keys + ".key");
        byte[] before = Files.readAllBytes(key);

        assertThat(Files.getPosixFilePermissions(key)).hasToString("[OWNER_READ, OWNER_WRITE]");
        assertThat(run("keygen", "-o", keys))
                .isEqualTo(new BundleRun(
                        CANNOT_RUN_HERE,
                        "",
                        "error: %s is there already and is not overwritten; choose another name with -o\n"
                                .formatted(key)));
        assertThat(key).hasBinaryContent(before);
    }

    @Test
    void inspectShowsPartsLayersAndLicences() throws IOException {
        assertThat(run("inspect", bundle()).out().lines().map(line -> line.replaceFirst("sha256:.*", "sha256")
                        .strip()))
                .contains(
                        "Arkeeper 0.1.0 with ZooKeeper 3.9.5, 2026-11-23T00:00:00Z",
                        "image docker.io/arkeeper/zookeeper:3.9.5-0.1.0",
                        "not signed",
                        "image  arkeeper/zookeeper:3.9.5-0.1.0         0.0 MiB  sha256",
                        "linux/amd64  base   0.0 MiB  sha256",
                        "org.example:x  1        cli  MIT");
    }

    @Test
    void inspectForPrograms() throws IOException {
        JsonObject json = JsonObject.read(
                "output", run("inspect", "-o", "json", bundle()).out().getBytes(UTF_8));

        assertThat(json.text("reference")).isEqualTo("docker.io/arkeeper/zookeeper:3.9.5-0.1.0");
        assertThat(json.objects("components").getFirst().texts("licences")).containsExactly("MIT");
        assertThat(run("inspect", "--sbom", bundle()).out()).startsWith("{\"bomFormat\":\"CycloneDX\"");
        assertThat(run("inspect", "--notes", bundle()).out()).isEqualTo("# Arkeeper 0.1.0\n");
    }

    private Path advisories(String fixed) throws IOException {
        Path advisories = Files.createDirectories(directory.resolve("advisories"));
        Files.writeString(advisories.resolve("GHSA-x.json"), """
                {"id": "GHSA-x", "modified": "2026-10-01T00:00:00Z", "aliases": ["CVE-2026-1"],
                 "affected": [{"package": {"ecosystem": "Maven", "name": "org.example:x"},
                               "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "%s"}]}]}],
                 "database_specific": {"severity": "HIGH"}}
                """.formatted(fixed));
        return advisories;
    }

    @Test
    void scanNamesWhatIsAffectedAndEndsWithACodeOfItsOwn() throws IOException {
        Path file = bundle();

        assertThat(run("scan", "--advisories", advisories("1.1"), file))
                .isEqualTo(new BundleRun(17, """
                        ADVISORY  ALIAS       COMPONENT      VERSION  FIXED IN  SEVERITY
                        GHSA-x    CVE-2026-1  org.example:x  1        1.1       HIGH

                        %s: 1 findings for 1 components, in 1 advisories, the newest of 2026-10-01T00:00:00Z; no data on 0 components
                        """.formatted(file), ""));
        assertThat(run("scan", "--advisories", advisories("1.1"), "--ignore", "CVE-2026-1", file)
                        .exitCode())
                .isZero();
        assertThat(run("scan", "--advisories", advisories("1"), file).exitCode())
                .isZero();
    }

    @Test
    void scanSaysOfWhatNothingIsKnown() throws IOException {
        Path advisories = advisories("1.1");
        Files.writeString(
                advisories.resolve("GHSA-x.json"),
                Files.readString(advisories.resolve("GHSA-x.json")).replace("Maven", "Go"));
        Path file = bundle();

        assertThat(run("scan", "--advisories", advisories, file)).isEqualTo(new BundleRun(0, """
                        no data on org.example:x 1: none of the advisories is about its kind
                        %s: 0 findings for 0 components, in 1 advisories, the newest of 2026-10-01T00:00:00Z; no data on 1 components
                        """.formatted(file), ""));
        JsonObject json = JsonObject.read(
                "output",
                run("scan", "-o", "json", "--advisories", advisories, file)
                        .out()
                        .getBytes(UTF_8));
        assertThat(json.texts("withoutData")).containsExactly("pkg:maven/org.example/x@1");
        assertThat(run("scan", file).exitCode()).isEqualTo(BAD_INPUT);
        assertThat(run("scan", "--advisories", directory.resolve("none"), file).exitCode())
                .isEqualTo(BAD_INPUT);
    }

    @Test
    void diffSaysWhatChanged() throws IOException {
        Path before = bundle();
        Path after = TinyBundle.write(directory, "b.ark", "2");

        assertThat(run("diff", before, after)).isEqualTo(new BundleRun(0, "~ jar org.example:x in cli: 1 → 2\n", ""));
        assertThat(run("diff", before, before).out()).isEqualTo("no package, jar, layer or chart value is different\n");
    }

    @Test
    void aDifferentialIsAppliedToItsBase() throws IOException {
        Path before = bundle();
        Path after = TinyBundle.write(directory, "b.ark", "2");
        Path difference = directory.resolve("d.ark");
        Path applied = directory.resolve("applied.ark");

        assertThat(run("create", "--since", before, "--from", after, "-o", difference)
                        .exitCode())
                .isZero();
        assertThat(run("verify", difference).exitCode()).isEqualTo(BAD_INPUT);
        assertThat(run("verify", "--base", before, difference).exitCode()).isZero();
        assertThat(run("apply", before, difference, "-o", applied).exitCode()).isZero();
        assertThat(applied).hasSameBinaryContentAs(after);
        assertThat(run("apply", after, difference, "-o", applied).exitCode()).isEqualTo(BAD_INPUT);
    }

    @Test
    void aDistributionCannotMakeBundles() {
        assertThat(run("create", "-o", directory.resolve("a.ark")))
                .isEqualTo(
                        new BundleRun(
                                CANNOT_RUN_HERE,
                                "",
                                "error: this program came out of a bundle and cannot make one; use ./arkeeper of a checkout\n"));
    }

    @Test
    void anOutputThatCannotBeWritten() {
        Path output = directory.resolve("none/a.ark");

        assertThat(run("create", "-o", output))
                .isEqualTo(new BundleRun(
                        CANNOT_RUN_HERE,
                        "",
                        "error: %s cannot be written: its folder is missing or read-only; name another file with -o\n"
                                .formatted(output)));
    }
}
