package io.arkeeper.member.http;

import io.arkeeper.core.Verdict;

/** A whole HTTP answer. */
record Answer(int status, String contentType, String body) {

    private static final String TEXT = "text/plain; charset=utf-8";

    static Answer text(int status, String sentence) {
        return new Answer(status, TEXT, sentence + "\n");
    }

    /** A probe's answer: 200 or 503, and the reason as body. */
    static Answer of(Verdict verdict) {
        return text(verdict.yes() ? 200 : 503, verdict.reason());
    }

    static Answer json(String json) {
        return new Answer(200, "application/json", json + "\n");
    }

    static Answer page(String contentType, String page) {
        return new Answer(200, contentType, page);
    }
}
