package io.arkeeper.cli.kube;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * What a program that runs elsewhere reads and writes here.
 *
 * @param input empty where it reads nothing
 */
public record Streams(Optional<InputStream> input, OutputStream output, OutputStream error) {}
