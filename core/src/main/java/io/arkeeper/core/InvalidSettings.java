package io.arkeeper.core;

import java.util.List;

/** Every problem of a configuration at once, so that nobody has to mend them one restart at a time. */
public final class InvalidSettings extends IllegalArgumentException {

    private final List<String> problems;

    /** @param problems the sentences, at least one, in the order they are to be read */
    public InvalidSettings(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
