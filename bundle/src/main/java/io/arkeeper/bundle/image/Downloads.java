package io.arkeeper.bundle.image;

import io.arkeeper.bundle.deb.AptSource;
import io.arkeeper.bundle.deb.DebDirectory;
import io.arkeeper.bundle.deb.Keyring;
import io.arkeeper.bundle.deb.PackageRecord;
import io.arkeeper.bundle.deb.VerifiedDeb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Debian packages from the cache, or from the network where the cache has none; verified either way.
 *
 * <p>Indexes in the cache are used as they are until a refresh is asked for: otherwise the same command would give
 * another image tomorrow without anybody having decided so.
 */
final class Downloads {

    private final ImageRequest request;
    private final Path cache;

    Downloads(ImageRequest request, Path cache) {
        this.request = request;
        this.cache = cache;
    }

    List<VerifiedDeb> debs(List<String> names, Processor processor) throws IOException {
        Path directory = request.debs().orElseGet(() -> cache.resolve("debian/" + processor.debianName()));
        DebDirectory debs = new DebDirectory(directory, Keyring.read(request.debianKeyring()));
        AptSource apt = new AptSource(
                directory, request.debianKeyring(), DebianBase.SUITE, processor.debianName(), request.debianMirror());
        boolean online = request.debs().isEmpty();
        if (online && (request.refresh() || !hasIndexes(directory))) {
            apt.update();
        }
        List<PackageRecord> records = debs.newest(names, processor.debianName());
        if (online) {
            List<PackageRecord> missing = new ArrayList<>();
            for (PackageRecord record : records) {
                if (!debs.has(record)) {
                    missing.add(record);
                }
            }
            if (!missing.isEmpty()) {
                apt.download(missing);
            }
        }
        List<VerifiedDeb> verified = new ArrayList<>();
        for (PackageRecord record : records) {
            verified.add(debs.require(record));
        }
        return verified;
    }

    private static boolean hasIndexes(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (java.util.stream.Stream<Path> files = Files.list(directory)) {
            return files.anyMatch(file -> file.getFileName().toString().endsWith("InRelease"));
        }
    }
}
