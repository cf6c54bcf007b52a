package io.rlmgateway.document.filesystem;

import io.rlmgateway.api.DataDirectory;
import io.rlmgateway.document.ContentKey;
import io.rlmgateway.document.ContentPart;
import io.rlmgateway.document.DocumentStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/**
 * Documents in a directory: {@code contents/<hash of the tenant>/<two digits>/<SHA-256>/<part>}, drafts in
 * {@code drafts}. The tenant is hashed because its name may be any string.
 */
@Component
class FilesystemDocumentStore implements DocumentStore {

    private static final int BUFFER = 128 * 1024;

    private final Path drafts;
    private final Path contents;

    FilesystemDocumentStore(DataDirectory data) {
        Path root = data.directory("documents");
        this.drafts = root.resolve("drafts");
        this.contents = root.resolve("contents");
        try {
            Files.createDirectories(drafts);
            Files.createDirectories(contents);
        } catch (IOException e) {
            throw new UncheckedIOException("The document store " + root + " cannot be made", e);
        }
    }

    @Override
    public Received receive(InputStream bytes) throws IOException {
        Path draft = draft();
        boolean complete = false;
        try {
            Received received = copy(bytes, draft);
            complete = true;
            return received;
        } finally {
            if (!complete) {
                discard(draft);
            }
        }
    }

    private static Received copy(InputStream bytes, Path draft) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER];
        long size = 0;
        try (FileChannel file = FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
                digest.update(buffer, 0, read);
                write(file, ByteBuffer.wrap(buffer, 0, read));
                size += read;
            }
            force(file);
        }
        return new Received(draft, HexFormat.of().formatHex(digest.digest()), size);
    }

    private static void write(FileChannel file, ByteBuffer bytes) throws IOException {
        try {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        } catch (IOException e) {
            throw withRoom(e);
        }
    }

    private static void force(FileChannel file) throws IOException {
        try {
            file.force(true);
        } catch (IOException e) {
            throw withRoom(e);
        }
    }

    /** Tells a full disk from other failures; the JDK has no type of its own for it, only the platform's words. */
    static IOException withRoom(IOException failure) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        boolean full = Stream.of("no space left", "disk quota exceeded", "not enough space")
                .anyMatch(message::contains);
        return full ? new StoreFullException(failure) : failure;
    }

    @Override
    public Path draft() {
        return drafts.resolve(UUID.randomUUID().toString());
    }

    @Override
    public void add(ContentKey content, ContentPart part, Path draft) throws IOException {
        Path directory = directory(content);
        Path target = directory.resolve(part.key());
        if (Files.exists(target)) {
            discard(draft);
            return;
        }
        forceTree(draft);
        Files.createDirectories(directory);
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        for (Path step = directory; step != null && step.startsWith(contents); step = step.getParent()) {
            forceDirectory(step);
        }
    }

    private static void forceTree(Path draft) throws IOException {
        if (!Files.isDirectory(draft)) {
            forceFile(draft);
            return;
        }
        try (Stream<Path> files = Files.list(draft)) {
            for (Path file : files.toList()) {
                forceFile(file);
            }
        }
        forceDirectory(draft);
    }

    private static void forceFile(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            force(channel);
        }
    }

    private static void forceDirectory(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Not every platform opens directories; there the move is as durable as the file system makes it.
            return;
        }
    }

    @Override
    public void discard(Path draft) {
        try {
            FileSystemUtils.deleteRecursively(draft);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<Path> find(ContentKey content, ContentPart part) {
        return Optional.of(directory(content).resolve(part.key())).filter(Files::exists);
    }

    @Override
    public void delete(ContentKey content) throws IOException {
        // Moved away first, so that a half-deleted content is never seen.
        Path directory = directory(content);
        if (Files.exists(directory)) {
            Path doomed = draft();
            Files.move(directory, doomed, StandardCopyOption.ATOMIC_MOVE);
            FileSystemUtils.deleteRecursively(doomed);
        }
    }

    @Override
    public void retainOnly(Set<ContentKey> known) throws IOException {
        for (Path draft : children(drafts)) {
            FileSystemUtils.deleteRecursively(draft);
        }
        Set<Path> keep = known.stream().map(this::directory).collect(Collectors.toSet());
        for (Path tenant : children(contents)) {
            for (Path shelf : children(tenant)) {
                for (Path content : children(shelf)) {
                    if (!keep.contains(content)) {
                        FileSystemUtils.deleteRecursively(content);
                    }
                }
            }
        }
    }

    private static List<Path> children(Path directory) throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            return children.toList();
        }
    }

    private Path directory(ContentKey content) {
        String tenant =
                HexFormat.of().formatHex(sha256().digest(content.tenant().getBytes(StandardCharsets.UTF_8)));
        return contents.resolve(tenant)
                .resolve(content.sha256().substring(0, 2))
                .resolve(content.sha256());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
