package io.arkeeper.bundle.deb;

import java.nio.file.Path;

/** A package file whose bytes are those an archive's signature vouches for. */
public record VerifiedDeb(PackageRecord record, Path file) {}
