package io.arkeeper.cli;

import io.arkeeper.cli.ClusterOptions.Connection;
import io.arkeeper.cli.MemberChoice.Candidate;
import io.arkeeper.cli.kube.Cluster.PodName;
import io.arkeeper.cli.kube.ClusterFailure;
import io.arkeeper.cli.kube.EnsembleSet;
import io.arkeeper.cli.kube.PodCondition.Serves;
import io.arkeeper.cli.kube.Snapshot;
import io.arkeeper.cli.kube.Streams;
import io.arkeeper.cli.local.Instance;
import io.arkeeper.cli.local.MemberView;
import io.arkeeper.cli.local.PodStatus;
import io.arkeeper.cli.local.Pump;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "zk",
        customSynopsis = "${COMMAND-FULL-NAME} [OPTION...] [NAME] [-- COMMAND [ARGUMENT...]]",
        description = {
            "zkCli as ZooKeeper's superuser, for administrators, also where TLS or a login is required.",
            "",
            "Runs in a member's pod, so whoever may create pods/exec in the namespace may use it, and nobody else. There is no"
                    + " password: the member gives a ticket for one session, and writes the session and each of its changes"
                    + " to its log.",
            "",
            "Without COMMAND it reads commands, until 'quit' or the end of the input.",
            "",
            Place.RULE
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:a bug of Arkeeper's",
            "2:ZooKeeper refuses the command; or a name, options or a kubeconfig that cannot be used",
            "4:no member is ready, or the session was lost",
            "5:not running, or not installed",
            "8:zkCli could not run in the pod, or was ended there",
            "14:the cluster cannot be reached, or fails",
            "15:the cluster denies it: credentials, or a right that is named"
        })
final class ZkCommand implements Callable<Integer> {

    private static final List<String> JAVA = List.of("/opt/java/bin/java", "@/opt/arkeeper/client.args");
    private static final String REVIEW = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
    private static final String END_OF_OPTIONS = "--";
    private static final int CONTROL_PORT = 8081;
    private static final byte[] QUIT = "\nquit\n".getBytes(StandardCharsets.UTF_8);

    // what the program beside the member ends with
    private static final int DONE = 0;
    private static final int REFUSED = 2;
    private static final int NO_SESSION = 4;

    @Parameters(
            paramLabel = "NAME",
            arity = "0..*",
            description = "Name of the release (default: " + ReleaseName.DEFAULT
                    + "). After -- follows a command of zkCli, as in: -- ls -R /")
    List<String> words = new ArrayList<>();

    @Option(
            names = "--member",
            paramLabel = "POD",
            description = "The pod, or its ordinal (default: the first that is ready).")
    Optional<String> member = Optional.empty();

    @Mixin
    PlaceOptions where = new PlaceOptions();

    @Spec
    CommandSpec spec;

    private final Surroundings surroundings;

    ZkCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        List<String> command = command();
        ReleaseName name = name(words.subList(0, words.size() - command.size()));
        return switch (where.of(name, surroundings)) {
            case LOCAL -> local(name, command);
            case CLUSTER -> {
                try (Connection connection = where.connect(surroundings)) {
                    yield cluster(connection, name, command);
                }
            }
        };
    }

    /** What follows the end of the options; what stands before it is the name. */
    private List<String> command() {
        List<String> given = spec.commandLine().getParseResult().originalArgs();
        int end = given.indexOf(END_OF_OPTIONS);
        List<String> command = end < 0 ? List.of() : given.subList(end + 1, given.size());
        if (!command.isEmpty() && command.getFirst().startsWith("-")) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "after -- stands '%s', expected a command of zkCli, as in: -- ls /".formatted(command.getFirst()));
        }
        return command;
    }

    private static ReleaseName name(List<String> given) {
        if (given.size() > 1) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "there are %d names (%s), expected one; put -- before a command of zkCli, as in: %s -- %s"
                            .formatted(
                                    given.size(),
                                    String.join(" ", given),
                                    given.getFirst(),
                                    String.join(" ", given.subList(1, given.size()))));
        }
        return new ReleaseName(given.isEmpty() ? ReleaseName.DEFAULT : given.getFirst());
    }

    private int cluster(Connection connection, ReleaseName name, List<String> command) throws InterruptedException {
        Snapshot now = connection.snapshots(name).read();
        if (!now.isInstalled()) {
            throw new CommandFailure(ExitCode.NOT_RUNNING, new ClusterStatus(now).sentence());
        }
        String pod = new MemberChoice(
                        name,
                        now.conditions().stream()
                                .map(condition -> new Candidate(
                                        condition.pod(), condition instanceof Serves, condition.sentence()))
                                .toList())
                .choose(member);
        ZkShell shell = new ZkShell(
                user(connection),
                pod,
                "127.0.0.1",
                now.set().map(EnsembleSet::clientPort).orElseThrow(),
                now.member(pod).flatMap(MemberView::controlPort).orElse(CONTROL_PORT),
                prompts(command),
                command);
        List<String> program = new ArrayList<>(JAVA);
        program.addAll(shell.words());
        return outcome(
                pod, connection.cluster().run(new PodName(connection.namespace(), pod), program, streams(command)));
    }

    /** The name that the cluster knows the caller by; an older one does not tell. */
    private static String user(Connection connection) {
        try {
            return connection
                    .cluster()
                    .post(REVIEW, Map.of("apiVersion", "authentication.k8s.io/v1", "kind", "SelfSubjectReview"))
                    .tree("status")
                    .tree("userInfo")
                    .text("username")
                    .orElseGet(() -> unnamed(connection));
        } catch (ClusterFailure e) {
            return unnamed(connection);
        }
    }

    private static String unnamed(Connection connection) {
        return "somebody with context " + connection.kubeconfig().context();
    }

    private int local(ReleaseName name, List<String> command) throws InterruptedException {
        Instance instance = surroundings
                .state()
                .instance(name.text())
                .orElseThrow(() ->
                        new CommandFailure(ExitCode.NOT_RUNNING, NoInstance.sentence(name, surroundings.state())));
        if (!instance.isSupervised()) {
            throw new CommandFailure(
                    ExitCode.NOT_RUNNING,
                    "%s is not running; start it with '%s'"
                            .formatted(name, surroundings.installation().line("up --detach " + name)));
        }
        String pod = new MemberChoice(
                        name,
                        instance.pods().stream()
                                .map(status -> new Candidate(status.pod(), status.isReady(), status.reason()))
                                .toList())
                .choose(member);
        PodStatus chosen = instance.pods().stream()
                .filter(status -> status.pod().equals(pod))
                .findFirst()
                .orElseThrow();
        ZkShell shell = new ZkShell(
                System.getProperty("user.name", ""),
                pod,
                chosen.address(),
                instance.port(Instance.CLIENT),
                MemberView.ask(chosen.address(), instance.port(Instance.HTTP), MemberDoor.SHORT)
                        .flatMap(MemberView::controlPort)
                        .orElse(CONTROL_PORT),
                prompts(command),
                command);
        return outcome(pod, OptionalInt.of(runHere(shell, streams(command))));
    }

    private int runHere(ZkShell shell, Streams streams) throws InterruptedException {
        try {
            List<String> program = surroundings.installation().member().java(List.of("-Xmx128m"));
            program.addAll(shell.words());
            ProcessBuilder builder = new ProcessBuilder(program);
            if (streams.input().isEmpty()) {
                builder.redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
            }
            Process process = builder.start();
            streams.input().ifPresent(typed -> Pump.start("zk-input", typed, process.getOutputStream()));
            Thread out = Pump.start("zk-output", process.getInputStream(), streams.output());
            Thread err = Pump.start("zk-error", process.getErrorStream(), streams.error());
            int code = process.waitFor();
            out.join();
            err.join();
            return code;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean prompts(List<String> command) {
        return command.isEmpty() && surroundings.isTerminal();
    }

    /** Whoever runs in a pod does not see the end of the input, so it is told. */
    private Streams streams(List<String> command) {
        Optional<InputStream> typed = command.isEmpty()
                ? Optional.of(new SequenceInputStream(surroundings.input(), new ByteArrayInputStream(QUIT)))
                : Optional.empty();
        return new Streams(
                typed,
                new TextOutput(spec.commandLine().getOut()),
                new TextOutput(spec.commandLine().getErr()));
    }

    private static int outcome(String pod, OptionalInt code) {
        if (code.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.CLUSTER_FAILED,
                    "the connection to %s broke; the session ends there with it. Whether the last command was done is not"
                                    .formatted(pod)
                            + " known");
        }
        return switch (code.getAsInt()) {
            case DONE -> ExitCode.OK;
            case REFUSED -> ExitCode.BAD_INPUT;
            case NO_SESSION -> ExitCode.NO_QUORUM;
            default ->
                throw new CommandFailure(
                        ExitCode.MEMBER_FAILED,
                        ("zkCli in %s ended with %d; an image older than this command does not know it: upgrade the"
                                        + " release first, otherwise look at the pod's memory")
                                .formatted(pod, code.getAsInt()));
        };
    }
}
