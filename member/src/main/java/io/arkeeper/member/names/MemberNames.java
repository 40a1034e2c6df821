package io.arkeeper.member.names;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolver.LookupPolicy;
import java.net.spi.InetAddressResolverProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds addresses by names as the JDK does, but waits for no name server that is silent, see {@link RememberedNames}; and finds names
 * by addresses not at all: {@code getHostName()} of an address without a name is the address.
 *
 * <p>Nothing here needs such a name, and nobody may be believed for one. But the JDK's HTTPS server asks for it at each connection,
 * before it has read a byte ({@code sun.net.httpserver.SSLStreams}): where the name server is silent, members would not hear each other
 * for seconds, and whoever connects would have one question asked of it for each connection.
 */
public final class MemberNames extends InetAddressResolverProvider {

    private static final String OF_THE_JDK = "jdk.net.hosts.file";
    private static final String TAKEN_OVER = "arkeeper.hosts.file";

    /** Name servers of clusters answer in milliseconds; libc asks again after five seconds. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    /**
     * Has names found in the file that {@code -Djdk.net.hosts.file} names, in the same way as those of a name server: the JDK itself asks
     * nobody else where that is set. To be called before the first name is looked up.
     */
    public static void takeOverTheHostsFile() {
        String file = System.clearProperty(OF_THE_JDK);
        if (file != null) {
            System.setProperty(TAKEN_OVER, file);
        }
    }

    @Override
    public InetAddressResolver get(Configuration configuration) {
        InetAddressResolver builtin = configuration.builtinResolver();
        String file = System.getProperty(TAKEN_OVER);
        Source source = file == null
                ? (host, policy) -> builtin.lookupByName(host, policy).toList()
                : (host, policy) -> new HostsFile(Path.of(file)).find(host);
        return new Resolver(source, new RememberedNames(PATIENCE));
    }

    @Override
    public String name() {
        return "names of members";
    }

    /** Where names are looked up, which may take long. */
    private interface Source {
        List<InetAddress> find(String host, LookupPolicy policy) throws UnknownHostException;
    }

    private record Resolver(Source source, RememberedNames names) implements InetAddressResolver {

        @Override
        public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
            return names.find(host, policy.characteristics(), () -> source.find(host, policy)).stream();
        }

        @Override
        public String lookupByAddress(byte[] address) throws UnknownHostException {
            throw new UnknownHostException("names are not looked up by addresses");
        }
    }
}
