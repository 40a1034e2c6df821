package io.arkeeper.cli.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the process that listens on a port, from what Linux tells everybody in {@code /proc}. */
final class PortHolder {

    private static final String LISTENING = "0A";
    private static final String ANYWHERE = "00000000";
    private static final Path PROC = Path.of("/proc");

    private PortHolder() {}

    /** Its number and program, e.g. {@code process 4711 (java)}; empty where it belongs to somebody else. */
    static Optional<String> find(String address, int port) {
        return Stream.of("net/tcp", "net/tcp6")
                .flatMap(table -> lines(PROC.resolve(table)))
                .map(line -> inodeOfListener(line, address, port))
                .flatMap(Optional::stream)
                .findFirst()
                .flatMap(PortHolder::processWith);
    }

    /** Columns: sl, local_address, rem_address, st, queues, timer, retransmits, uid, timeout, inode. */
    static Optional<String> inodeOfListener(String line, String address, int port) {
        String[] columns = line.strip().split("\\s+", -1);
        if (columns.length < 10 || !columns[3].equals(LISTENING)) {
            return Optional.empty();
        }
        String[] local = columns[1].split(":", -1);
        boolean samePort = local.length == 2 && Integer.parseInt(local[1], 16) == port;
        boolean sameAddress = local[0].endsWith(ANYWHERE) || local[0].endsWith(inProcNotation(address));
        return samePort && sameAddress ? Optional.of(columns[9]) : Optional.empty();
    }

    /** The four bytes as a little-endian machine prints them: 127.0.9.1 is 0109007F. */
    private static String inProcNotation(String address) {
        HexFormat hex = HexFormat.of().withUpperCase();
        return List.of(address.split("\\.", -1)).reversed().stream()
                .map(part -> hex.toHexDigits((byte) Integer.parseInt(part)))
                .collect(Collectors.joining());
    }

    private static Optional<String> processWith(String inode) {
        String link = "socket:[" + inode + "]";
        try (Stream<Path> processes = Files.list(PROC)) {
            return processes
                    .filter(process -> process.getFileName().toString().chars().allMatch(Character::isDigit))
                    .filter(process -> hasOpen(process.resolve("fd"), link))
                    .findFirst()
                    .map(process -> "process %s (%s)"
                            .formatted(
                                    process.getFileName(),
                                    lines(process.resolve("comm")).findFirst().orElse("unknown")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean hasOpen(Path descriptors, String link) {
        try (Stream<Path> open = Files.list(descriptors)) {
            return open.anyMatch(descriptor -> pointsTo(descriptor, link));
        } catch (IOException | UncheckedIOException e) {
            return false; // another user's, or it has just gone
        }
    }

    private static boolean pointsTo(Path descriptor, String link) {
        try {
            return Files.readSymbolicLink(descriptor).toString().equals(link);
        } catch (IOException e) {
            return false;
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }
}
