package io.arkeeper.cli.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.arkeeper.cli.kube.ClusterFailure.Kind;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

final class ApiErrorsTest {

    private static final ApiErrors ERRORS = new ApiErrors("prod", "https://dc:6443");

    @Test
    void expiredCredentials() {
        ClusterFailure failure = ERRORS.answered(401, "{\"message\":\"Unauthorized\"}");

        assertThat(failure.kind()).isEqualTo(Kind.UNAUTHENTICATED);
        assertThat(failure)
                .hasMessage(
                        "the cluster of context 'prod' does not accept its credentials: expired, or never valid; log"
                                + " in again");
    }

    @Test
    void aMissingRightIsNamed() {
        ClusterFailure failure = ERRORS.answered(403, """
                {"message":"pods \\"x\\" is forbidden: User \\"jane\\" cannot create resource \\"pods/exec\\" in API \
                group \\"\\" in the namespace \\"zk\\""}""");

        assertThat(failure.kind()).isEqualTo(Kind.FORBIDDEN);
        assertThat(failure)
                .hasMessage("user 'jane' of context 'prod' has no right to create pods/exec in namespace zk; ask for a"
                        + " Role that allows it");
        assertThat(ERRORS.answered(403, """
                        {"message":"User \\"jane\\" cannot list resource \\"statefulsets\\" in API group \\"apps\\" at \
                        the cluster scope"}"""))
                .hasMessageContaining("has no right to list statefulsets.apps in the whole cluster");
    }

    @Test
    void anythingElseInTheServersOwnWords() {
        ClusterFailure failure = ERRORS.answered(409, "{\"message\":\"the object has been modified\"}");

        assertThat(failure.code()).isEqualTo(409);
        assertThat(failure).hasMessage("the API server refuses (HTTP 409): the object has been modified");
        assertThat(ERRORS.answered(502, "<html>bad gateway</html>"))
                .hasMessage("the API server refuses (HTTP 502): <html>bad gateway</html>");
    }

    @Test
    void aServerThatCannotBeReached() {
        String start = "the API server https://dc:6443 of context 'prod' cannot be reached: ";
        String end = "; check the network, or choose another --context";

        assertThat(ERRORS.unanswered(new ExecutionException(new ConnectException())))
                .hasMessage(start + "the connection is refused" + end);
        assertThat(ERRORS.unanswered(new ExecutionException(new UnknownHostException("dc"))))
                .hasMessage(start + "its name is unknown" + end);
        assertThat(ERRORS.unanswered(new TimeoutException())).hasMessage(start + "no answer in time" + end);
        assertThat(ERRORS.unanswered(new TimeoutException()).kind()).isEqualTo(Kind.UNREACHABLE);
    }
}
