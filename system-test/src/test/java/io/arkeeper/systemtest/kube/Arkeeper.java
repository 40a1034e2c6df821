package io.arkeeper.systemtest.kube;

import java.util.ArrayList;
import java.util.List;

/**
 * The command itself, in processes of its own, about one release.
 *
 * <p>{@code ARKEEPER_TEST_COMMAND} is the arkeeper to use; without it, that of the checkout.
 */
record Arkeeper(Namespace namespace, String release) {

    /** Runs a command to its end. */
    Program.Ended run(String... words) {
        Program.Ended ended = Program.run(line(words), "");
        print("exit code", words, ended);
        return ended;
    }

    /** Begins a command, and leaves it to itself. */
    Begun begin(String... words) {
        return Begun.of(line(words));
    }

    /** Runs a command that is about no release, and types something into it. */
    static Program.Ended runTyping(String input, String... words) {
        Program.Ended ended = Program.run(command(words), input);
        print("exit code", words, ended);
        return ended;
    }

    List<String> line(String... words) {
        List<String> line = command(words);
        line.addAll(List.of("-n", namespace.name(), release)); // behind the number that `scale` takes
        return line;
    }

    private static List<String> command(String... words) {
        List<String> line = new ArrayList<>(
                List.of(Cluster.variable("ARKEEPER_TEST_COMMAND").orElse("../arkeeper")));
        line.addAll(List.of(words));
        return line;
    }

    static void print(String how, String[] words, Program.Ended ended) {
        System.out.printf("$ arkeeper %s%n%s(%s %d)%n", String.join(" ", words), ended.output(), how, ended.exitCode());
    }
}
