import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/**
 * {@code HealthCheck URL [STATUS]} ends with code 0 when the URL answers with the status, by default 200, else with 1: an
 * image without a shell has no curl.
 */
final class HealthCheck {

    private HealthCheck() {}

    public static void main(String[] arguments) {
        int expected = arguments.length > 1 ? Integer.parseInt(arguments[1]) : HttpURLConnection.HTTP_OK;
        System.exit(answers(arguments[0], expected) ? 0 : 1);
    }

    private static boolean answers(String url, int status) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(url).toURL().openConnection();
            connection.setConnectTimeout(2_000);
            connection.setReadTimeout(2_000);
            return connection.getResponseCode() == status;
        } catch (IOException e) {
            return false;
        }
    }
}
