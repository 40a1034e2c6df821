package io.arkeeper.cli;

import io.arkeeper.bundle.BundleFailure;
import io.arkeeper.cli.kube.ClusterFailure;
import io.arkeeper.cli.kube.MissingRight;
import io.arkeeper.cli.local.BusyPort;
import io.arkeeper.cli.local.StateHome.PortsInUse;
import io.arkeeper.cli.local.release.HelmReleases.HelmFailure;
import io.arkeeper.cli.local.release.UnusableContent;
import io.arkeeper.core.InvalidSetting;
import io.arkeeper.core.InvalidSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong in a line or two, instead of a page of help or a stack trace. */
final class ShortErrors implements IParameterExceptionHandler, IExecutionExceptionHandler {

    static final String STACKTRACE = "--stacktrace";

    private static final String NO_ROOM = "No space left on device"; // the system's own words

    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        String sentence = e.getCause() instanceof InvalidSetting invalid
                ? invalid.getMessage() // without picocli's words about positions and types
                : e.getMessage().lines().findFirst().orElse("bad usage");
        say(err, List.of(sentence));
        UnmatchedArgumentException.printSuggestions(e, err);
        hint(command, err);
        return ExitCode.BAD_INPUT;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        boolean wantsTrace = parsed.originalArgs().contains(STACKTRACE);
        if (wantsTrace) {
            e.printStackTrace(err);
        }
        return switch (e) {
            case CommandFailure failure -> {
                say(err, failure.sentences());
                yield failure.exitCode();
            }
            case InvalidSettings invalid -> badInput(command, err, invalid.problems());
            case InvalidSetting invalid -> badInput(command, err, List.of(invalid.getMessage()));
            case UnusableContent unusable -> badInput(command, err, List.of(unusable.getMessage()));
            case BundleFailure failure -> {
                say(err, List.of(failure.getMessage()));
                yield switch (failure.kind()) {
                    case BAD_INPUT -> ExitCode.BAD_INPUT;
                    case NOT_VERIFIED -> ExitCode.NOT_VERIFIED;
                    case ENVIRONMENT, STORAGE -> ExitCode.CANNOT_RUN_HERE;
                    case DENIED -> ExitCode.DENIED;
                    case REGISTRY -> ExitCode.REGISTRY_FAILED;
                };
            }
            case ClusterFailure failure -> {
                say(err, List.of(failure.getMessage()));
                yield switch (failure.kind()) {
                    case UNREACHABLE, REFUSED -> ExitCode.CLUSTER_FAILED;
                    case UNAUTHENTICATED, FORBIDDEN -> ExitCode.CLUSTER_DENIED;
                };
            }
            case HelmFailure failure -> {
                Optional<MissingRight> missing = MissingRight.in(failure.getMessage());
                say(err, List.of(missing.map(MissingRight::sentence).orElse("Helm says: " + failure.getMessage())));
                yield missing.isPresent() ? ExitCode.CLUSTER_DENIED : ExitCode.CLUSTER_FAILED;
            }
            case PortsInUse busy -> {
                say(err, busy.ports().stream().map(BusyPort::sentence).toList());
                yield ExitCode.CANNOT_RUN_HERE;
            }
            case UncheckedIOException io
            when io.getCause() instanceof FileSystemException file -> {
                say(err, List.of(cannotUse(file)));
                yield ExitCode.CANNOT_RUN_HERE;
            }
            case FileSystemException file -> {
                say(err, List.of(cannotUse(file)));
                yield ExitCode.CANNOT_RUN_HERE;
            }
            case IOException io
            when isForWantOfRoom(io) -> {
                say(err, List.of("%s; free some where this command writes, and run it again".formatted(NO_ROOM)));
                yield ExitCode.CANNOT_RUN_HERE;
            }
            default -> {
                say(err, List.of("unexpected: " + e, "This is a bug of Arkeeper's."));
                if (!wantsTrace) {
                    err.printf("Run again with %s and report what it prints.%n", STACKTRACE);
                }
                yield ExitCode.UNEXPECTED;
            }
        };
    }

    /** Java names neither the file nor a class of its own where a write fails half-way. */
    private static boolean isForWantOfRoom(IOException e) {
        return NO_ROOM.equals(e.getMessage());
    }

    private static int badInput(CommandLine command, PrintWriter err, List<String> sentences) {
        say(err, sentences);
        hint(command, err);
        return ExitCode.BAD_INPUT;
    }

    private static String cannotUse(FileSystemException e) {
        String why = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
        return "%s cannot be used: %s; make it yours, or point XDG_STATE_HOME to a directory that is"
                .formatted(e.getFile(), why);
    }

    private static void say(PrintWriter err, List<String> sentences) {
        sentences.forEach(sentence -> err.println("error: " + sentence));
    }

    private static void hint(CommandLine command, PrintWriter err) {
        err.printf(
                "Run '%s --help' for what it takes.%n", command.getCommandSpec().qualifiedName());
    }
}
