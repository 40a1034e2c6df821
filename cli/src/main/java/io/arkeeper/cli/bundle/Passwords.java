package io.arkeeper.cli.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.arkeeper.bundle.BundleFailure;
import java.io.Console;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where the password of a private key comes from: the environment, or somebody who types it.
 *
 * @param prompt asks a person without showing what is typed; empty where nobody can be asked
 */
public record Passwords(Map<String, String> environment, Function<String, Optional<String>> prompt) {

    private static final List<String> VARIABLES = List.of("ARKEEPER_KEY_PASSWORD", "COSIGN_PASSWORD");

    public static Passwords ofThisProcess() {
        return new Passwords(System.getenv(), Passwords::ask);
    }

    @SuppressWarnings("SystemConsoleNull") // it depends on the modules of the runtime
    private static Optional<String> ask(String question) {
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            return Optional.empty();
        }
        char[] typed = console.readPassword("%s", question);
        return typed == null ? Optional.empty() : Optional.of(new String(typed));
    }

    /** For a key that exists. */
    byte[] existing(String file) {
        return given().or(() -> prompt.apply("Password of " + file + ": "))
                .orElseThrow(Passwords::nobody)
                .getBytes(UTF_8);
    }

    /** For a new key: typed twice, because nobody sees what is typed. */
    byte[] fresh(String file) {
        Optional<String> given = given();
        if (given.isPresent()) {
            return given.get().getBytes(UTF_8);
        }
        byte[] first = prompt.apply("New password of " + file + ": ")
                .orElseThrow(Passwords::nobody)
                .getBytes(UTF_8);
        byte[] second =
                prompt.apply("Once more: ").orElseThrow(Passwords::nobody).getBytes(UTF_8);
        if (!Arrays.equals(first, second)) {
            throw new BundleFailure(BundleFailure.Kind.BAD_INPUT, "the two passwords differ; try again");
        }
        return first;
    }

    private Optional<String> given() {
        return VARIABLES.stream()
                .map(environment::get)
                .filter(value -> value != null) // an empty one is a password, as cosign has it
                .findFirst();
    }

    private static BundleFailure nobody() {
        return new BundleFailure(
                BundleFailure.Kind.BAD_INPUT,
                "the key needs a password and nobody can be asked; set %s".formatted(VARIABLES.getFirst()));
    }
}
