// PolyBench's kernels, over arrays of arrays and flat arrays, and TornadoVM's compute what Java does to the bit, as compiled code.
package dev.jacobi.polybench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.harness.Fork;
import dev.jacobi.harness.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolyBenchTest {
    /** Every fifth is of each form in turn, as a kernel has two. */
    private static final int PART = 5;

    @TempDir
    private Path folder;

    @Test
    void someKernels() throws IOException {
        compiled(3, PART);
    }

    @Test
    @Tag("slow")
    void allKernels() throws IOException {
        compiled(0, 1);
    }

    private void compiled(int first, int step) throws IOException {
        Path report = folder.resolve("report.json");
        List<PolyKernel.Form> forms = PolyMain.forms(first, step);
        String include = forms.stream().map(f -> ",include=" + f.type().getName() + "::" + f.kernel().name()).collect(Collectors.joining());
        assertEquals(run(first, step, List.of()), run(first, step, List.of("-javaagent:" + Fork.agentJar() + "=policy=always,math=jvm,report=" + report + include)));
        var others = new TreeMap<String, String>();
        forms.forEach(f -> others.put(f.entry(), "not called"));
        for (var m : Json.methods(report)) {
            boolean good = "compiled".equals(m.get("state")) && (double) m.get("calls") == 4 && (double) m.get("fallbacks") == 0;
            String why = m.get("state") + ", " + m.get("fallbacks") + " fallbacks, last " + m.get("lastFallback") + ", " + m.get("reason");
            others.compute(Json.name(m), (name, before) -> good ? null : why);
        }
        assertEquals("{}", others.toString());
    }

    private static String run(int first, int step, List<String> options) throws IOException {
        Fork.Result r = Fork.java(options, Fork.home(PolyMain.class), 300, List.of(PolyMain.class.getName(), Integer.toString(first), Integer.toString(step)));
        assertEquals(0, r.exit(), () -> r.out() + r.err());
        return r.out();
    }
}
