package io.arkeeper.cli;

import io.arkeeper.cli.local.HttpGet;
import io.arkeeper.cli.local.Instance;
import io.arkeeper.cli.local.PodStatus;
import java.time.Duration;
import java.util.List;

/** To processes of this machine. */
record LocalDoor(Instance instance) implements MemberDoor {

    private static final Duration TO_DECIDE = Duration.ofSeconds(60); // it reads its disk once more

    @Override
    public List<String> pods() {
        return instance.pods().stream().map(PodStatus::pod).toList();
    }

    @Override
    public HttpGet.Answer ask(String pod, String path, Duration patience) {
        return HttpGet.from(address(pod), instance.port(Instance.HTTP), path, patience)
                .orInside(port -> askInside(pod, port, path, patience));
    }

    @Override
    public HttpGet.Answer askInside(String pod, int controlPort, String path, Duration patience) {
        return HttpGet.from(address(pod), controlPort, path, patience);
    }

    @Override
    public HttpGet.Answer tell(String pod, int controlPort, String path, String body) {
        return HttpGet.post(address(pod), controlPort, path, body, TO_DECIDE);
    }

    private String address(String pod) {
        return instance.pods().stream()
                .filter(status -> status.pod().equals(pod))
                .findFirst()
                .map(PodStatus::address)
                .orElseThrow();
    }

    @Override
    public String options() {
        return "";
    }

    @Override
    public void close() {
        // every request is a connection of its own
    }
}
