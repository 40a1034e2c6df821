package io.arkeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is printed for other programs, and what is said besides. */
final class TemplateCommandIT {

    private static final Path CHART = Path.of("..", "charts", "zookeeper").toAbsolutePath();

    @TempDir
    private Path state;

    private Run template(String... values) {
        String[] words = {"template", "--set", String.join(",", values)};
        return Run.of(Run.surroundings(state, CHART, Path.of("no-member"), ""), words);
    }

    @Test
    void certificatesThatWereMadeJustNowAreWarnedOf_besideWhatIsPrinted() {
        Run run = template("tls.enabled=true");

        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("kind: Secret").doesNotContain("warning");
        assertThat(run.err())
                .isEqualTo("warning: these certificates and their authority were made just now, and the next rendering"
                        + " makes others, which nobody believes yet; apply them once, and render with --set"
                        + " tls.existingSecret=myzk-zookeeper-tls from then on\n");
    }

    @Test
    void nothingIsSaidWhereTheSameValuesGiveTheSameBytes() {
        assertThat(template("tls.enabled=true", "tls.existingSecret=myzk-zookeeper-tls")
                        .err())
                .isEmpty();
        assertThat(template("servers=3").err()).isEmpty();
    }
}
