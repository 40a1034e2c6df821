package io.arkeeper.cli.local.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.arkeeper.cli.testing.FakeInstallation;
import io.arkeeper.core.InvalidSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** With Helm itself: its messages are what {@link ValuesProblems} has to understand. */
final class ChartRendererIT {

    private static final ChartRenderer FIXTURE = new ChartRenderer(FakeInstallation.chart(), Optional.empty());

    private static List<String> problems(ChartRenderer chart, String... assignments) {
        return catchThrowableOfType(
                        InvalidSettings.class,
                        () -> chart.render("myzk", "default", ChartValues.NONE.with(List.of(assignments))))
                .problems();
    }

    @Test
    void rendersWithFilesAndAssignmentsInHelmsOrder() {
        ChartValues values =
                new ChartValues(List.of("servers: 5\nheap: 1G\n", "servers: 7\n")).with(List.of("heap=3G"));

        Release release = ReleaseReader.read("myzk", "prod", FIXTURE.render("myzk", "prod", values));

        assertThat(release.replicas()).isEqualTo(7);
        assertThat(release.template().arguments()).contains("heap=3G");
        assertThat(release.namespace()).isEqualTo("prod");
    }

    @Test
    void nullTakesAValueBackToTheDefaultOfTheChart() {
        ChartValues values = new ChartValues(List.of("servers: 5\n")).with(List.of("servers=null"));

        assertThat(ReleaseReader.read("myzk", "default", FIXTURE.render("myzk", "default", values))
                        .replicas())
                .isEqualTo(1);
    }

    @Test
    void gathersWhatTheSchemaRefuses() {
        assertThat(problems(FIXTURE, "server=5", "servers=4", "clientPort=many"))
                .containsExactlyInAnyOrder(
                        "unknown value 'server': did you mean 'servers'?",
                        "servers is 4, expected one of 1, 3, 5, 7; the default is 3",
                        "clientPort is 'many', expected a value of the type integer; the default is 12181");
    }

    @Test
    void passesOnWhatTheTemplatesRefuse() {
        assertThat(problems(FIXTURE, "clientPort=1", "httpPort=1"))
                .containsExactly("clientPort and httpPort are both the same, expected different ports; change one");
    }

    @Test
    void theRealChartIsUnderstood() {
        ChartRenderer real = new ChartRenderer(Path.of("..", "charts", "zookeeper"), Optional.empty());

        Release release = ReleaseReader.read("myzk", "default", real.render("myzk", "default", ChartValues.NONE));

        assertThat(release.pods()).hasSize(3);
        assertThat(release.template().ports().keySet()).contains("client", "http");
        assertThat(problems(real, "server=5", "snapRetain=2"))
                .containsExactly(
                        "unknown value 'server': did you mean 'servers'?",
                        "snapRetain is 2, expected 3 or more; the default is 3");
        assertThat(problems(real, "minAvailable=1", "heap=5G")).hasSize(2);
    }

    @Test
    void allWhoRenderShareOneCopyOfHelm() throws IOException {
        ChartRenderer second = new ChartRenderer(FakeInstallation.chart(), Optional.empty());
        second.render("myzk", "default", ChartValues.NONE);

        assertThat(loadedFiles()).filteredOn(file -> file.contains("helm")).hasSize(1);
    }

    @Test
    void ctrlCAndTermAreStillTheJvmsAfterARendering() throws IOException {
        FIXTURE.render("myzk", "default", ChartValues.NONE);

        for (int signal : new int[] {KeptSignals.SIGINT, KeptSignals.SIGTERM}) {
            long handler = KeptSignals.handler(signal).getLong(0);
            assertThat(helm()).isNotEmpty().noneMatch(part -> part.contains(handler));
        }
    }

    /** Where in the memory of this process something is. */
    private record Mapped(long from, long to) {
        boolean contains(long address) {
            return from <= address && address < to;
        }
    }

    private static List<Mapped> helm() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.filter(line -> line.contains("helm") && line.contains(".so"))
                    .map(line -> line.substring(0, line.indexOf(' ')).split("-", 2))
                    .map(range -> new Mapped(Long.parseLong(range[0], 16), Long.parseLong(range[1], 16)))
                    .toList();
        }
    }

    /** The shared objects of this process: each copy of one has a file of its own. */
    private static List<String> loadedFiles() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.map(line -> line.substring(line.indexOf('/') + 1))
                    .filter(file -> file.contains(".so"))
                    .distinct()
                    .toList();
        }
    }
}
