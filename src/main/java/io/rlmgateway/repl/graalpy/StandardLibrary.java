package io.rlmgateway.repl.graalpy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.DirectoryStream;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.graalvm.polyglot.io.FileSystem;

/**
 * All files that Python can see: its standard library, read from the class path, below {@link #HOME}. Nothing can be
 * written and no file of this machine can be named, so nothing is unpacked to a disk and no path of the host is seen.
 */
final class StandardLibrary implements FileSystem {

    /** Python's home directory as Python sees it. */
    static final String HOME = "/python";

    private static final String RESOURCES = "META-INF/resources/";
    private static final Path ROOT = Path.of("/");
    private static final FileTime TIME = FileTime.fromMillis(0);
    private static final Set<OpenOption> READ_OPTIONS = Set.of(StandardOpenOption.READ);

    private final ClassLoader classLoader = StandardLibrary.class.getClassLoader();
    private final Map<Path, String> files = new HashMap<>();
    private final Map<Path, Set<Path>> directories = new HashMap<>();

    /**
     * Reads the list of files.
     *
     * @param pythonVersion for example {@code 3.12.8}
     * @param engineVersion for example {@code 25.2.4}
     * @throws IllegalStateException when the standard library is not on the class path
     */
    StandardLibrary(String pythonVersion, String engineVersion) {
        addAll("libpython", Path.of(HOME, "lib", "python" + majorAndMinor(pythonVersion)));
        addAll("libgraalpy", Path.of(HOME, "lib", "graalpy" + majorAndMinor(engineVersion)));
    }

    private static String majorAndMinor(String version) {
        return version.substring(0, version.indexOf('.', version.indexOf('.') + 1));
    }

    private void addAll(String resourceFolder, Path folder) {
        String prefix = RESOURCES + resourceFolder + "/";
        try (BufferedReader list = new BufferedReader(
                new InputStreamReader(open(RESOURCES + resourceFolder + ".files"), StandardCharsets.UTF_8))) {
            list.lines()
                    .map(line -> line.substring(0, line.lastIndexOf(" = ")))
                    .filter(name -> name.startsWith(prefix))
                    .forEach(name -> add(folder.resolve(name.substring(prefix.length())), name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(Path file, String resource) {
        files.put(file, resource);
        Path child = file;
        for (Path parent = file.getParent(); parent != null; parent = parent.getParent()) {
            directories.computeIfAbsent(parent, any -> new TreeSet<>()).add(child);
            child = parent;
        }
    }

    private InputStream open(String resource) {
        InputStream stream = classLoader.getResourceAsStream(resource);
        if (stream == null) {
            throw new IllegalStateException("Python's standard library is not on the class path: no " + resource);
        }
        return stream;
    }

    @Override
    public Path parsePath(URI uri) {
        throw new UnsupportedOperationException("no URIs");
    }

    @Override
    public Path parsePath(String path) {
        return Path.of(path);
    }

    @Override
    public void checkAccess(Path path, Set<? extends AccessMode> modes, LinkOption... options) throws IOException {
        Path real = existing(path);
        if (modes.contains(AccessMode.WRITE) || (modes.contains(AccessMode.EXECUTE) && files.containsKey(real))) {
            throw new AccessDeniedException(path.toString());
        }
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        if (!READ_OPTIONS.containsAll(options)) {
            throw new AccessDeniedException(path.toString());
        }
        return new ReadOnlyBytes(content(path));
    }

    private byte[] content(Path path) throws IOException {
        String resource = files.get(real(path));
        if (resource == null) {
            throw new NoSuchFileException(path.toString());
        }
        try (InputStream stream = open(resource)) {
            return stream.readAllBytes();
        }
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path path, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        Path real = existing(path);
        Set<Path> children = directories.get(real);
        if (children == null) {
            throw new NotDirectoryException(path.toString());
        }
        return new Children(List.copyOf(children));
    }

    @Override
    public Path toAbsolutePath(Path path) {
        return ROOT.resolve(path);
    }

    @Override
    public Path toRealPath(Path path, LinkOption... options) throws IOException {
        return existing(path);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) throws IOException {
        if (attributes.contains(":") && !attributes.startsWith("basic:")) {
            throw new UnsupportedOperationException(attributes);
        }
        Path real = existing(path);
        boolean file = files.containsKey(real);
        return Map.of(
                "isRegularFile",
                file,
                "isDirectory",
                !file,
                "isSymbolicLink",
                false,
                "isOther",
                false,
                "size",
                file ? (long) content(real).length : 0L,
                "lastModifiedTime",
                TIME,
                "lastAccessTime",
                TIME,
                "creationTime",
                TIME);
    }

    @Override
    public void createDirectory(Path path, FileAttribute<?>... attributes) throws IOException {
        throw new AccessDeniedException(path.toString());
    }

    @Override
    public void delete(Path path) throws IOException {
        throw new AccessDeniedException(path.toString());
    }

    private Path existing(Path path) throws NoSuchFileException {
        Path real = real(path);
        if (!files.containsKey(real) && !directories.containsKey(real)) {
            throw new NoSuchFileException(path.toString());
        }
        return real;
    }

    private Path real(Path path) {
        return toAbsolutePath(path).normalize();
    }

    private record Children(List<Path> paths) implements DirectoryStream<Path> {
        @Override
        public java.util.Iterator<Path> iterator() {
            return paths.iterator();
        }

        @Override
        public void close() {
            // nothing is held
        }
    }
}
