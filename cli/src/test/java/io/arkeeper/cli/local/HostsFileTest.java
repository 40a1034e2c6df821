package io.arkeeper.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.cli.testing.Releases;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class HostsFileTest {

    @Test
    void namesEveryPodAndEveryServiceInAllTheirForms() {
        Map<String, String> addresses = new LinkedHashMap<>();
        addresses.put("myzk-zookeeper-0", "127.0.9.1");
        addresses.put("myzk-zookeeper-1", "127.0.9.2");

        assertThat(HostsFile.text(Releases.of("myzk", 2), "cluster.local", addresses, "laptop"))
                .isEqualTo("""
                        127.0.0.1 localhost laptop
                        127.0.9.1 \
                        myzk-zookeeper-0.myzk-zookeeper-headless.default.svc.cluster.local \
                        myzk-zookeeper-0.myzk-zookeeper-headless.default.svc \
                        myzk-zookeeper-0.myzk-zookeeper-headless.default \
                        myzk-zookeeper-0.myzk-zookeeper-headless \
                        myzk-zookeeper-0 \
                        myzk-zookeeper.default.svc.cluster.local \
                        myzk-zookeeper.default.svc myzk-zookeeper.default myzk-zookeeper \
                        myzk-zookeeper-headless.default.svc.cluster.local \
                        myzk-zookeeper-headless.default.svc myzk-zookeeper-headless.default myzk-zookeeper-headless
                        127.0.9.2 \
                        myzk-zookeeper-1.myzk-zookeeper-headless.default.svc.cluster.local \
                        myzk-zookeeper-1.myzk-zookeeper-headless.default.svc \
                        myzk-zookeeper-1.myzk-zookeeper-headless.default \
                        myzk-zookeeper-1.myzk-zookeeper-headless \
                        myzk-zookeeper-1 \
                        myzk-zookeeper.default.svc.cluster.local \
                        myzk-zookeeper.default.svc myzk-zookeeper.default myzk-zookeeper \
                        myzk-zookeeper-headless.default.svc.cluster.local \
                        myzk-zookeeper-headless.default.svc myzk-zookeeper-headless.default myzk-zookeeper-headless
                        """);
    }
}
