package io.arkeeper.bundle.sbom;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoBuildTest {

    private static final String MODULES = """
            path\texample.org/native
            mod\texample.org/native\t(devel)\t
            dep\thelm.sh/helm/v3\tv3.21.0\th1:x=
            dep\tk8s.io/api\tv0.35.3\th1:y=
            build\tGOOS=linux
            """;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_540, 65_549, 65_550, 200_000})
    void itIsFoundWhereverItLies(int before) throws IOException {
        InputStream library = library(before);

        assertThat(GoBuild.read(library))
                .contains(new GoBuild(
                        "1.25.10",
                        java.util.List.of(
                                new GoBuild.Module("helm.sh/helm/v3", "v3.21.0"),
                                new GoBuild.Module("k8s.io/api", "v0.35.3"))));
        assertThat(library.read())
                .as("read to its end, because it is hashed on the way")
                .isEqualTo(-1);
    }

    @Test
    void whatGoDidNotBuildHasNone() throws IOException {
        assertThat(GoBuild.read(new ByteArrayInputStream(new byte[300_000]))).isEmpty();
        assertThat(GoBuild.read(new ByteArrayInputStream("\u00ff Go buildinf:".getBytes(ISO_8859_1))))
                .isEmpty();
    }

    private static InputStream library(int before) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(new byte[before]);
        bytes.write("\u00ff Go buildinf:\b\u0002".getBytes(ISO_8859_1));
        bytes.write(new byte[16]);
        text(bytes, "go1.25.10".getBytes(UTF_8));
        byte[] sentinel = new byte[16];
        ByteArrayOutputStream modules = new ByteArrayOutputStream();
        modules.write(sentinel);
        modules.write(MODULES.getBytes(UTF_8));
        modules.write(sentinel);
        text(bytes, modules.toByteArray());
        bytes.write(new byte[2_000_000]);
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    private static void text(ByteArrayOutputStream bytes, byte[] text) throws IOException {
        int length = text.length;
        while (length > 0x7f) {
            bytes.write((length & 0x7f) | 0x80);
            length >>>= 7;
        }
        bytes.write(length);
        bytes.write(text);
    }
}
