package io.arkeeper.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LastWordsTest {

    private final LastWords words = new LastWords();

    private Optional<String> after(String... lines) {
        for (String line : lines) {
            words.heard(line);
        }
        return words.sentence();
    }

    @Test
    void areTheSentenceWithoutTimeAndLogger() {
        assertThat(after("2026-11-23T09:05:54.036Z ERROR [main] Main - this disk belongs to default/myzk-zookeeper-1"))
                .contains("this disk belongs to default/myzk-zookeeper-1");
    }

    @Test
    void areTheSentenceOfAJsonLine() {
        assertThat(
                        after(
                                "{\"level\":\"ERROR\",\"formattedMessage\":\"the disk of \\\"a\\\" is full\",\"thread\":\"x\"}"))
                .contains("the disk of \"a\" is full");
    }

    @Test
    void areNotTheStackTraceBehindIt() {
        assertThat(after(
                        "2026-11-23T09:05:54.036Z ERROR [main] Main - this is a bug",
                        "java.lang.IllegalStateException: null",
                        "\tat io.arkeeper.member.Main.main(Main.java:35)",
                        "Caused by: java.io.IOException: x",
                        "\t... 3 more",
                        ""))
                .contains("java.lang.IllegalStateException: null");
    }

    @Test
    void areWhateverWasSaid() {
        assertThat(after("Error: Could not find or load main class x"))
                .contains("Error: Could not find or load main class x");
    }

    @Test
    void mayBeMissing() {
        assertThat(after("", "  ")).isEmpty();
    }
}
