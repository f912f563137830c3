// Which methods of a library take most time in plain Java, by the JVM's own sampling, among those that the agent can compile.
package dev.jacobi.foreign;

import dev.jacobi.harness.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;

/** Samples of a flight recording, set against a report of the agent. */
public final class Profile {
    /** A method as the report names it, and the share of all samples in which it is the innermost frame that can be compiled. */
    public record Hot(String method, double share) {
        /** Without the package and the descriptor. */
        String shortName() {
            String name = method.substring(0, method.indexOf('('));
            int dot = name.lastIndexOf('.', name.lastIndexOf('.') - 1);
            return name.substring(dot + 1);
        }
    }

    private Profile() {
    }

    /** Options of a JVM that writes samples of its running threads to {@code file}. */
    public static List<String> options(Path file) {
        return List.of("-XX:StartFlightRecording=filename=" + file + ",settings=profile,dumponexit=true", "-Xlog:jfr*=off", "-Xlog:jfr+startup=off");
    }

    /** Methods of a report with their states, by name and descriptor. */
    public static Map<String, String> states(Path report) throws IOException {
        return Json.methods(report).stream()
                .collect(Collectors.toMap(m -> Json.name(m) + m.get("descriptor"), m -> String.valueOf(m.get("state")), (a, b) -> a));
    }

    /** The {@code n} methods with most samples, of those that {@code report} (of a run with {@code policy=always}) has as compiled. */
    public static List<Hot> hottest(Path recording, Path report, int n) throws IOException {
        Set<String> compiled = states(report).entrySet().stream().filter(e -> e.getValue().equals("compiled")).map(Map.Entry::getKey).collect(Collectors.toSet());
        Map<String, Integer> samples = new HashMap<>();
        int all = 0;
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                if (event.getEventType().getName().equals("jdk.ExecutionSample") && event.getStackTrace() != null) {
                    all++;
                    event.getStackTrace().getFrames().stream().map(Profile::name).filter(compiled::contains).findFirst()
                            .ifPresent(m -> samples.merge(m, 1, Integer::sum));
                }
            }
        }
        double total = Math.max(1, all);
        return samples.entrySet().stream().sorted(Map.Entry.<String, Integer>comparingByValue().reversed()).limit(n)
                .map(e -> new Hot(e.getKey(), e.getValue() / total)).toList();
    }

    private static String name(RecordedFrame frame) {
        RecordedMethod method = frame.getMethod();
        return method.getType().getName() + "." + method.getName() + method.getDescriptor();
    }
}
