package io.arkeeper.testing;

import io.arkeeper.testing.TestAuthority.Issued;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/** A directory as kubelet keeps it for a Secret: the files are links, and one link is swapped to update them all. */
public final class MountedSecret {

    private final Path directory;
    private int updates;

    public MountedSecret(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
    }

    public Path directory() {
        return directory;
    }

    /** Puts an issue in place, with the authorities that are believed. */
    public MountedSecret put(Issued issued, TestAuthority... authorities) throws IOException {
        StringBuilder believed = new StringBuilder();
        List.of(authorities).forEach(authority -> believed.append(authority.certificate()));
        return put(issued.certificate(), issued.key(), believed.toString());
    }

    public MountedSecret put(String certificate, String key, String authorities) throws IOException {
        return put(Map.of("tls.crt", certificate, "tls.key", key, "ca.crt", authorities));
    }

    /** Puts these keys in place, and none that are not among them. */
    public MountedSecret put(Map<String, String> keys) throws IOException {
        Path version = Files.createDirectory(directory.resolve("..version-" + ++updates));
        for (Map.Entry<String, String> key : keys.entrySet()) {
            Files.writeString(version.resolve(key.getKey()), key.getValue());
        }
        Path next = Files.createSymbolicLink(directory.resolve("..data_tmp"), version.getFileName());
        Files.move(next, directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        for (String file : keys.keySet()) {
            Path link = directory.resolve(file);
            if (!Files.isSymbolicLink(link)) {
                Files.createSymbolicLink(link, Path.of("..data", file));
            }
        }
        return this;
    }
}
