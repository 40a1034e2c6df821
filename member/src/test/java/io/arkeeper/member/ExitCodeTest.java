package io.arkeeper.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table in the documentation is the enum. */
final class ExitCodeTest {

    private static final Path TABLE = Path.of("../docs/reference/exit-codes.md");

    @Test
    void everyCodeIsDocumentedWithItsMeaning() throws IOException {
        List<String> rows = Files.readAllLines(TABLE).stream()
                .dropWhile(line -> !line.equals("## Member"))
                .takeWhile(line -> !line.equals("## Command"))
                .filter(line -> line.matches("\\| \\d+ \\|.*"))
                .toList();

        assertThat(rows)
                .isEqualTo(Arrays.stream(ExitCode.values())
                        .map(code -> "| %d | `%s` | %s |".formatted(code.number(), code, code.meaning()))
                        .toList());
    }
}
