package io.arkeeper.cli.local;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * Where the paths of a pod are on this machine.
 *
 * <p>A process without a container sees the whole disk, so whatever starts with a mount path, in an argument or in a
 * variable, is given the local directory instead.
 *
 * @param directories local directories by mount path
 */
record Mounts(Map<String, Path> directories) {

    Mounts {
        directories = Map.copyOf(directories);
    }

    /** The text with a mount path at its start replaced; the longest that fits wins, as the deepest mount does. */
    String replace(String text) {
        return directories.keySet().stream()
                .filter(path -> text.equals(path) || text.startsWith(path + "/"))
                .max(Comparator.comparingInt(String::length))
                .map(path -> directories.get(path) + text.substring(path.length()))
                .orElse(text);
    }

    Optional<Path> at(String mountPath) {
        return Optional.ofNullable(directories.get(mountPath));
    }
}
