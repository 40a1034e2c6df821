package io.arkeeper.cli;

import java.util.List;

/** A command cannot do what it was asked to. The sentences are for people and say what to do. */
final class CommandFailure extends RuntimeException {

    private final int exitCode;
    private final List<String> sentences;

    CommandFailure(int exitCode, String... sentences) {
        this(exitCode, List.of(sentences));
    }

    CommandFailure(int exitCode, List<String> sentences) {
        super(String.join("\n", sentences));
        this.exitCode = exitCode;
        this.sentences = List.copyOf(sentences);
    }

    int exitCode() {
        return exitCode;
    }

    List<String> sentences() {
        return sentences;
    }
}
