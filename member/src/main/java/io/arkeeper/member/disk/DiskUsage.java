package io.arkeeper.member.disk;

/** What {@code /api/v1/member} tells of the volume. Sizes in bytes, snapshots and logs as numbers of files. */
public record DiskUsage(long freeBytes, long totalBytes, int snapshots, int logs) {}
