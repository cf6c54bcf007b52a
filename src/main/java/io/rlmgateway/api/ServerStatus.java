package io.rlmgateway.api;

import org.springframework.http.HttpStatus;

/** Words for a status that the server chose below the routes. */
final class ServerStatus {

    private ServerStatus() {}

    static String message(int status) {
        return switch (status) {
            case 400 -> "The request is not valid HTTP.";
            case 413 -> "The request is too large.";
            case 414 -> "The request URL is too long.";
            case 431 -> "The request headers are too large.";
            case 501 -> "The request uses a method or transfer encoding that is not implemented.";
            case 505 -> "The request uses a version of HTTP that is not served here.";
            default -> "The request was refused: " + reason(status) + ".";
        };
    }

    private static String reason(int status) {
        HttpStatus known = HttpStatus.resolve(status);
        return known == null ? Integer.toString(status) : known.getReasonPhrase();
    }
}
