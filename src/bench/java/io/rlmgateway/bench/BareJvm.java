package io.rlmgateway.bench;

import java.io.IOException;

/** A JVM that does nothing: says that it is there, and waits for the end of its input. */
final class BareJvm {

    private BareJvm() {}

    public static void main(String[] arguments) throws IOException {
        System.out.println("ready");
        while (System.in.read() >= 0) {
            // only the end counts
        }
    }
}
