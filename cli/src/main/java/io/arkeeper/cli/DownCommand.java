package io.arkeeper.cli;

import io.arkeeper.cli.local.Instance;
import io.arkeeper.cli.local.InstanceDirectory;
import io.arkeeper.cli.local.PodStatus;
import io.arkeeper.cli.local.ProcessId;
import io.arkeeper.cli.local.release.ReleaseReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "down",
        description = "Stop a local ensemble. Its data stays, and the next `up` continues with it.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing runs any more",
            "1:a bug of Arkeeper's",
            "2:a name or options that cannot be used, or the deletion was not confirmed"
        })
final class DownCommand extends ReleaseCommand {

    private static final Duration AFTER_THE_GRACE_PERIOD = Duration.ofSeconds(10);
    private static final long LOOK_EVERY_MILLIS = 20;

    @Option(names = "--delete-data", description = "Delete the data as well. Asks first.")
    boolean deleteData;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    boolean yes;

    DownCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        InstanceDirectory directory = surroundings.state().of(name.text());
        Optional<Instance> instance = surroundings.state().instance(name.text());
        if (instance.isEmpty()) {
            out.println(NoInstance.sentence(name, surroundings.state()));
            return ExitCode.OK;
        }
        if (deleteData && !yes && !isConfirmed(directory, out)) {
            out.println("Not confirmed: nothing was stopped, nothing was deleted.");
            return ExitCode.BAD_INPUT;
        }
        stop(instance.get(), directory, out);
        if (deleteData) {
            directory.delete();
            out.printf("Its data is deleted.%n");
        } else {
            out.printf("Its data stays in %s.%n", directory.root());
        }
        return ExitCode.OK;
    }

    private void stop(Instance instance, InstanceDirectory directory, PrintWriter out)
            throws IOException, InterruptedException {
        List<ProcessId> members = instance.alive().stream()
                .map(PodStatus::process)
                .flatMap(Optional::stream)
                .toList();
        if (!instance.isSupervised() && members.isEmpty()) {
            out.printf("%s is not running.%n", name);
            return;
        }
        Stopwatch stopwatch = Stopwatch.sinceNow();
        if (instance.isSupervised()) {
            instance.supervisor().ifPresent(ProcessId::terminate); // it ends its members
        } else {
            members.forEach(ProcessId::terminate);
        }
        List<ProcessId> all =
                Stream.concat(instance.supervisor().stream(), members.stream()).toList();
        Duration patience = gracePeriod(instance, directory).plus(AFTER_THE_GRACE_PERIOD);
        while (all.stream().anyMatch(ProcessId::isAlive)) {
            if (stopwatch.elapsed().compareTo(patience) > 0) {
                all.forEach(ProcessId::kill);
            }
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
        out.printf("%s has stopped (%s).%n", name, stopwatch);
    }

    private Duration gracePeriod(Instance instance, InstanceDirectory directory) throws IOException {
        return ReleaseReader.read(name.text(), instance.namespace(), Files.readString(directory.manifest()))
                .template()
                .gracePeriod();
    }

    private boolean isConfirmed(InstanceDirectory directory, PrintWriter out) throws IOException {
        out.printf("This deletes all data of %s in %s.%nType its name to go on: ", name, directory.root());
        out.flush();
        BufferedReader typed = new BufferedReader(new InputStreamReader(surroundings.input(), StandardCharsets.UTF_8));
        return name.text()
                .equals(Optional.ofNullable(typed.readLine()).map(String::strip).orElse(""));
    }
}
