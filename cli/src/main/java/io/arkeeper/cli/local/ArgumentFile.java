package io.arkeeper.cli.local;

import java.util.ArrayList;
import java.util.List;

/** Reads the JDK's {@code @argfiles}: words between white space, quotes around what contains some, {@code #} comments. */
final class ArgumentFile {

    private final List<String> arguments = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;

    private ArgumentFile() {}

    static List<String> read(String text) {
        ArgumentFile file = new ArgumentFile();
        text.lines().forEach(file::line);
        return file.arguments;
    }

    private void line(String line) {
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote == 0 && c == '#') {
                break;
            }
            if (quote != 0 && c == '\\' && i + 1 < line.length()) {
                word.append(line.charAt(++i));
            } else if (c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
                inWord = true;
            } else if (quote == 0 && Character.isWhitespace(c)) {
                end();
            } else {
                word.append(c);
                inWord = true;
            }
        }
        end();
    }

    private void end() {
        if (inWord) {
            arguments.add(word.toString());
        }
        word.setLength(0);
        inWord = false;
    }
}
