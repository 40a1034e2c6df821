package io.arkeeper.cli.bundle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The commands that the documentation tells people to type. */
final class Walkthrough {

    private static final Pattern BLOCK =
            Pattern.compile("(?:<!-- runs: (\\w+) -->\n)?```(\\w+)\n(.*?)```", Pattern.DOTALL);

    private final List<Block> blocks;

    private Walkthrough(List<Block> blocks) {
        this.blocks = blocks;
    }

    /** One block of code. */
    record Block(String mark, String language, String text) {}

    /** @param name of a page below docs/ */
    static Walkthrough of(String name) {
        try {
            String page = Files.readString(Path.of("..", "docs", name));
            return new Walkthrough(BLOCK.matcher(page)
                    .results()
                    .map(match ->
                            new Block(match.group(1) == null ? "" : match.group(1), match.group(2), match.group(3)))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Block> blocks() {
        return blocks;
    }

    /** The lines of the block with this mark. */
    List<String> lines(String mark) {
        return blocks.stream()
                .filter(block -> block.mark().equals(mark))
                .flatMap(block -> block.text().lines())
                .toList();
    }
}
