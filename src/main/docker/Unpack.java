import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.graalvm.polyglot.Engine;
import org.sqlite.util.OSInfo;

/**
 * Unpacks what the service would otherwise unpack at run time into places that a read-only image does not have:
 * Python's standard library and SQLite's native library.
 */
final class Unpack {

    private Unpack() {}

    public static void main(String[] arguments) throws IOException {
        Path target = Path.of(arguments[0]);
        Engine.copyResources(Files.createDirectories(target.resolve("polyglot")));
        String library = "/org/sqlite/native/" + OSInfo.getNativeLibFolderPathForCurrentOS() + "/libsqlitejdbc.so";
        try (InputStream sqlite = OSInfo.class.getResourceAsStream(library)) {
            Files.copy(sqlite, Files.createDirectories(target.resolve("sqlite")).resolve("libsqlitejdbc.so"));
        }
    }
}
