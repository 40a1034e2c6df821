package io.arkeeper.member.disk;

import io.arkeeper.member.ExitCode;
import io.arkeeper.member.MemberFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/** The member's volumes, locked as long as this is open, so that no other process works on them. */
public final class MemberDisk implements AutoCloseable {

    private final DiskPaths paths;
    private final FileChannel lock;
    private final ConfigFiles configs;
    private final DiskSurvey survey;
    private final EnsembleEntry entry;
    private final DiskOrders orders;
    private final DiskRepair repair;
    private final VolumeSpace space;
    private final SharedDirectory sharedDirectory;

    private MemberDisk(DiskPaths paths, FileChannel lock) {
        this.paths = paths;
        this.lock = lock;
        MemberNotes notes = new MemberNotes(paths);
        this.configs = new ConfigFiles(paths);
        this.survey = new DiskSurvey(paths, notes, configs);
        this.entry = new EnsembleEntry(paths, notes, configs);
        this.orders = new DiskOrders(paths);
        this.repair = new DiskRepair(paths, notes, configs, survey, entry, orders);
        this.space = new VolumeSpace(paths, survey);
        this.sharedDirectory = new SharedDirectory(paths, notes);
    }

    /**
     * Takes the lock; nothing else is written before {@link #prepare()}, so that a foreign disk stays as it is.
     *
     * @param txnLog the volume of the transaction log, where it has one of its own
     * @throws MemberFailure where the volume cannot be written, is full, or is used by another process
     */
    public static MemberDisk open(Path root, Optional<Path> txnLog) {
        DiskPaths paths = new DiskPaths(root, txnLog);
        try {
            Files.createDirectories(root);
            FileChannel channel = FileChannel.open(paths.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!lock(channel)) {
                channel.close();
                throw new MemberFailure(
                        ExitCode.DISK_IN_USE,
                        "%s is locked by another process; stop the other member that runs on this disk"
                                .formatted(root));
            }
            return new MemberDisk(paths, channel);
        } catch (IOException e) {
            throw DiskFailures.of(root, e);
        }
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // another member in this very process, as in tests
        }
    }

    /** Makes the directories and proves that each can be written. */
    public void prepare() {
        DiskFailures.writing(paths.root(), () -> {
            for (Path directory : List.of(paths.snapshots(), paths.logs(), paths.conf())) {
                Files.createDirectories(directory);
            }
            for (Path directory : List.of(paths.dataDir(), paths.logDir(), paths.conf())) {
                proveWritable(directory);
            }
        });
    }

    private static void proveWritable(Path directory) throws IOException {
        Path probe = directory.resolve(".writable");
        Files.writeString(probe, "x".repeat(4096));
        Files.delete(probe);
    }

    public DiskPaths paths() {
        return paths;
    }

    public ConfigFiles configs() {
        return configs;
    }

    public DiskSurvey survey() {
        return survey;
    }

    public EnsembleEntry entry() {
        return entry;
    }

    public DiskOrders orders() {
        return orders;
    }

    public DiskRepair repair() {
        return repair;
    }

    public VolumeSpace space() {
        return space;
    }

    public SharedDirectory sharedDirectory() {
        return sharedDirectory;
    }

    @Override
    public void close() {
        DiskFailures.writing(paths.root(), lock::close);
    }
}
