package io.arkeeper.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Writes bytes of another program as the UTF-8 text they are, however they were cut in two. */
final class TextOutput extends OutputStream {

    private static final int LONGEST_CHARACTER = 4; // bytes

    private final Writer writer;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private byte[] rest = {};

    TextOutput(Writer writer) {
        this.writer = writer;
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(rest.length + length)
                .put(rest)
                .put(bytes, offset, length)
                .flip();
        CharBuffer text = CharBuffer.allocate(all.remaining() + LONGEST_CHARACTER);
        decoder.decode(all, text, false);
        rest = new byte[all.remaining()];
        all.get(rest);
        writer.append(text.flip());
        writer.flush();
    }

    @Override
    public void flush() throws IOException {
        writer.flush();
    }
}
