package dev.jacobi.robust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.bench.LongMethods;
import dev.jacobi.harness.Fork;
import dev.jacobi.harness.Javac;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that ends while one of its methods is compiled ends as it does without the agent, and has its report. */
class CompilingExitTest {
    private static final String MAIN = """
        public class Ends {
            static volatile boolean begun;

            public static void main(String[] args) throws InterruptedException {
                Thread t = new Thread(() -> {
                    begun = true;
                    LongMethod.f(new double[64], new double[64]);
                });
                t.setDaemon(true);
                t.start();
                while (!begun) {
                    Thread.sleep(10);
                }
                Thread.sleep(2000);
                System.exit(7);
            }
        }
        """;

    @TempDir
    Path folder;

    @Test
    void theReportIsThere() throws IOException {
        for (Map.Entry<String, byte[]> c : new Javac().compile(Map.of("LongMethod", LongMethods.HELPERS.source(2500), "Ends", MAIN)).classes().entrySet()) {
            Files.write(folder.resolve(c.getKey() + ".class"), c.getValue());
        }
        Path report = folder.resolve("report.json");
        Fork.Result r = Fork.java(List.of("-javaagent:" + Fork.agentJar() + "=include=LongMethod::f,policy=always,report=" + report), folder.toString(), 120, List.of("Ends"));
        assertEquals(7, r.exit(), r.out() + r.err());
        assertEquals("", r.out() + r.err());
        assertTrue(Files.readString(report).contains("\"method\": \"LongMethod.f\""), Files.readString(report));
    }
}
