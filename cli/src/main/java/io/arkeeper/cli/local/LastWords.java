package io.arkeeper.cli.local;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Remembers the last sentence a member said, for when it ends: without the time and the logger before it, and without
 * the stack trace behind it.
 */
final class LastWords {

    private static final Pattern STACK_FRAME = Pattern.compile("\\s+at .*|\\s+\\.\\.\\. \\d+ more|Caused by: .*");
    private static final Pattern TEXT_LINE =
            Pattern.compile("\\S+ (?:ERROR|WARN|INFO|DEBUG|TRACE)\\s+\\[[^\\]]*] \\S+ - (.*)");
    private static final Pattern JSON_LINE =
            Pattern.compile("\\{.*\"formattedMessage\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*)\".*}");

    private String sentence = "";

    synchronized void heard(String line) {
        if (!line.isBlank() && !STACK_FRAME.matcher(line).matches()) {
            sentence = sentence(line);
        }
    }

    synchronized Optional<String> sentence() {
        return sentence.isEmpty() ? Optional.empty() : Optional.of(sentence);
    }

    private static String sentence(String line) {
        Matcher text = TEXT_LINE.matcher(line);
        if (text.matches()) {
            return text.group(1);
        }
        Matcher json = JSON_LINE.matcher(line);
        return json.matches() ? json.group(1).replace("\\\"", "\"").replace("\\\\", "\\") : line.strip();
    }
}
