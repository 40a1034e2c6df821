package io.arkeeper.cli.kube.preflight;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class KeytabTest {

    private static final byte[] KEY = new byte[32];

    /** As {@code ktutil} writes it: one entry for each name, and a hole where one was deleted. */
    static byte[] keytab(String... principals) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeShort(0x0502);
            out.writeInt(-6);
            out.write(new byte[6]);
            for (String principal : principals) {
                byte[] entry = entry(principal);
                out.writeInt(entry.length);
                out.write(entry);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] entry(String principal) throws IOException {
        String[] parts = principal.split("@");
        String[] components = parts[0].split("/");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeShort(components.length);
        counted(out, parts[1].getBytes(UTF_8));
        for (String component : components) {
            counted(out, component.getBytes(UTF_8));
        }
        out.writeInt(1); // the kind of name
        out.writeInt(1_700_000_000); // when it was made
        out.writeByte(2); // the key's version
        out.writeShort(18); // AES with 256 bits
        counted(out, KEY);
        out.writeInt(2);
        return bytes.toByteArray();
    }

    private static void counted(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeShort(bytes.length);
        out.write(bytes);
    }

    @Test
    void whoHasAKey() {
        assertThat(Keytab.read(keytab("zookeeper/a.example@EXAMPLE.COM", "zookeeper/b.example@EXAMPLE.COM", "HTTP@B")))
                .hasValueSatisfying(keytab -> assertThat(keytab.principals())
                        .containsExactly(
                                "HTTP@B", "zookeeper/a.example@EXAMPLE.COM", "zookeeper/b.example@EXAMPLE.COM"));
        assertThat(Keytab.read(keytab()))
                .hasValueSatisfying(keytab -> assertThat(keytab.principals()).isEmpty());
    }

    @Test
    void whatIsNoKeytab() {
        byte[] whole = keytab("zookeeper/a.example@EXAMPLE.COM");

        assertThat(Keytab.read(new byte[0])).isEmpty();
        assertThat(Keytab.read(new byte[] {5})).isEmpty();
        assertThat(Keytab.read(new byte[] {5, 3, 0, 0})).isEmpty();
        assertThat(Keytab.read("nonsense".getBytes(UTF_8))).isEmpty();
        assertThat(Keytab.read(Arrays.copyOf(whole, whole.length - 40))).isEmpty();
        assertThat(Keytab.read(new byte[] {5, 2, 127, -1, -1, -1})).isEmpty();
        assertThat(Keytab.read(new byte[] {5, 2, -128, 0, 0, 0})).isEmpty();
    }
}
