package io.rlmgateway.repl.worker;

import io.rlmgateway.process.Confinement;
import java.net.InetAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

/** A process that confines itself and then tries what a worker must not be able to do, in a line each. */
final class ConfinedMain {

    private ConfinedMain() {}

    /** Arguments: own directory, documents' directory, a file elsewhere, a port and a socket that somebody listens on. */
    public static void main(String[] arguments) throws Exception {
        Path own = Path.of(arguments[0]);
        Path documents = Path.of(arguments[1]);
        Path elsewhere = Path.of(arguments[2]);
        int port = Integer.parseInt(arguments[3]);
        long parent = ProcessHandle.current().parent().orElseThrow().pid();
        System.out.println("confined by " + Confinement.apply(own, List.of(documents), 64L << 20));
        Map<String, Callable<?>> attempts = new LinkedHashMap<>();
        attempts.put("write own file", () -> Files.writeString(own.resolve("mine"), "text"));
        attempts.put("read document", () -> Files.readString(documents.resolve("document")));
        attempts.put("write document", () -> Files.writeString(documents.resolve("document"), "text"));
        attempts.put("read file elsewhere", () -> Files.readString(elsewhere));
        attempts.put("write file elsewhere", () -> Files.writeString(elsewhere.resolveSibling("new"), "text"));
        attempts.put("read users", () -> Files.readString(Path.of("/etc/passwd")));
        attempts.put(
                "list root", () -> Objects.requireNonNull(Path.of("/").toFile().list()));
        attempts.put("read environment of parent", () -> Files.readString(Path.of("/proc/" + parent + "/environ")));
        attempts.put("read memory of parent", () -> Files.newByteChannel(Path.of("/proc/" + parent + "/mem")));
        attempts.put("run program", () -> new ProcessBuilder("/bin/true").start());
        attempts.put("connect to port", () -> new Socket(InetAddress.getLoopbackAddress(), port));
        attempts.put("connect to socket", () -> SocketChannel.open(UnixDomainSocketAddress.of(arguments[4])));
        attempts.put("listen", () -> ServerSocketChannel.open(StandardProtocolFamily.INET));
        attempts.put("kill parent", () -> kill(parent));
        Thread thread = Thread.ofPlatform().start(() -> attempts.forEach(ConfinedMain::attempt));
        thread.join();
    }

    private static boolean kill(long process) {
        if (ProcessHandle.of(process).orElseThrow().destroyForcibly()) {
            return true;
        }
        throw new IllegalStateException("not permitted");
    }

    private static void attempt(String name, Callable<?> action) {
        try {
            action.call();
            System.out.println(name + ": done");
        } catch (Exception e) {
            System.out.println(name + ": denied");
        }
    }
}
