package io.arkeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.cli.bundle.OfflinePages;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What docs/install-offline.md tells people to type is understood, and the same in both languages. */
final class InstallOfflineTest {

    @TempDir
    private Path state;

    @Test
    void everyLineIsUnderstood() {
        List<String> lines = OfflinePages.commandLines();

        assertThat(lines).hasSizeGreaterThan(8);
        for (String line : lines) {
            List<String> words = List.of(line.split(" +"));
            CommandLine command = Main.commandLine(Run.bare(state));
            CommandLine.ParseResult parsed =
                    command.parseArgs(words.subList(1, words.size()).toArray(String[]::new));

            assertThat(parsed.errors()).as(line).isEmpty();
        }
    }

    @Test
    void bothLanguagesSayTheSame() {
        assertThat(OfflinePages.chinese()).isEqualTo(OfflinePages.english());
    }
}
