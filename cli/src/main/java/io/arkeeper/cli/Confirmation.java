package io.arkeeper.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Asks before something is done that others will notice. */
record Confirmation(PrintWriter out, InputStream input) {

    /** @throws CommandFailure unless the answer is yes */
    void require(String consequence) {
        String answer = ask(consequence + System.lineSeparator() + "Go on? [y/N] ");
        if (!answer.equalsIgnoreCase("y") && !answer.equalsIgnoreCase("yes")) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT, "not confirmed, nothing was changed; answer y, or add --yes to a script");
        }
    }

    /** What the user types; nothing where there is nobody to ask. */
    String ask(String question) {
        out.print(question);
        out.flush();
        try {
            BufferedReader lines = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
            return Optional.ofNullable(lines.readLine()).orElse("").strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
