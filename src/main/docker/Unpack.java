import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.graalvm.polyglot.Engine;
import org.sqlite.util.OSInfo;

/**
 * Unpacks what the service would otherwise unpack at run time into places that a read-only image does not have:
 * Python's standard library, and the native libraries of Truffle and SQLite.
 */
final class Unpack {

    private Unpack() {}

    public static void main(String[] arguments) throws IOException {
        Path target = Path.of(arguments[0]);
        Path polyglot = Files.createDirectories(target.resolve("polyglot"));
        Engine.copyResources(polyglot);
        // Engine.copyResources leaves out the engine's own library, and the engine warns when it is not there
        copy(
                "META-INF/resources/engine/libtruffleattach/linux/" + architecture() + "/bin/libtruffleattach.so",
                polyglot.resolve("engine/libtruffleattach/bin"));
        copy(
                "org/sqlite/native/" + OSInfo.getNativeLibFolderPathForCurrentOS() + "/libsqlitejdbc.so",
                target.resolve("sqlite"));
    }

    private static String architecture() {
        return System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "amd64";
    }

    private static void copy(String resource, Path directory) throws IOException {
        Path name = Path.of(resource).getFileName();
        try (InputStream content = ClassLoader.getSystemResourceAsStream(resource)) {
            Files.copy(
                    Objects.requireNonNull(content, resource),
                    Files.createDirectories(directory).resolve(name));
        }
    }
}
