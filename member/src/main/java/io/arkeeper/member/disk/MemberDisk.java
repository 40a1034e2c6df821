package io.arkeeper.member.disk;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arkeeper.core.EnsembleConfig;
import io.arkeeper.core.MemberIdentity;
import io.arkeeper.core.Verdict;
import io.arkeeper.core.disk.DiskContent;
import io.arkeeper.core.disk.DiskFinding;
import io.arkeeper.core.disk.DiskSpace;
import io.arkeeper.core.disk.LogVolume;
import io.arkeeper.member.ExitCode;
import io.arkeeper.member.MemberFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The member's volume.
 *
 * <pre>
 *   data/myid, data/version-2/snapshot.*, acceptedEpoch, currentEpoch     ZooKeeper's
 *   log/version-2/log.*                                                   ZooKeeper's
 *   conf/zoo.cfg, conf/zoo.cfg.dynamic.VERSION                            written here, rewritten by ZooKeeper
 *   member.json, member.lock                                              whose disk it is, and that it is in use
 * </pre>
 *
 * <p>Where the transaction log has a volume of its own, {@code version-2/log.*} is there, with a {@code member.json}.
 *
 * <p>Nothing is ever deleted to get past an error. The one file removed is the {@code initialize} marker, when this
 * member turns from forming to joining: left behind, it would give an empty disk a vote.
 */
public final class MemberDisk implements AutoCloseable {

    private static final String DYNAMIC = "zoo.cfg.dynamic.";

    private final Path root;
    private final Optional<Path> txnLog;
    private final FileChannel lockChannel;
    private final DiskRepair repair;

    private MemberDisk(Path root, Optional<Path> txnLog, FileChannel lockChannel) {
        this.root = root;
        this.txnLog = txnLog;
        this.lockChannel = lockChannel;
        this.repair = new DiskRepair(root, txnLog);
    }

