package io.arkeeper.charts;

import com.marcnuri.helm.DryRun;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** Helm 3.21 inside this JVM: a rendering takes a millisecond, so tests need not be sparing with them. */
final class InProcessHelm implements Helm {

    static final InProcessHelm HELM = new InProcessHelm();

    /** Without a cluster this Helm takes itself to face Kubernetes 1.20, which the chart refuses. */
    private static final String KUBERNETES = "1.34.0";

    private InProcessHelm() {}

    @Override
    public String template(Release release) throws RefusedByHelm {
        return templateFor(KUBERNETES, release);
    }

    /** With the pods of {@code helm test}, which the program prints as well and the library leaves out. */
    String templateFor(String kubernetes, Release release) throws RefusedByHelm {
        try (ChartCopy copy = ChartCopy.withVisibleHooks(release.chart())) {
            Release visible = release.of(copy.directory());
            return copy.original(call(visible, values -> helm(visible)
                    .template()
                    .withName(release.name())
                    .withNamespace(release.namespace())
                    .withKubeVersion(kubernetes)
                    .withValuesFile(values)
                    .call()));
        }
    }

    @Override
    public String notes(Release release) throws RefusedByHelm {
        String output = call(release, values -> helm(release)
                .install()
                .withName(release.name())
                .withNamespace(release.namespace())
                .withValuesFile(values)
                .withKubeVersion(KUBERNETES)
                .clientOnly()
                .withDryRunOption(DryRun.CLIENT)
                .dryRun()
                .call()
                .getOutput());
        return output.substring(output.indexOf("NOTES:\n") + "NOTES:\n".length());
    }

    @Override
    public List<String> lint(Release release) {
        LintResult result = helm(release).lint().strict().call();
        return result.getMessages().stream()
                .filter(message -> !message.startsWith("[INFO]"))
                .toList();
    }

    private static com.marcnuri.helm.Helm helm(Release release) {
        return new com.marcnuri.helm.Helm(release.chart());
    }

    private static String call(Release release, Function<Path, String> command) throws RefusedByHelm {
        try {
            Path values = Files.createTempFile("values", ".yaml");
            try {
                Files.writeString(values, release.values());
                return Objects.requireNonNullElse(command.apply(values), "");
            } catch (IllegalStateException refused) {
                throw new RefusedByHelm(refused.getMessage(), refused);
            } finally {
                Files.delete(values);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
