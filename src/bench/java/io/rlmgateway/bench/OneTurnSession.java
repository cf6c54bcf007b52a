package io.rlmgateway.bench;

import java.io.IOException;

/**
 * What a session costs beside its model's time: a whole completion whose one turn the upstream answers at once, beside
 * the same request sent to the upstream itself.
 */
final class OneTurnSession implements Measurement {

    private static final int WARM_UPS = 10;
    private static final int SESSIONS_A_ROUND = 3;

    @Override
    public void measure(Bench bench, Report report) throws IOException, InterruptedException {
        try (Upstream upstream = Upstream.start();
                Service service = Service.start(bench, upstream.port());
                ChatClient model = new ChatClient(upstream.port());
                ChatClient gateway = new ChatClient(service.port())) {
            Clients clients = new Clients(service, gateway, model);
            clients.ask(WARM_UPS);
            Times times = clients.ask(bench.rounds() * SESSIONS_A_ROUND);
            times.report(report);
        }
    }

    /** Who asks whom. */
    private record Clients(Service service, ChatClient gateway, ChatClient model) {

        Times ask(int sessions) throws IOException, InterruptedException {
            Times times = Times.none();
            for (int i = 0; i < sessions; i++) {
                service.awaitQuiet();
                time(times.prose, gateway, Service.RLM, UpstreamServer.askForProse());
                service.awaitQuiet();
                time(times.cell, gateway, Service.RLM, UpstreamServer.askForCell());
                service.awaitQuiet();
                time(times.relayed, gateway, Service.DIRECT, UpstreamServer.askForProse());
                time(times.bare, model, "root", UpstreamServer.askForProse());
            }
            for (int i = 0; i < sessions; i++) {
                time(times.withoutPause, gateway, Service.RLM, UpstreamServer.askForCell());
            }
            return times;
        }

        private static void time(Samples into, ChatClient client, String model, String question)
                throws IOException, InterruptedException {
            Stopwatch stopwatch = new Stopwatch();
            String answer = client.ask(model, question);
            into.addMilliseconds(stopwatch.elapsed());
            if (model.equals(Service.RLM) && !answer.equals("x")) {
                throw new IOException("The session answered " + answer);
            }
        }
    }

    private record Times(Samples bare, Samples relayed, Samples prose, Samples cell, Samples withoutPause) {

        static Times none() {
            return new Times(
                    Samples.milliseconds(),
                    Samples.milliseconds(),
                    Samples.milliseconds(),
                    Samples.milliseconds(),
                    Samples.milliseconds());
        }

        void report(Report report) {
            String beside = "the same request to the upstream itself";
            report.add("completion in direct mode", relayed, beside, bare);
            report.add("session of one turn, `FINAL(\"x\")` in prose", prose, beside, bare);
            report.add("session of one turn, `FINAL(\"x\")` in a cell", cell, beside, bare);
            report.add("the same, one after the other without a pause", withoutPause, beside, bare);
        }
    }
}
