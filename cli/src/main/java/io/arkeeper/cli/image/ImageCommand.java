package io.arkeeper.cli.image;

import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The group of commands about the image. */
@Command(
        name = "image",
        description = "Build the image that the chart runs.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class ImageCommand implements Runnable {

    @Spec
    CommandSpec spec;

    private ImageCommand() {}

    /**
     * The group with its commands.
     *
     * @param memberDistribution the member as it was built
     */
    public static CommandLine with(Path memberDistribution, Map<String, String> environment) {
        return new CommandLine(new ImageCommand())
                .addSubcommand(new ImageBuildCommand(memberDistribution, environment));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given");
    }
}
