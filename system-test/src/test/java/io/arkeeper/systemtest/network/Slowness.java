package io.arkeeper.systemtest.network;

import java.util.List;

/** How this machine's kernel can make a link slow, the better one first. */
public enum Slowness {
    DELAY("netem: 80 ms later, more or less 40 ms", "netem delay 80ms 40ms"),
    BANDWIDTH("tbf: 300 kbit/s", "tbf rate 300kbit burst 5kb latency 500ms");

    private final String words;
    private final String discipline;

    Slowness(String words, String discipline) {
        this.words = words;
        this.discipline = discipline;
    }

    /** The queueing discipline, as {@code tc} is told it. */
    List<String> discipline() {
        return List.of(discipline.split(" "));
    }

    @Override
    public String toString() {
        return words;
    }
}
