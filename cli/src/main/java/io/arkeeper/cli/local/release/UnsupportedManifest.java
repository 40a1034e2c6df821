package io.arkeeper.cli.local.release;

/** The chart rendered something a laptop cannot run. Refused, because leaving it out would run something else. */
public final class UnsupportedManifest extends RuntimeException {

    public UnsupportedManifest(String sentence) {
        super(sentence);
    }
}
