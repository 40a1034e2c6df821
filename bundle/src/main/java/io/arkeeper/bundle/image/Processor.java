package io.arkeeper.bundle.image;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.bundle.oci.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A processor we build for, in the three languages that matter: OCI's, Debian's, ELF's.
 *
 * @see #of for the way from a platform
 */
enum Processor {
    AMD64("amd64", "x86_64-linux-gnu", "lib64/ld-linux-x86-64.so.2", 62),
    ARM64("arm64", "aarch64-linux-gnu", "lib/ld-linux-aarch64.so.1", 183);

    private static final int ELF_MACHINE = 18; // offset of e_machine in the header
    private static final int HEADER = 20;

    private final String debianName;
    private final String libraries;
    private final String loader;
    private final int elfMachine;

    Processor(String debianName, String libraries, String loader, int elfMachine) {
        this.debianName = debianName;
        this.libraries = libraries;
        this.loader = loader;
        this.elfMachine = elfMachine;
    }

    static Processor of(Platform platform) {
        return Arrays.stream(values())
                .filter(processor -> platform.os().equals("linux")
                        && platform.architecture().equals(processor.debianName)
                        && platform.variant().isEmpty())
                .findFirst()
                .orElseThrow(() -> new BundleFailure(
                        BundleFailure.Kind.BAD_INPUT,
                        "platform is %s, expected %s"
                                .formatted(
                                        platform,
                                        Arrays.stream(values())
                                                .map(processor -> "linux/" + processor.debianName)
                                                .collect(Collectors.joining(" or ")))));
    }

    /** The one this program runs on, if it is among those we build for. */
    static Optional<Processor> here() {
        String name =
                switch (System.getProperty("os.arch")) {
                    case "amd64", "x86_64" -> "amd64";
                    case "aarch64" -> "arm64";
                    default -> "";
                };
        return Arrays.stream(values())
                .filter(processor -> processor.debianName.equals(name)
                        && System.getProperty("os.name").equals("Linux"))
                .findFirst();
    }

    String debianName() {
        return debianName;
    }

    /** Debian's directory of shared libraries below /usr/lib. */
    String libraries() {
        return libraries;
    }

    /** Where programs expect the dynamic loader, as it is written in them. */
    String loader() {
        return loader;
    }

    /** Refuses a program or library that was built for another processor. */
    void requireOwn(String path, Content content) throws IOException {
        try (InputStream in = content.open()) {
            byte[] header = in.readNBytes(HEADER);
            boolean isElf = header.length == HEADER
                    && header[0] == 0x7f
                    && header[1] == 'E'
                    && header[2] == 'L'
                    && header[3] == 'F';
            int machine = isElf ? (header[ELF_MACHINE] & 0xff) | ((header[ELF_MACHINE + 1] & 0xff) << 8) : elfMachine;
            if (machine != elfMachine) {
                throw new BundleFailure(
                        BundleFailure.Kind.BAD_INPUT,
                        "%s is built for another processor (ELF machine %d), expected %s (%d)"
                                .formatted(path, machine, debianName, elfMachine));
            }
        }
    }
}
