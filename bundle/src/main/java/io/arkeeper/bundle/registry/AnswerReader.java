package io.arkeeper.bundle.registry;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ProtocolException;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads HTTP/1.1's answers: status, headers, and a body of one of its three kinds. */
final class AnswerReader {

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.([01]) ([1-9][0-9]{2})( .*)?");
    private static final Pattern CHUNK = Pattern.compile("([0-9a-fA-F]{1,15})[ \t]*(;.*)?");
    private static final int LARGEST_HEAD = 1 << 17;
    private static final int BUFFER = 1 << 16;

    private final InputStream in;
    private final LongConsumer moved;
    private int headBytes;

    /** @param moved told about bytes as they come */
    AnswerReader(InputStream in, LongConsumer moved) {
        this.in = in;
        this.moved = moved;
    }

    /**
     * An answer up to its body.
     *
     * @param persistent whether another request may follow on the connection
     */
    record Head(int status, Headers headers, boolean persistent) {

        private boolean isProvisional() {
            return status < 200 && status != 101;
        }
    }

    /** The head of the answer itself; those that only say "wait" are passed over. */
    Head head() throws IOException {
        Head head = oneHead();
        while (head.isProvisional()) {
            head = oneHead();
        }
        return head;
    }

    private Head oneHead() throws IOException {
        String line = line();
        Matcher status = STATUS.matcher(line);
        if (!status.matches()) {
            throw new ProtocolException("it does not answer as HTTP/1.1 has it");
        }
        Headers headers = new Headers();
        for (String header = line(); !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            if (colon <= 0) {
                throw new ProtocolException("it answers with a header that has no name");
            }
            headers.add(
                    header.substring(0, colon).strip(),
                    header.substring(colon + 1).strip());
        }
        boolean persistent = status.group(1).equals("1") && !headers.has("Connection", "close");
        return new Head(Integer.parseInt(status.group(2)), headers, persistent);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException(headBytes == 0 ? "it hung up without an answer" : "it hung up in an answer");
            }
            moved.accept(1);
            if (++headBytes > LARGEST_HEAD) {
                throw new ProtocolException(
                        "it answers with more than %d KiB of headers".formatted(LARGEST_HEAD >> 10));
            }
            if (next == '\n') {
                int end = line.length();
                return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
            }
            line.append((char) next);
        }
    }

    /** @return whether the connection is at the end of the answer, so that another can follow */
    boolean body(String method, Head head, OutputStream into) throws IOException {
        if (method.equals("HEAD") || head.status() == 204 || head.status() == 304) {
            return true;
        }
        if (head.headers().has("Transfer-Encoding", "chunked")) {
            chunks(into);
            return true;
        }
        long length = head.headers().length("Content-Length");
        if (length >= 0) {
            copy(length, into);
            return true;
        }
        if (head.headers().first("Content-Length").isPresent()) {
            throw new ProtocolException("it answers with a length that is no number");
        }
        untilTheEnd(into);
        return false;
    }

    private void chunks(OutputStream into) throws IOException {
        while (true) {
            headBytes = 0;
            Matcher size = CHUNK.matcher(line());
            if (!size.matches()) {
                throw new ProtocolException("it answers in chunks and one has no length");
            }
            long length = Long.parseLong(size.group(1), 16);
            if (length == 0) {
                String trailer = line();
                while (!trailer.isEmpty()) {
                    trailer = line(); // says nothing to us
                }
                return;
            }
            copy(length, into);
            if (!line().isEmpty()) {
                throw new ProtocolException("it answers in chunks and one is longer than it says");
            }
        }
    }

    private void copy(long length, OutputStream into) throws IOException {
        byte[] buffer = new byte[(int) Math.min(length, BUFFER)];
        for (long left = length; left > 0; ) {
            int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (read < 0) {
                throw new EOFException("it hung up in an answer");
            }
            moved.accept(read);
            into.write(buffer, 0, read);
            left -= read;
        }
    }

    private void untilTheEnd(OutputStream into) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            moved.accept(read);
            into.write(buffer, 0, read);
        }
    }
}
