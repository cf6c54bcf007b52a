package io.rlmgateway.bench;

import java.io.IOException;

/** Time to ready and memory of the packaged service, beside a JVM that does nothing. */
final class ServiceStart implements Measurement {

    private static final int SESSIONS = 50;

    @Override
    public void measure(Bench bench, Report report) throws IOException, InterruptedException {
        Samples bareStart = Samples.seconds();
        Samples bareMemory = Samples.mebibytes();
        Samples ready = Samples.seconds();
        Samples idle = Samples.mebibytes();
        Samples used = Samples.mebibytes();
        try (Upstream upstream = Upstream.start()) {
            for (int i = 0; i < bench.fewRounds(); i++) {
                bareJvm(bareStart, bareMemory);
                try (Service service = Service.start(bench, upstream.port())) {
                    ready.addSeconds(service.timeToReady());
                    idle.addBytes(quietMemory(service));
                    runSessions(service);
                    used.addBytes(quietMemory(service));
                }
            }
        }
        report.add("`java -jar` to ready (`/readyz` answers 200)", ready, "bare JVM to its first line", bareStart);
        report.add("RSS, idle with warm contexts", idle, "bare JVM", bareMemory);
        report.add("RSS after " + SESSIONS + " sessions", used, "bare JVM", bareMemory);
    }

    private static void bareJvm(Samples start, Samples memory) throws IOException {
        Stopwatch stopwatch = new Stopwatch();
        try (JavaProcess process = JavaProcess.ofClass(BareJvm.class)) {
            process.firstLine();
            start.addSeconds(stopwatch.elapsed());
            memory.addBytes(ProcessFacts.residentBytes(process.handle()));
        }
    }

    private static long quietMemory(Service service) {
        service.awaitQuiet();
        return ProcessFacts.residentBytes(service.handle());
    }

    private static void runSessions(Service service) throws IOException, InterruptedException {
        try (ChatClient gateway = new ChatClient(service.port())) {
            for (int i = 0; i < SESSIONS; i++) {
                gateway.ask(Service.RLM, UpstreamServer.askForCell());
            }
        }
    }
}
