package io.arkeeper.member.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arkeeper.core.InvalidSetting;
import io.arkeeper.member.MountedVolume;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/** All keys of a Secret as Kubernetes mounts it, all of one issue. */
final class MountedKeys {

    private static final long LARGEST = 1 << 20; // as large as a Secret may be

    private final Path directory;

    MountedKeys(Path directory) {
        this.directory = directory;
    }

    /** @throws InvalidSetting where they cannot be read */
    SortedMap<String, String> read() {
        try {
            return new MountedVolume(directory).read(MountedKeys::keys);
        } catch (IOException e) {
            throw new InvalidSetting("%s cannot be read (%s); mount the Secret there, readable by the member"
                    .formatted(directory, e.getClass().getSimpleName()));
        }
    }

    private static SortedMap<String, String> keys(Path newest) throws IOException {
        SortedMap<String, String> keys = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(newest, file -> !isKubernetesOwn(file))) {
            for (Path file : files) {
                if (Files.isRegularFile(file) && Files.size(file) <= LARGEST) {
                    keys.put(file.getFileName().toString(), new String(Files.readAllBytes(file), UTF_8));
                }
            }
            return keys;
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private static boolean isKubernetesOwn(Path file) {
        return file.getFileName().toString().startsWith("..");
    }
}
