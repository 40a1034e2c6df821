package io.arkeeper.member.disk;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arkeeper.member.ExitCode;
import io.arkeeper.member.MemberFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Small files that must survive a power cut. */
final class VolumeFiles {

    private VolumeFiles() {}

    /** Replaces a file so that after a power cut either the old or the new text is there, never half of one. */
    static void replace(Path file, String text) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            channel.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force(file.getParent());
    }

    /** Waits until the file, or what the directory lists, has reached the disk. */
    static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** The text of a file; empty where there is no such file. */
    static Optional<String> read(Path file) {
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

    /** The files whose names begin so, sorted; none where there is no such directory. */
    static List<Path> list(Path directory, String prefix) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw DiskFailures.of(directory, e);
        }
    }
}
