package io.arkeeper.cli.kube.preflight;

/** What was found about one subject. */
public sealed interface Check {

    /** What it is about, in a word or two. */
    String subject();

    /** What was found and, where something is wrong, what to do. */
    String sentence();

    /** As it should be. */
    record Ok(String subject, String sentence) implements Check {}

    /** It may work; a person should know. */
    record Warn(String subject, String sentence) implements Check {}

    /** It cannot work. */
    record Fail(String subject, String sentence) implements Check {}

    default String level() {
        return switch (this) {
            case Ok ok -> "ok";
            case Warn warn -> "warn";
            case Fail fail -> "fail";
        };
    }
}