    /**
     * Takes the lock; nothing else is written before {@link #prepare()}, so that a foreign disk stays as it is.
     *
     * @param txnLog the volume of the transaction log, where it has one of its own
     * @throws MemberFailure where the volume cannot be written, is full, or is used by another process
     */
    public static MemberDisk open(Path root, Optional<Path> txnLog) {
        try {
            Files.createDirectories(root);
            Path lockFile = root.resolve("member.lock");
            FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!lock(channel)) {
                channel.close();
                throw new MemberFailure(
                        ExitCode.DISK_IN_USE,
                        "%s is locked by another process; stop the other member that runs on this disk"
                                .formatted(root));
            }
            return new MemberDisk(root, txnLog, channel);
        } catch (IOException e) {
            throw failure(root, e);
        }
    }

    /** Makes the directories and proves that each can be written. */
    public void prepare() {
        writing(() -> {
            for (Path directory : List.of(snapshots(), logs(), conf())) {
                Files.createDirectories(directory);
            }
            proveWritable();
        });
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // another member in this very process, as in tests
        }
    }

    private void proveWritable() throws IOException {
        for (Path directory : List.of(dataDir(), logDir(), conf())) {
            Path probe = directory.resolve(".writable");
            Files.writeString(probe, "x".repeat(4096));
            Files.delete(probe);
        }
    }

    /** Turns what a file system says into the sentence and exit code for it. */
    public static MemberFailure failure(Path path, IOException e) {
        String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        if (text.contains("no space left") || text.contains("quota exceeded")) {
            return new MemberFailure(
                    ExitCode.DISK_FULL,
                    "no space left on the volume of %s; grow the claim or free space, nothing was deleted"
                            .formatted(path),
                    e);
        }
        boolean denied = e instanceof AccessDeniedException || text.contains("read-only file system");
        return new MemberFailure(
                ExitCode.DISK_NOT_WRITABLE,
                "%s cannot be written (%s); %s"
                        .formatted(
                                path,
                                denied && e instanceof AccessDeniedException
                                        ? "permission denied for " + e.getMessage()
                                        : e.getMessage(),
                                "make the volume writable for the member's user (in the chart: fsGroup 1000)"),
                e);
    }

    public Path root() {
        return root;
    }

    public Path dataDir() {
        return root.resolve("data");
    }

    public Path logDir() {
        return txnLog.orElse(besideData());
    }

    private Path besideData() {
        return root.resolve("log");
    }

    public Path conf() {
        return root.resolve("conf");
    }

    public Path zooCfg() {
        return conf().resolve("zoo.cfg");
    }

    private Path snapshots() {
        return dataDir().resolve("version-2");
    }

    private Path logs() {
        return logDir().resolve("version-2");
    }

    private Path marker() {
        return logDir().resolve("initialize"); // ZooKeeper looks beside the transaction logs
    }

    private Path note() {
        return noteIn(root);
    }

    private static Path noteIn(Path volume) {
        return volume.resolve("member.json");
    }

    /** What the disk says. Reads only. */
    public DiskFinding find() {
        Optional<MemberNote> note = readNote();
        return new DiskFinding(
                content(note),
                read(dataDir().resolve("myid")).map(String::strip),
                note.map(MemberNote::owner),
                newestConfig());
    }

    /** Where the transaction log is and where it was. Reads only. */
    public LogVolume findLogVolume() {
        return new LogVolume(
                txnLog.isPresent(),
                readNote().map(MemberNote::separateLog).orElse(false),
                !list(snapshots(), "snapshot.").isEmpty(),
                !list(besideData().resolve("version-2"), "log.").isEmpty(),
                !list(logs(), "log.").isEmpty(),
                txnLog.flatMap(volume -> readNote(noteIn(volume))).map(MemberNote::owner));
    }

    private DiskContent content(Optional<MemberNote> note) {
        boolean anyLog = !list(logs(), "log.").isEmpty();
        List<Path> snapshots = list(snapshots(), "snapshot.");
        long accepted = number("acceptedEpoch");
        if (anyLog
                || (!snapshots.isEmpty() && accepted > 0)
                || snapshots.stream().anyMatch(MemberDisk::holdsChanges)) {
            return DiskContent.DATA;
        }
        if (!snapshots.isEmpty()) {
            return DiskContent.FORMING;
        }
        if (accepted > 0) {
            return DiskContent.AWAITING_SYNC;
        }
        return note.map(known -> known.phase() == Phase.FORMING ? DiskContent.FORMING : DiskContent.AWAITING_SYNC)
                .orElse(DiskContent.EMPTY);
    }

    /** Whether a snapshot is of a later state than the empty database, {@code snapshot.0}. */
    private static boolean holdsChanges(Path snapshot) {
        return !snapshot.getFileName().toString().equals("snapshot.0");
    }

    /** Whether there is a database to start from without asking anybody. */
    public boolean hasDatabase() {
        return !list(snapshots(), "snapshot.").isEmpty()
                || !list(logs(), "log.").isEmpty();
    }

    private long number(String file) {
        return read(snapshots().resolve(file))
                .map(String::strip)
                .filter(text -> text.matches("-?\\d{1,18}"))
                .map(Long::parseLong)
                .orElse(-1L);
    }

    private Optional<MemberNote> readNote() {
        return readNote(note());
    }

    private static Optional<MemberNote> readNote(Path note) {
        Optional<String> text = read(note);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(MemberNote.parse(text.get()));
        } catch (IOException e) {
            throw new MemberFailure(
                    ExitCode.FOREIGN_DISK,
                    "%s cannot be read (%s), so it is unknown whose disk this is; restore the file or empty the disk"
                            .formatted(note, e.getMessage()),
                    e);
        }
    }

    /** The committed configuration with the highest version; ZooKeeper keeps one file for each. */
    private Optional<EnsembleConfig> newestConfig() {
        return list(conf(), DYNAMIC).stream()
                .filter(file -> version(file).isPresent())
                .max(Comparator.comparingLong(file -> version(file).orElseThrow()))
                .map(file -> EnsembleConfig.parse(
                        version(file).orElseThrow(), read(file).orElse("")))
                .filter(config -> !config.voters().isEmpty());
    }

    private static Optional<Long> version(Path file) {
        String hex = file.getFileName().toString().substring(DYNAMIC.length());
        return hex.matches("[0-9a-f]{1,16}") ? Optional.of(Long.parseUnsignedLong(hex, 16)) : Optional.empty();
    }

    /** Writes the owner and the configuration to form with, then the marker that lets the empty database vote. */
    public void beginForming(MemberIdentity self, EnsembleConfig config) {
        writing(() -> {
            claim(self, Phase.FORMING);
            writeConfig(config);
            replace(marker(), "");
        });
    }

    /**
     * Whether the marker is there. ZooKeeper takes it away before it writes the empty database; who is killed in between
     * has neither, and must be marked anew.
     */
    public boolean isMarkedToForm() {
        return Files.exists(marker());
    }

    /** Writes the owner and the configuration to join with. An emptied disk gets no vote before it is synced. */
    public void beginJoining(MemberIdentity self, EnsembleConfig config) {
        writing(() -> {
            claim(self, Phase.JOINING);
            Files.deleteIfExists(marker());
            writeConfig(config);
        });
    }

    /** Notes that the member restarts with the data it has; takes over a disk of the classic layout. */
    public void beginRestart(MemberIdentity self, EnsembleConfig config) {
        writing(() -> {
            Optional<MemberNote> note = readNote();
            if (note.isEmpty() || note.get().separateLog() != txnLog.isPresent()) {
                claim(self, Phase.MEMBER);
            }
            if (newestConfig().isEmpty()) {
                writeConfig(config);
            }
        });
    }

    /** Notes that this member serves as part of a quorum: from now on an empty disk means lost data. */
    public void noteMembership(MemberIdentity self) {
        if (readNote().map(MemberNote::phase).orElse(Phase.FORMING) != Phase.MEMBER) {
            writing(() -> claim(self, Phase.MEMBER));
        }
    }

    /** What the member was told to do with its disk, as long as that is not done. */
    public Optional<DiskOrder> order() {
        Optional<String> text = read(orderFile());
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(DiskOrder.parse(text.get()));
        } catch (IOException e) {
            throw new MemberFailure(
                    ExitCode.DISK_NOT_WRITABLE,
                    "%s cannot be read (%s), so it is unknown what was begun; delete the file and give the order again"
                            .formatted(orderFile(), e.getMessage()),
                    e);
        }
    }

    /** Notes what is to be done at the next start. */
    public void give(DiskOrder order) {
        writing(() -> replace(orderFile(), order.text()));
    }

    public void forgetOrder() {
        writing(() -> Files.deleteIfExists(orderFile()));
    }

    private Path orderFile() {
        return root.resolve("recovery.json");
    }

    /** Bytes that {@link #reform} copies. */
    public long backupSize() {
        try {
            return repair.size();
        } catch (IOException e) {
            throw failure(root, e);
        }
    }

    /** Puts the database aside: an emptied disk of a member that has been one, so it gets no vote before it is synced. */
    public void resync(MemberIdentity self) {
        writing(() -> {
            repair.setAside();
            Files.createDirectories(dataDir());
            Files.deleteIfExists(marker());
            claim(self, Phase.JOINING);
            forgetOrder();
        });
    }

    /**
     * Copies the database, then makes {@code config} the newest one this disk knows, in an epoch above all others.
     *
     * <p>The copy is complete before anything else is written, and the order goes last.
     */
    public void reform(MemberIdentity self, DiskOrder.Reform order, EnsembleConfig config) {
        writing(() -> {
            repair.backUp(order);
            Files.createDirectories(conf());
            long accepted = Math.max(number("acceptedEpoch"), order.epoch());
            replace(snapshots().resolve("acceptedEpoch"), Long.toString(accepted));
            Files.deleteIfExists(conf().resolve(DYNAMIC + "next")); // a change that nobody is left to agree to
            Files.deleteIfExists(marker());
            writeConfig(config);
            claim(self, Phase.MEMBER);
            forgetOrder();
        });
    }

    private void claim(MemberIdentity self, Phase phase) throws IOException {
        String text = new MemberNote(self, phase, txnLog.isPresent()).text();
        if (txnLog.isPresent()) {
            replace(noteIn(txnLog.get()), text); // first, so that data are never without the log they need
        }
        replace(note(), text);
        Path myid = dataDir().resolve("myid");
        if (read(myid).isEmpty()) {
            replace(myid, self.id() + "\n");
        }
    }

    private void writeConfig(EnsembleConfig config) throws IOException {
        replace(dynamicConfig(config), config.text());
    }

    public Path dynamicConfig(EnsembleConfig config) {
        return conf().resolve(DYNAMIC + config.versionText());
    }

    /** Writes the static configuration, which is the same at every start unless the chart's values changed. */
    public void writeZooCfg(String text) {
        writing(() -> replace(zooCfg(), text));
    }

    /** The room on each volume, the data's first. */
    public List<DiskSpace> spaces() {
        return Stream.concat(Stream.of(root), txnLog.stream())
                .map(MemberDisk::space)
                .toList();
    }

    private static DiskSpace space(Path volume) {
        try {
            FileStore store = Files.getFileStore(volume);
            return new DiskSpace(volume.toString(), store.getUsableSpace(), store.getTotalSpace());
        } catch (IOException e) {
            throw failure(volume, e);
        }
    }

    /** Whether there is room to start; no says what is missing. */
    public Verdict mayStart() {
        long snapshot = newestSnapshotBytes();
        List<DiskSpace> all = spaces();
        return all.stream()
                .map(space -> space.mayStart(space.equals(all.getFirst()) ? snapshot : 0))
                .filter(verdict -> !verdict.yes())
                .findFirst()
                .orElseGet(() -> Verdict.yes("there is room"));
    }

    private long newestSnapshotBytes() {
        List<Path> all = list(snapshots(), "snapshot.");
        try {
            long newest = 0;
            long zxid = -1;
            for (Path snapshot : all) {
                String hex = snapshot.getFileName().toString().split("\\.")[1];
                long its = hex.matches("[0-9a-f]{1,16}") ? Long.parseUnsignedLong(hex, 16) : -1;
                if (its > zxid) {
                    zxid = its;
                    newest = Files.size(snapshot);
                }
            }
            return newest;
        } catch (IOException e) {
            throw failure(snapshots(), e);
        }
    }

    public DiskUsage usage() {
        try {
            FileStore store = Files.getFileStore(root);
            return new DiskUsage(
                    store.getUsableSpace(),
                    store.getTotalSpace(),
                    list(snapshots(), "snapshot.").size(),
                    list(logs(), "log.").size());
        } catch (IOException e) {
            throw failure(root, e);
        }
    }

    private interface Writing {
        void run() throws IOException;
    }

    private void writing(Writing action) {
        try {
            action.run();
        } catch (IOException e) {
            throw failure(root, e);
        }
    }

    /** Replaces a file so that after a power cut either the old or the new text is there, never half of one. */
    private static void replace(Path file, String text) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            channel.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel directory = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    private static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new MemberFailure(
                    ExitCode.DISK_NOT_WRITABLE,
                    "%s cannot be read (%s); make the volume readable for the member's user".formatted(file, e),
                    e);
        }
    }

    private static List<Path> list(Path directory, String prefix) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw failure(directory, e);
        }
    }

    @Override
    public void close() {
        writing(lockChannel::close);
    }
}
