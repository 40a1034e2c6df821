package io.arkeeper.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RotatingLogTest {

    @TempDir
    private Path directory;

    private Path file(String suffix) {
        return directory.resolve("pod.log" + suffix);
    }

    @Test
    void isSetAsideBeforeItGrowsTooLong() throws IOException {
        try (RotatingLog log = new RotatingLog(file(""), 10)) {
            for (String line : new String[] {"first", "second", "third", "fourth", "5"}) {
                log.line(line);
            }
        }

        assertThat(file("")).hasContent("fourth\n5\n");
        assertThat(file(".1")).hasContent("third\n");
        assertThat(file(".2")).hasContent("second\n");
        assertThat(file(".3")).doesNotExist();
    }

    @Test
    void goesOnWhereItWasLeft() throws IOException {
        try (RotatingLog log = new RotatingLog(file(""), 10)) {
            log.line("one");
        }
        try (RotatingLog log = new RotatingLog(file(""), 10)) {
            log.line("two");
            log.line("three");
        }

        assertThat(file("")).hasContent("three\n");
        assertThat(file(".1")).hasContent("one\ntwo\n");
    }

    @Test
    void aLineThatIsTooLongByItselfIsKeptWhole() throws IOException {
        try (RotatingLog log = new RotatingLog(file(""), 4)) {
            log.line("a long line");
        }

        assertThat(file("")).hasContent("a long line\n");
    }
}
