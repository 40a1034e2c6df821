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

    private static final String HOOK = "helm.sh/hook";

    private InProcessHelm() {}

    @Override
    public String template(Release release) throws RefusedByHelm {
        return templateFor(KUBERNETES, release);
    }

    /** This Helm leaves hooks out of what it renders, unlike the program; under another name they are none. */
    String templateFor(String kubernetes, Release release) throws RefusedByHelm {
        try (ChartCopy.Temporary copy = ChartCopy.withReplaced(release.chart(), HOOK, "none." + HOOK)) {
            return render(kubernetes, release.of(copy.chart())).replace("none." + HOOK, HOOK);
        }
    }

    private static String render(String kubernetes, Release release) throws RefusedByHelm {
        return call(release, values -> helm(release)
                .template()
                .withName(release.name())
                .withNamespace(release.namespace())
                .withKubeVersion(kubernetes)
                .withValuesFile(values)
                .call());
    }

    @Override
    public String notes(Release release) throws RefusedByHelm {
        String output = dryRun(release);
        return output.substring(output.indexOf("NOTES:\n") + "NOTES:\n".length());
    }

    private static String dryRun(Release release) throws RefusedByHelm {
        return call(release, values -> helm(release)
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
