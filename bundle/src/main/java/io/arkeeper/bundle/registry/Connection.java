package io.arkeeper.bundle.registry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongConsumer;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * One HTTP/1.1 connection: a request goes out, its answer comes back, then the next may follow.
 *
 * <p>Java's own client costs more processor time to start than a push that finds everything in place takes in all, and
 * it cannot hand a part of a file to the kernel. This one does no more than a registry needs.
 */
final class Connection implements AutoCloseable {

    private static final int STEP = 1 << 17; // between two looks at what comes back

    private final SocketChannel channel;
    private final InputStream in;
    private final WritableByteChannel out;
    private boolean persistent = true;

    private Connection(SocketChannel channel, InputStream in, WritableByteChannel out) {
        this.channel = channel;
        this.in = new BufferedInputStream(in);
        this.out = out;
    }

    /** @param patience for each address of the host */
    static Connection open(Endpoint endpoint, Duration patience, TrustedAuthorities authorities) throws IOException {
        SocketChannel channel = connected(endpoint, patience);
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            if (endpoint.plain()) {
                return new Connection(channel, channel.socket().getInputStream(), channel);
            }
            SSLSocket secured = secured(channel.socket(), endpoint, authorities);
            return new Connection(channel, secured.getInputStream(), Channels.newChannel(secured.getOutputStream()));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static SocketChannel connected(Endpoint endpoint, Duration patience) throws IOException {
        IOException last = new SocketException("it has no address");
        for (InetAddress address : InetAddress.getAllByName(endpoint.host())) {
            SocketChannel channel = SocketChannel.open();
            try {
                channel.socket()
                        .connect(new InetSocketAddress(address, endpoint.port()), Math.toIntExact(patience.toMillis()));
                return channel;
            } catch (IOException e) {
                channel.close();
                last = e;
            }
        }
        throw last;
    }

    private static SSLSocket secured(Socket plain, Endpoint endpoint, TrustedAuthorities authorities)
            throws IOException {
        SSLSocket socket = (SSLSocket)
                authorities.context().getSocketFactory().createSocket(plain, endpoint.host(), endpoint.port(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        try {
            socket.startHandshake();
            return socket;
        } catch (SSLException e) {
            throw brokenLine(e).orElse(e);
        }
    }

    /** Java reports a line that breaks under TLS as a fault of TLS. */
    private static Optional<IOException> brokenLine(SSLException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketException || cause instanceof EOFException) {
                return Optional.of(new IOException(cause.getMessage(), e));
            }
        }
        return Optional.empty();
    }

    /** Whether another request can follow. */
    boolean isPersistent() {
        return persistent;
    }

    /**
     * Sends a request and reads its answer.
     *
     * @param moved told about bytes in either direction as they move
     * @param sent told about those of the request's body
     * @param into takes the answer's body
     */
    Answer exchange(Call call, LongConsumer moved, LongConsumer sent, OutputStream into) throws IOException {
        persistent = false; // until the answer has come in good order
        try {
            AnswerReader reader = new AnswerReader(in, moved);
            boolean wholeRequest;
            AnswerReader.Head head;
            try {
                wholeRequest = send(call, sent.andThen(moved));
                head = reader.head();
            } catch (Unsent e) {
                wholeRequest = false;
                head = refusal(reader, e);
            }
            boolean atEnd = reader.body(call.method(), head, into);
            persistent = wholeRequest && atEnd && head.persistent();
            return new Answer(call.uri(), head.status(), head.headers(), new byte[0]);
        } catch (SSLException e) {
            throw new IOException(e.getMessage(), e); // the handshake was good, so it is the line
        }
    }

    /** Who refuses a body without reading it hangs up on us, and may have said why. */
    private static AnswerReader.Head refusal(AnswerReader reader, Unsent unsent) throws IOException {
        try {
            return reader.head();
        } catch (IOException e) {
            throw unsent.line;
        }
    }

    /** @return false where an answer came before all was sent */
    private boolean send(Call call, LongConsumer sent) throws IOException, Unsent {
        long length = call.body().map(Call.Body::length).orElse(0L);
        write(head(call, length));
        for (long offset = 0; offset < length; ) {
            if (in.available() > 0) {
                return false;
            }
            long step = send(call.body().orElseThrow(), offset, Math.min(STEP, length - offset));
            sent.accept(step);
            offset += step;
        }
        return true;
    }

    private void write(byte[] bytes) throws Unsent {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                out.write(buffer);
            }
        } catch (IOException e) {
            throw new Unsent(e);
        }
    }

    private long send(Call.Body body, long offset, long count) throws IOException, Unsent {
        try {
            long sent = body.transferTo(out, offset, count);
            if (sent <= 0) {
                throw new Wire.LocalReadFailed(new EOFException("it became shorter while it was read"));
            }
            return sent;
        } catch (Wire.LocalReadFailed e) {
            throw e;
        } catch (IOException e) {
            requireReadable(body, offset);
            throw new Unsent(e);
        }
    }

    /** Where bytes went straight from a file to the line, the exception does not say which of them failed. */
    private static void requireReadable(Call.Body body, long offset) throws Wire.LocalReadFailed {
        try {
            body.transferTo(Channels.newChannel(OutputStream.nullOutputStream()), offset, 1);
        } catch (IOException e) {
            throw new Wire.LocalReadFailed(e);
        }
    }

    /** The request's head. Nothing a stranger gave us may end a line in it. */
    private static byte[] head(Call call, long length) throws IOException {
        URI uri = URI.create(call.uri().toASCIIString());
        StringBuilder head = new StringBuilder(call.method())
                .append(' ')
                .append(uri.getRawPath().isEmpty() ? "/" : uri.getRawPath());
        if (uri.getRawQuery() != null) {
            head.append('?').append(uri.getRawQuery());
        }
        head.append(" HTTP/1.1\r\nHost: ").append(Endpoint.authority(uri)).append("\r\nUser-Agent: arkeeper\r\n");
        if (length > 0 || !(call.method().equals("GET") || call.method().equals("HEAD"))) {
            head.append("Content-Length: ").append(length).append("\r\n");
        }
        call.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        int lines = 3 + call.headers().size() + (head.indexOf("\r\nContent-Length: ") > 0 ? 1 : 0);
        if (head.chars().filter(each -> each < ' ').count() != 2L * lines) {
            throw new ProtocolException("a header for it would have control characters");
        }
        return head.append("\r\n").toString().getBytes(ISO_8859_1);
    }

    /** Without a farewell: TLS's may wait for the peer, and who is hung up on has answered or is given up. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // it is closed then
        }
    }

    /** The line failed while a request went out. */
    private static final class Unsent extends Exception {
        private static final long serialVersionUID = 1;
        private final IOException line;

        Unsent(IOException line) {
            super(line);
            this.line = line;
        }
    }
}
