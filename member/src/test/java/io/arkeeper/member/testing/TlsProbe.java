package io.arkeeper.member.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.arkeeper.testing.TestAuthority;
import io.arkeeper.testing.TestAuthority.Issued;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Somebody who tries a port.
 *
 * @param shown the certificate it shows; empty shows none
 * @param believed the authority it believes
 */
public record TlsProbe(String host, int port, Optional<Issued> shown, TestAuthority believed) {

    private static final int PATIENCE = 10_000; // ms
    private static final int SILENCE = 1_500; // ms without a word: it was let in and is waited for

    /** The protocol that was agreed on. */
    public String handshake(String protocol) throws IOException {
        try (SSLSocket socket = connect(protocol)) {
            return socket.getSession().getProtocol();
        }
    }

    /** A connection on which the handshake is over. */
    public SSLSocket connect(String protocol) throws IOException {
        SSLSocket socket = (SSLSocket) context().getSocketFactory().createSocket();
        socket.connect(new InetSocketAddress(host, port), PATIENCE);
        socket.setSoTimeout(PATIENCE);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(new String[] {protocol});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    /** Whether a ZooKeeper server answers a question. */
    public boolean talks() {
        try (SSLSocket socket = connect("TLSv1.3")) {
            socket.getOutputStream().write("ruok".getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readNBytes(4), ISO_8859_1).equals("imok");
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether the connection is still there after a while; with TLS 1.3 the other side may still refuse by then. */
    public boolean staysOpen() {
        try (SSLSocket socket = connect("TLSv1.3")) {
            socket.setSoTimeout(SILENCE);
            return socket.getInputStream().read() >= 0;
        } catch (SocketTimeoutException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The serial number of the certificate that is served now. */
    public static String serial(String host, int port, Issued shown, TestAuthority believed) throws IOException {
        try (SSLSocket socket = new TlsProbe(host, port, Optional.of(shown), believed).connect("TLSv1.3")) {
            X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return HexFormat.ofDelimiter(":")
                    .formatHex(certificate.getSerialNumber().toByteArray());
        }
    }

    private SSLContext context() {
        return shown.map(believed::context).orElseGet(believed::context);
    }

    public static boolean listens(String address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), PATIENCE);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether the connection is ended within a while after some bytes of plaintext. */
    public static boolean closesAfter(String address, int port, byte[] bytes) throws IOException {
        try (Socket socket = new Socket(address, port)) {
            socket.setSoTimeout(SILENCE);
            socket.getOutputStream().write(bytes);
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true; // reset
        }
    }

    /** What a port answers to plaintext; empty where it closes the connection, or says nothing for a while. */
    public static String plaintext(String address, int port, String question) throws IOException {
        try (Socket socket = new Socket(address, port)) {
            socket.setSoTimeout(SILENCE);
            socket.getOutputStream().write(question.getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readNBytes(2000), ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    /** Whether openssl gets through a handshake with the certificate and the key in a file. */
    public static boolean openssl(Path keys, String host, int port, String... options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "openssl",
                "s_client",
                "-connect",
                address(host) + ":" + port,
                "-servername",
                host,
                "-brief",
                "-cert",
                keys.toString(),
                "-key",
                keys.toString()));
        command.addAll(List.of(options));
        Path out = keys.resolveSibling("openssl.out");
        Process process = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        if (!process.waitFor(PATIENCE, TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
        }
        return Files.readString(out, ISO_8859_1).contains("Protocol version: ");
    }

    private static String address(String host) throws IOException {
        return InetAddress.getByName(host).getHostAddress();
    }
}
