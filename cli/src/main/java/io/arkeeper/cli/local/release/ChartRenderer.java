package io.arkeeper.cli.local.release;

import com.marcnuri.helm.TemplateCommand;
import com.marcnuri.helm.jni.HelmLib;
import io.arkeeper.core.InvalidSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/** Renders a chart with Helm itself, in this process: no {@code helm} has to be installed. */
public final class ChartRenderer {

    public static final String KUBERNETES = "1.36.0"; // that of the charts' own tests; there is no cluster to ask

    private final Path chart;
    private final HelmLib helm;

    /**
     * @param chart the chart's directory
     * @param library Helm's unpacked library, if it was unpacked when this program was built
     */
    public ChartRenderer(Path chart, Optional<Path> library) {
        this.chart = chart;
        this.helm = HelmLibrary.load(library);
    }

    /**
     * The chart's objects as YAML documents.
     *
     * @throws InvalidSettings where the chart refuses the values: every problem, as sentences
     */
    public String render(String name, String namespace, ChartValues values) {
        return render(name, namespace, values, KUBERNETES);
    }

    /** @param kubernetes the version of the cluster to render for, e.g. {@code 1.36.0} */
    public String render(String name, String namespace, ChartValues values, String kubernetes) {
        TemplateCommand template = new TemplateCommand(helm, chart)
                .withName(name)
                .withNamespace(namespace)
                .withKubeVersion(kubernetes);
        try (ValuesFiles files = new ValuesFiles(values)) {
            files.files().forEach(template::withValuesFile);
            return template.call();
        } catch (IllegalStateException e) {
            throw new InvalidSettings(ValuesProblems.of(chart, values).read(String.valueOf(e.getMessage())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
