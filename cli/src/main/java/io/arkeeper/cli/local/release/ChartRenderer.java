package io.arkeeper.cli.local.release;

import com.marcnuri.helm.TemplateCommand;
import com.marcnuri.helm.jni.HelmLib;
import com.marcnuri.helm.jni.NativeLibrary;
import com.sun.jna.Native;
import io.arkeeper.core.InvalidSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Renders a chart with Helm itself, in this process: no {@code helm} has to be installed.
 *
 * <p>Loading Helm takes 80 ms from an unpacked library and 480 ms where it must be unpacked first, so only commands
 * that render make one of these.
 */
public final class ChartRenderer {

    private static final String KUBERNETES = "1.36.0"; // that of the charts' own tests; there is no cluster to ask

    private final Path chart;
    private final HelmLib helm;

    /**
     * @param chart the chart's directory
     * @param library Helm's unpacked library, if it was unpacked when this program was built
     */
    public ChartRenderer(Path chart, Optional<Path> library) {
        this.chart = chart;
        this.helm = library.filter(Files::isReadable)
                .map(file -> Native.load(file.toString(), HelmLib.class))
                .orElseGet(() -> NativeLibrary.getInstance().load());
    }

    /**
     * The chart's objects as YAML documents.
     *
     * @throws InvalidSettings where the chart refuses the values: every problem, as sentences
     */
    public String render(String name, String namespace, ChartValues values) {
        Path directory = null;
        try {
            directory = Files.createTempDirectory("arkeeper-values");
            TemplateCommand template = new TemplateCommand(helm, chart)
                    .withName(name)
                    .withNamespace(namespace)
                    .withKubeVersion(KUBERNETES);
            for (String document : values.documents()) {
                template.withValuesFile(
                        Files.writeString(Files.createTempFile(directory, "values", ".yaml"), document));
            }
            return template.call();
        } catch (IllegalStateException e) {
            ValuesProblems problems =
                    new ValuesProblems(file("values.schema.json"), file("values.yaml"), values);
            throw new InvalidSettings(problems.read(String.valueOf(e.getMessage())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            delete(directory);
        }
    }

    private Optional<Tree> file(String name) {
        Path file = chart.resolve(name);
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        try {
            // JSON is YAML, and this parser is on the class path already
            Object read = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
            return Optional.of(Tree.of(name, read));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory) {
        if (directory == null) {
            return;
        }
        try (Stream<Path> found = Files.walk(directory)) {
            for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
