package io.arkeeper.member.names;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.stream.Stream;

/**
 * Finds addresses by names as the JDK does, and names by addresses not at all: {@code getHostName()} of an address without a name is the
 * address.
 *
 * <p>Nothing here needs such a name, and nobody may be believed for one. But the JDK's HTTPS server asks for it at each connection,
 * before it has read a byte ({@code sun.net.httpserver.SSLStreams}): where the name server is silent, members would not hear each other
 * for seconds, and whoever connects would have one question asked of it for each connection.
 */
public final class NoReverseLookups extends InetAddressResolverProvider {

    @Override
    public InetAddressResolver get(Configuration configuration) {
        return new ByNameOnly(configuration.builtinResolver());
    }

    @Override
    public String name() {
        return "no reverse lookups";
    }

    private record ByNameOnly(InetAddressResolver builtin) implements InetAddressResolver {

        @Override
        public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
            return builtin.lookupByName(host, policy);
        }

        @Override
        public String lookupByAddress(byte[] address) throws UnknownHostException {
            throw new UnknownHostException("names are not looked up by addresses");
        }
    }
}
