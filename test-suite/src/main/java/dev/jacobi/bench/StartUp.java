// How much later a JVM ends that does nothing, when the agent is there with nothing to do.
package dev.jacobi.bench;

import dev.jacobi.harness.Fork;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** {@code main} prints medians of alternating runs with and without the agent. */
public final class StartUp {
    private static final int RUNS = 21;

    /** The program that does nothing. */
    public static final class Nothing {
        private Nothing() {
        }

        public static void main(String[] args) {
        }
    }

    private StartUp() {
    }

    public static void main(String[] args) throws IOException {
        List<Double> plain = new ArrayList<>();
        List<Double> agent = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            plain.add(run(List.of()));
            agent.add(run(List.of("-javaagent:" + Fork.agentJar())));
        }
        Collections.sort(plain);
        Collections.sort(agent);
        System.out.printf(Locale.ROOT, "plain %.0f ms, with the agent %.0f ms: %.0f ms more%n", plain.get(RUNS / 2), agent.get(RUNS / 2),
                agent.get(RUNS / 2) - plain.get(RUNS / 2));
    }

    private static double run(List<String> options) throws IOException {
        long start = System.nanoTime();
        Fork.Result r = Fork.java(options, Fork.home(StartUp.class), 60, List.of(Nothing.class.getName()));
        if (r.exit() != 0) {
            throw new IOException(r.out() + r.err());
        }
        return (System.nanoTime() - start) / 1e6;
    }
}
