package io.arkeeper.bundle.registry;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files in which an operating system keeps the authorities it trusts. A house's own are often among them and
 * nowhere else.
 *
 * <p>As other clients of registries do: {@code SSL_CERT_FILE} replaces the usual file, and {@code SSL_CERT_DIR} names
 * folders, between colons, whose files are read as well.
 *
 * @param usual where distributions keep them; the first that exists counts
 */
public record SystemAuthorities(Map<String, String> environment, List<Path> usual) {

    private static final List<String> USUAL = List.of(
            "/etc/ssl/certs/ca-certificates.crt", // Debian, Ubuntu, Arch, Alpine
            "/etc/pki/tls/certs/ca-bundle.crt", // Fedora, RHEL
            "/etc/ssl/ca-bundle.pem", // openSUSE
            "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", // RHEL, newer
            "/etc/ssl/cert.pem");

    public SystemAuthorities {
        environment = Map.copyOf(environment);
        usual = List.copyOf(usual);
    }

    /** Of the machine this runs on. */
    public static SystemAuthorities ofThisMachine(Map<String, String> environment) {
        return new SystemAuthorities(environment, USUAL.stream().map(Path::of).toList());
    }

    /** Nobody beside Java's own and those of the house. */
    public static SystemAuthorities none() {
        return new SystemAuthorities(Map.of(), List.of());
    }

    /** The files that are there. Some of a folder's may hold no certificate. */
    List<Path> files() {
        List<Path> files = new ArrayList<>();
        value("SSL_CERT_FILE")
                .map(Path::of)
                .or(() -> usual.stream().filter(Files::isReadable).findFirst())
                .filter(Files::isRegularFile)
                .ifPresent(files::add);
        value("SSL_CERT_DIR").ifPresent(folders -> {
            for (String folder : folders.split(File.pathSeparator)) {
                files.addAll(filesIn(Path.of(folder)));
            }
        });
        return files;
    }

    private Optional<String> value(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    private static List<Path> filesIn(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            return List.of(); // a folder that is not there vouches for nobody
        }
    }
}
