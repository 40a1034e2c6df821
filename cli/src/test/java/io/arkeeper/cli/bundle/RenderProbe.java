package io.arkeeper.cli.bundle;

import io.arkeeper.cli.local.release.ChartRenderer;
import io.arkeeper.cli.local.release.ChartValues;
import java.nio.file.Path;
import java.util.Optional;

/** Renders a chart with the library of a distribution, in the distribution's Java. */
final class RenderProbe {

    private RenderProbe() {}

    public static void main(String[] arguments) {
        ChartRenderer renderer = new ChartRenderer(Path.of(arguments[0]), Optional.of(Path.of(arguments[1])));
        System.out.println(renderer.render("myzk", "default", ChartValues.NONE));
    }
}
