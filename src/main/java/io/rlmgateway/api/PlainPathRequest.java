package io.rlmgateway.api;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.regex.Pattern;

/**
 * Reads {@code /v1//models/} as {@code /v1/models}: a base URL that ends with a slash makes some clients send two in a
 * row.
 */
final class PlainPathRequest extends HttpServletRequestWrapper {

    private static final Pattern SLASHES = Pattern.compile("/{2,}");

    private final String uri;

    PlainPathRequest(HttpServletRequest request) {
        super(request);
        this.uri = plain(request.getRequestURI());
    }

    @Override
    public String getRequestURI() {
        return uri;
    }

    private static String plain(String uri) {
        String single = uri.contains("//") ? SLASHES.matcher(uri).replaceAll("/") : uri;
        return single.length() > 1 && single.endsWith("/") ? single.substring(0, single.length() - 1) : single;
    }
}
