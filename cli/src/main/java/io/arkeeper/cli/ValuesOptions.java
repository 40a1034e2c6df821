package io.arkeeper.cli;

import io.arkeeper.cli.local.release.ChartValues;
import io.arkeeper.core.InvalidSetting;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The chart's values, as Helm takes them. */
final class ValuesOptions {

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Set a value of the chart, e.g. --set servers=5. Can be given several times.")
    List<String> assignments = new ArrayList<>();

    @Option(
            names = {"-f", "--values"},
            paramLabel = "FILE",
            description = "Take values of the chart from a YAML file. Can be given several times; later ones win.")
    List<Path> files = new ArrayList<>();

    boolean areGiven() {
        return !assignments.isEmpty() || !files.isEmpty();
    }

    /**
     * Reads all files.
     *
     * @param below documents that these values override
     * @throws CommandFailure with what is wrong with each file
     */
    ChartValues read(String... below) {
        List<String> documents = new ArrayList<>(List.of(below));
        List<String> problems = new ArrayList<>();
        for (Path file : files) {
            try {
                documents.add(ChartValues.checked(file.toString(), Files.readString(file)));
            } catch (NoSuchFileException e) {
                problems.add("there is no file %s; check the path given with -f".formatted(file));
            } catch (CharacterCodingException e) {
                problems.add("%s is not YAML: it is not even UTF-8 text; mend it".formatted(file));
            } catch (IOException e) {
                problems.add("%s cannot be read (%s); check the path given with -f".formatted(file, e));
            } catch (InvalidSetting e) {
                problems.add(e.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            throw new CommandFailure(ExitCode.BAD_INPUT, problems);
        }
        return new ChartValues(documents).with(assignments);
    }
}
