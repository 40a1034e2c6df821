package io.arkeeper.member.log;

/** The classic chart's log levels. */
public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG
}
