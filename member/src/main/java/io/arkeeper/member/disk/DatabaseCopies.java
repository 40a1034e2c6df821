package io.arkeeper.member.disk;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Moves and copies whole databases on a member's volumes. Every step leads to the same end when it is done again after
 * the process ended in its midst, and the earlier copy goes only when the new one is complete.
 *
 * <pre>
 *   set-aside/    what was there before the last resync, moved, with the configurations
 *   backup/       what was there before the last recovery, copied
 * </pre>
 *
 * <p>There is one of each at most, so that repairs do not fill the disk. A transaction log on a volume of its own is put
 * aside on that volume.
 */
final class DatabaseCopies {

    private static final String SET_ASIDE = "set-aside";
    private static final String BACKUP = "backup";
    private static final String UNFINISHED = ".unfinished";
    private static final String ORDER = "order.json";

    private final DiskPaths paths;

    DatabaseCopies(DiskPaths paths) {
        this.paths = paths;
    }

    /** Puts snapshots, logs, epochs and configurations aside. */
    void setAside() throws IOException {
        setAside(paths.root(), ofDataVolumeAndConf());
        if (paths.txnLog().isPresent()) {
            setAside(paths.txnLog().get(), Map.of("log", paths.logs()));
        }
    }

    private Map<String, Path> ofDataVolume() {
        Map<String, Path> directories = new LinkedHashMap<>();
        directories.put("data", paths.snapshots());
        directories.put("log", paths.logsBesideData());
        return directories;
    }

    private Map<String, Path> ofDataVolumeAndConf() {
        Map<String, Path> directories = ofDataVolume();
        directories.put("conf", paths.conf());
        return directories;
    }

    private static void setAside(Path volume, Map<String, Path> directories) throws IOException {
        Path unfinished = volume.resolve(SET_ASIDE + UNFINISHED);
        for (Map.Entry<String, Path> directory : directories.entrySet()) {
            if (Files.isDirectory(directory.getValue())) {
                Path target = within(unfinished, directory.getKey());
                Files.createDirectories(target.getParent());
                Files.move(directory.getValue(), target, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        if (Files.isDirectory(unfinished)) {
            finish(unfinished, volume.resolve(SET_ASIDE));
        }
    }

    /** How many bytes {@link #backUp} takes. */
    long size() throws IOException {
        long sum = 0;
        for (Path directory : sources().values()) {
            for (Path file : files(directory)) {
                sum += Files.size(file);
            }
        }
        return sum;
    }

    private Map<String, Path> sources() {
        Map<String, Path> sources = ofDataVolume();
        sources.put("log", paths.logs());
        sources.put("conf", paths.conf());
        return sources;
    }

    /** Copies snapshots, logs, epochs and configuration, unless that was done for this very order already. */
    void backUp(DiskOrder order) throws IOException {
        Path backup = paths.root().resolve(BACKUP);
        if (read(backup.resolve(ORDER)).equals(Optional.of(order.text()))) {
            return;
        }
        Path unfinished = paths.root().resolve(BACKUP + UNFINISHED);
        delete(unfinished);
        for (Map.Entry<String, Path> source : sources().entrySet()) {
            Path target = Files.createDirectories(within(unfinished, source.getKey()));
            for (Path file : files(source.getValue())) {
                copy(file, target.resolve(file.getFileName()));
            }
        }
        Files.writeString(unfinished.resolve(ORDER), order.text());
        VolumeFiles.force(unfinished.resolve(ORDER));
        finish(unfinished, backup);
    }

    /** The same places as on the volume. */
    private static Path within(Path copy, String directory) {
        return directory.equals("conf")
                ? copy.resolve(directory)
                : copy.resolve(directory).resolve("version-2");
    }

    private static void finish(Path unfinished, Path finished) throws IOException {
        delete(finished);
        Files.move(unfinished, finished, StandardCopyOption.ATOMIC_MOVE);
        VolumeFiles.force(finished.getParent());
    }

    private static void copy(Path file, Path target) throws IOException {
        Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
        VolumeFiles.force(target);
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> found = Files.list(directory)) {
            return found.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (Stream<Path> found = Files.walk(directory)) {
            for (Path file : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static Optional<String> read(Path file) throws IOException {
        try {
            return Optional.of(Files.readString(file, UTF_8));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
