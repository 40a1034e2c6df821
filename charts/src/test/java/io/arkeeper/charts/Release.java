package io.arkeeper.charts;

import java.nio.file.Path;

/**
 * What somebody asks Helm for: a chart, a name, a namespace and the values that differ from the chart's own. It exists so
 * that every Helm can be asked the same.
 *
 * @param values YAML as people write it, empty for the defaults
 */
record Release(Path chart, String name, String namespace, String values) {

    static final Path CHART = Path.of("zookeeper");

    /** The release that the documentation speaks of, with the chart's defaults. */
    static final Release MYZK = new Release(CHART, "myzk", "default", "");

    Release of(Path otherChart) {
        return new Release(otherChart, name, namespace, values);
    }

    Release named(String otherName) {
        return new Release(chart, otherName, namespace, values);
    }

    Release in(String otherNamespace) {
        return new Release(chart, name, otherNamespace, values);
    }

    Release with(String otherValues) {
        return new Release(chart, name, namespace, otherValues);
    }
}
