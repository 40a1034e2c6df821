package io.arkeeper.systemtest.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** What several rounds have found, in order. */
record Figures(List<Double> sorted) {

    static <T> Figures of(List<T> rounds, ToDoubleFunction<T> figure) {
        return new Figures(rounds.stream().mapToDouble(figure).sorted().boxed().toList());
    }

    double median() {
        return sorted.get(sorted.size() / 2);
    }

    double worst() {
        return sorted.getLast();
    }
}
