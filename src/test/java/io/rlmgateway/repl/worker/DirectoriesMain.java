package io.rlmgateway.repl.worker;

import java.io.IOException;
import java.nio.file.Path;

/** Another process that makes a directory for workers. */
final class DirectoriesMain {

    private DirectoriesMain() {}

    /** Makes one below the given directory, and removes it. */
    public static void main(String[] arguments) throws IOException {
        WorkerDirectories.below(Path.of(arguments[0])).close();
    }
}
