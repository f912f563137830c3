// Arrays and functions on meshes of a plugin's devices: eight CPU devices of jaxlib's client.
package dev.jacobi.tpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.harness.Fork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeshArraysTest {
    @TempDir
    private Path folder;

    private Fork.Result run(String cases, String... environment) throws IOException {
        var set = new HashMap<>(Map.of("JACOBI_TEST_DEVICES", "8"));
        for (int k = 0; k < environment.length; k += 2) {
            set.put(environment[k], environment[k + 1]);
        }
        Fork.Result r = Hosted.run(folder, List.of(), set, MeshArraysMain.class, cases);
        assertEquals(0, r.exit(), () -> r.out() + r.err());
        return r;
    }

    @Test
    void printed() throws IOException {
        for (String c : List.of("arrays", "functions", "sentences")) {
            Fork.Result r = run(c);
            System.out.println(r.out() + r.err());
        }
        Fork.Result r = run("lost", "JACOBI_TEST_FAIL", "LoadedExecutable_Execute:14:device_lost");
        System.out.println(r.out() + r.err());
        r = run("lost", "JACOBI_TEST_FAIL", "Event_Await:14:device_lost", "JACOBI_TEST_FAIL_AT", "12");
        System.out.println(r.out() + r.err());
        assertTrue(true);
    }
}
