package io.arkeeper.cli.local.release;

import java.time.Duration;

/**
 * An HTTP probe as the manifest states it, with Kubernetes' defaults where it states nothing.
 *
 * @param path what is asked for, with its leading slash
 * @param port already resolved from the port's name
 * @param initialDelay counted from the start of the container
 * @param period between two attempts
 * @param timeout how long an answer may take
 * @param successThreshold successes in a row until the probe counts as passed
 * @param failureThreshold failures in a row until it counts as failed
 */
public record ProbeSpec(
        String path,
        int port,
        Duration initialDelay,
        Duration period,
        Duration timeout,
        int successThreshold,
        int failureThreshold) {}
