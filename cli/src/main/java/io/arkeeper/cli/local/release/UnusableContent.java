package io.arkeeper.cli.local.release;

/** A manifest or a file holds something this program cannot use. Refused, because leaving it out would run something else. */
public final class UnusableContent extends RuntimeException {

    public UnusableContent(String sentence) {
        super(sentence);
    }
}
