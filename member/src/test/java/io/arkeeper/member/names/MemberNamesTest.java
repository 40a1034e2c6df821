package io.arkeeper.member.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** The JVM has found the provider by itself, as it does in the member. */
final class MemberNamesTest {

    @Test
    void anAddressHasNoName() throws Exception {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});

        assertThat(new InetSocketAddress(loopback, 8443).getHostName()).isEqualTo("127.0.0.1");
    }

    @Test
    void aNameHasAnAddress_andKeepsItsName() throws Exception {
        InetAddress found = InetAddress.getByName("localhost");

        assertThat(found.isLoopbackAddress()).isTrue();
        assertThat(found.getHostName()).isEqualTo("localhost");
    }
}
