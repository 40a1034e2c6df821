package io.arkeeper.cli;

import io.arkeeper.cli.local.HttpGet;
import java.time.Duration;
import java.util.List;

/** The way to the members of one ensemble, wherever they run: what anybody may read, and what only their pods may say. */
interface MemberDoor extends AutoCloseable {

    Duration SHORT = Duration.ofSeconds(5); // a member answers from memory

    /** Every pod there is or should be, in the order of the ordinals. */
    List<String> pods();

    /** What the pod says at a path of its open port. */
    HttpGet.Answer ask(String pod, String path, Duration patience);

    /** What the pod says at a path of its control port. */
    HttpGet.Answer askInside(String pod, int controlPort, String path, Duration patience);

    /** Gives the pod an order, as a POST to its control port. */
    HttpGet.Answer tell(String pod, int controlPort, String path, String body);

    /** Options a user would add to another command to mean the same ensemble, with a space before. */
    String options();

    @Override
    void close();
}
