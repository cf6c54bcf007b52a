import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/** Ends with code 0 when the service of this container is ready, else with 1: an image without a shell has no curl. */
final class HealthCheck {

    private HealthCheck() {}

    public static void main(String[] arguments) {
        System.exit(isReady(arguments[0]) ? 0 : 1);
    }

    private static boolean isReady(String url) {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(url).toURL().openConnection();
            connection.setConnectTimeout(2_000);
            connection.setReadTimeout(2_000);
            return connection.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
