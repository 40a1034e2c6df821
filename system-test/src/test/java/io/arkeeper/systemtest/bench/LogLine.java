package io.arkeeper.systemtest.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A line of a server's log: a member's begins as 2026-05-04T12:30:31.123Z, plain ZooKeeper's as 2026-05-04 12:30:31,123. */
record LogLine(Instant at, String text) {

    private static final Pattern LINE =
            Pattern.compile("([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9:]{8})[.,]([0-9]{3})(Z?) (.*)");

    /** Those of a file that have a time. */
    static List<LogLine> read(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .flatMap(line -> of(line, ZoneId.systemDefault()).stream())
                .toList();
    }

    /** @param zone that of a log that names none */
    static Optional<LogLine> of(String line, ZoneId zone) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            return Optional.empty();
        }
        LocalDateTime time = LocalDateTime.parse(parts.group(1) + "T" + parts.group(2) + "." + parts.group(3));
        ZoneId of = parts.group(4).isEmpty() ? zone : ZoneOffset.UTC;
        return Optional.of(new LogLine(time.atZone(of).toInstant(), parts.group(5)));
    }
}
