package io.arkeeper.member.disk;

import io.arkeeper.core.Verdict;
import io.arkeeper.core.disk.DiskSpace;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The room on the member's volumes. */
public final class VolumeSpace {

    private final DiskPaths paths;
    private final DiskSurvey survey;

    VolumeSpace(DiskPaths paths, DiskSurvey survey) {
        this.paths = paths;
        this.survey = survey;
    }

    /** The room on each volume, the data's first. */
    public List<DiskSpace> ofEach() {
        return Stream.concat(Stream.of(paths.root()), paths.txnLog().stream())
                .map(VolumeSpace::of)
                .toList();
    }

    private static DiskSpace of(Path volume) {
        try {
            FileStore store = Files.getFileStore(volume);
            return new DiskSpace(volume.toString(), store.getUsableSpace(), store.getTotalSpace());
        } catch (IOException e) {
            throw DiskFailures.of(volume, e);
        }
    }

    /** Whether there is room to start; no says what is missing. */
    public Verdict mayStart() {
        long snapshot = survey.newestSnapshotBytes();
        List<DiskSpace> all = ofEach();
        return all.stream()
                .map(space -> space.mayStart(space.equals(all.getFirst()) ? snapshot : 0))
                .filter(verdict -> !verdict.yes())
                .findFirst()
                .orElseGet(() -> Verdict.yes("there is room"));
    }

    /** How much of the data's volume is used, and by how many files. */
    public DiskUsage usage() {
        DiskSpace data = of(paths.root());
        return new DiskUsage(
                data.freeBytes(),
                data.totalBytes(),
                survey.snapshots().size(),
                survey.logs().size());
    }
}
