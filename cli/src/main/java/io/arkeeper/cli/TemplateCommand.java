package io.arkeeper.cli;

import io.arkeeper.cli.kube.ChartSecrets;
import io.arkeeper.cli.kube.Manifest;
import io.arkeeper.cli.local.release.ChartRenderer;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "template",
        description = {
            "Print the objects that `install` would make, for GitOps and for reading.",
            "",
            "Asks no cluster. The same values give the same bytes; only where the chart makes certificates each rendering"
                    + " makes others, which a warning tells."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:printed", "1:a bug of Arkeeper's", "2:values, a name or options that cannot be used"})
final class TemplateCommand extends ReleaseCommand {

    private static final int LONGEST_NAMESPACE = 63;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            defaultValue = "default",
            description = "Namespace of the objects (default: ${DEFAULT-VALUE}).")
    String namespace;

    @Option(
            names = "--kube-version",
            paramLabel = "VERSION",
            defaultValue = ChartRenderer.KUBERNETES,
            description = "Version of the cluster to render for (default: ${DEFAULT-VALUE}).")
    String kubernetes;

    @Mixin
    ValuesOptions given = new ValuesOptions();

    TemplateCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() {
        DnsLabel.require("the namespace", namespace, LONGEST_NAMESPACE, "default");
        Installation installation = surroundings.installation();
        String manifest = installation.chartRenderer().render(name.text(), namespace, given.read(), kubernetes);
        PrintWriter out = spec.commandLine().getOut();
        out.print(manifest);
        out.flush();
        ChartSecrets.ofMembers(Manifest.of(manifest)).ifPresent(this::warn);
        return ExitCode.OK;
    }

    /** On the error stream, because what is printed is for another program. */
    private void warn(String secret) {
        PrintWriter err = spec.commandLine().getErr();
        err.printf(
                "warning: these certificates and their authority were made just now, and the next rendering makes others, which"
                        + " nobody believes yet; apply them once, and render with --set tls.existingSecret=%s from then on%n",
                secret);
        err.flush();
    }
}
