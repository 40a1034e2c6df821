package io.arkeeper.member.log;

/** How a log line looks. */
public enum LogFormat {
    /** One line for people. */
    TEXT,
    /** One JSON object for collectors. */
    JSON;
}
