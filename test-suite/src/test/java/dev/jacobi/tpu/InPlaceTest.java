// Arrays that methods write into: on the device results take the place of their copies, in Java they change as they do without Jacobi.
package dev.jacobi.tpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.harness.Fork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InPlaceTest {
    @TempDir
    private Path folder;

    @Test
    void onlyResultsChangeJavasArrays() throws IOException {
        String agent = "-javaagent:" + Fork.agentJar() + "=backend=tpu,policy=always,include=" + InPlaceMain.class.getName();
        Fork.Result r = Hosted.run(folder, List.of(agent), InPlaceMain.class, "given");
        assertEquals(0, r.exit(), () -> r.out() + r.err());
        Fork.Result java = Fork.java(List.of(), System.getProperty("java.class.path"), 120, List.of(InPlaceMain.class.getName()));
        assertEquals(0, java.exit(), java.err());
        List<String> lines = r.out().lines().toList();
        assertEquals(java.out().lines().toList(), lines.subList(0, lines.size() - 2), r.err());
        // of each call the array that it writes, also of those whose checks fail, and of the function what it was given
        var given = new ArrayList<Integer>();
        for (int t = 0; t < 4; t++) {
            given.addAll(List.of(5 * 4, 7 * 8, 4 * 4, 3 * 4));
        }
        given.addAll(Collections.nCopies(3, 5 * 4));
        assertEquals("given " + given, lines.get(lines.size() - 2), r.err());
        String left = lines.get(lines.size() - 1);
        assertTrue(left.startsWith("left {") && !left.contains("'buffer'") && !left.contains("'event'"), left);
    }
}
