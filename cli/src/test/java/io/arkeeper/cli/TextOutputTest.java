package io.arkeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class TextOutputTest {

    private final StringWriter written = new StringWriter();

    @Test
    void charactersThatComeInPieces() throws IOException {
        try (TextOutput output = new TextOutput(written)) {
            for (byte single : "a é 中 😀 z\n".getBytes(StandardCharsets.UTF_8)) {
                output.write(single);
            }
        }

        assertThat(written).hasToString("a é 中 😀 z\n");
    }

    @Test
    void whatIsNoText() throws IOException {
        try (TextOutput output = new TextOutput(written)) {
            output.write(new byte[] {'a', (byte) 0xff, 'b'});
        }

        assertThat(written).hasToString("a\ufffdb");
    }
}
