package io.arkeeper.cli.bundle;

import io.arkeeper.cli.local.release.ChartRenderer;
import io.arkeeper.cli.local.release.ChartValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Renders a chart in a process of its own: {@code RenderChart CHART VALUES}. */
final class RenderChart {

    private RenderChart() {}

    public static void main(String[] arguments) throws IOException {
        ChartRenderer renderer = new ChartRenderer(Path.of(arguments[0]), Optional.empty());
        ChartValues values = new ChartValues(List.of(Files.readString(Path.of(arguments[1]))));
        System.out.println(renderer.render("myzk", "default", values));
    }
}
