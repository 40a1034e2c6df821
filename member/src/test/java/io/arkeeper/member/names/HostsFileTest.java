package io.arkeeper.member.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HostsFileTest {

    @TempDir
    private Path directory;

    private HostsFile file(String text) throws Exception {
        return new HostsFile(Files.writeString(directory.resolve("hosts"), text));
    }

    @Test
    void aNameHasTheAddressesOfItsLines_andKeepsItsName() throws Exception {
        HostsFile file = file("""
                # members
                127.0.0.1 zk zk-0 # the first
                	127.0.0.2	zk  zk-1

                ::1 ZK-2
                no-address zk-3 zk-1
                """);

        assertThat(file.find("zk")).extracting(InetAddress::getHostAddress).containsExactly("127.0.0.1", "127.0.0.2");
        assertThat(file.find("zk-1")).extracting(InetAddress::getHostName).containsExactly("zk-1");
        assertThat(file.find("zk-2")).extracting(InetAddress::getHostAddress).containsExactly("0:0:0:0:0:0:0:1");
    }

    @Test
    void whatIsNotThereIsNotKnown() throws Exception {
        HostsFile file = file("127.0.0.1 zk-0 # the-first\n");

        assertThatThrownBy(() -> file.find("the-first")).isInstanceOf(UnknownHostException.class);
        assertThatThrownBy(() -> file.find("zk")).hasMessageStartingWith("zk is not in ");
        assertThatThrownBy(() -> new HostsFile(directory.resolve("none")).find("zk"))
                .isInstanceOf(UnknownHostException.class)
                .hasMessageEndingWith("cannot be read");
    }
}
