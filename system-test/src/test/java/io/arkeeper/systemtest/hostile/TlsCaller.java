package io.arkeeper.systemtest.hostile;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Somebody who calls with TLS, whom members may refuse. */
public record TlsCaller(SSLContext context) {

    private static final int PATIENCE_MILLIS = 10_000;

    /** Calls, and goes on until the other side ends it, or says nothing more for a while. */
    public void call(String address, Target target) {
        try (SSLSocket socket = handshake(address, target, "TLSv1.3")) {
            socket.setSoTimeout(PATIENCE_MILLIS / 10);
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            return; // that is how it is refused
        }
    }

    /** Asks for a second handshake on one connection. */
    public void renegotiate(String address, Target target) {
        try (SSLSocket socket = handshake(address, target, "TLSv1.2")) {
            socket.startHandshake();
            socket.getOutputStream().write(0);
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            return; // that is how it is refused
        }
    }

    /** A connection on which a handshake is over. */
    public SSLSocket handshake(String address, Target target, String protocol) throws IOException {
        Socket plain = new Socket();
        try {
            plain.connect(new InetSocketAddress(address, target.port()), PATIENCE_MILLIS);
        } catch (IOException e) {
            plain.close();
            throw e;
        }
        return over(plain, address, target, protocol);
    }

    /** The same over a connection that there is; it is closed where the handshake fails. */
    SSLSocket over(Socket plain, String address, Target target, String protocol) throws IOException {
        try {
            plain.setTcpNoDelay(true); // otherwise what follows the handshake waits 40 ms
            plain.setSoTimeout(PATIENCE_MILLIS);
            SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, address, target.port(), true);
            socket.setEnabledProtocols(new String[] {protocol});
            socket.startHandshake();
            return socket;
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }
}
