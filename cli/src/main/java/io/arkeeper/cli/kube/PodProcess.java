package io.arkeeper.cli.kube;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.OptionalInt;

/** A program that runs in a pod. */
public interface PodProcess extends AutoCloseable {

    OutputStream input();

    InputStream output();

    /** Its exit code; empty where it still runs then, or the connection to it has broken. */
    OptionalInt exitCode(Duration patience) throws InterruptedException;

    @Override
    void close();
}
