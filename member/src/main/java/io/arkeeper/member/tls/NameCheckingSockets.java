package io.arkeeper.member.tls;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.function.Supplier;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Sockets that call somebody accept only who bears the name they call. ZooKeeper leaves that to its own trust manager,
 * which is not used here. Sockets put on a connection that was accepted have nobody to compare with.
 */
final class NameCheckingSockets extends SSLSocketFactory {

    private static final String BY_NAME = "HTTPS"; // the algorithm of RFC 2818

    private final Supplier<SSLSocketFactory> newest;

    NameCheckingSockets(Supplier<SSLSocketFactory> newest) {
        this.newest = newest;
    }

    private static Socket checking(Socket socket) {
        SSLSocket calling = (SSLSocket) socket;
        SSLParameters parameters = calling.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm(BY_NAME);
        calling.setSSLParameters(parameters);
        return calling;
    }

    @Override
    public Socket createSocket() throws IOException {
        return checking(newest.get().createSocket());
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return checking(newest.get().createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort) throws IOException {
        return checking(newest.get().createSocket(host, port, from, fromPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return checking(newest.get().createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) throws IOException {
        return checking(newest.get().createSocket(host, port, from, fromPort));
    }

    /** A caller that names the host compares; without a name it is a connection that was accepted. */
    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
        Socket layered = newest.get().createSocket(socket, host, port, autoClose);
        return host == null ? layered : checking(layered);
    }

    @Override
    public Socket createSocket(Socket socket, InputStream consumed, boolean autoClose) throws IOException {
        return newest.get().createSocket(socket, consumed, autoClose);
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return newest.get().getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return newest.get().getSupportedCipherSuites();
    }
}
