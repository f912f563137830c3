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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeshArraysTest {
    private static final String EIGHT = "pjrt-cpu:0,1,2,3,4,5,6,7";
    private static final String PRODUCT = "jacobi: dev.jacobi.tpu.MeshArraysMain.jacobi$shardMap_dev_jacobi_tpu_MeshArraysMain_product_(dev.jacobi.NDArray, dev.jacobi.NDArray) ";

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

    private static List<String> said(Fork.Result r) {
        return r.err().lines().filter(l -> l.startsWith("jacobi: ")).toList();
    }

    /** Blocks, the whole, the layout, the bytes of each device, and where the gathered array is. */
    @Test
    void arraysAreDividedAndGathered() throws IOException {
        Fork.Result r = run("arrays");
        assertEquals(List.of(
            "rows same " + EIGHT + " PartitionSpec(data) 128 cpu",
            "columns same " + EIGHT + " PartitionSpec(null, model) 64 cpu",
            "both same " + EIGHT + " PartitionSpec(data, model) 32 cpu",
            "turned same " + EIGHT + " PartitionSpec(model, data) 32 cpu",
            "two axes in one same " + EIGHT + " PartitionSpec(null, [model, data]) 32 cpu",
            "whole same " + EIGHT + " PartitionSpec() 256 cpu",
            "a number same " + EIGHT + " PartitionSpec() 8 cpu",
            "nothing same " + EIGHT + " PartitionSpec(data) 0 cpu",
            "integers same " + EIGHT + " PartitionSpec(data) 8 cpu",
            "truth same " + EIGHT + " PartitionSpec(data) 2 cpu",
            "complex same " + EIGHT + " PartitionSpec(data) 16 cpu",
            "one device same pjrt-cpu:5 PartitionSpec(data) 256 cpu",
            "backwards same pjrt-cpu:7,6,5,4 PartitionSpec(data) 64 cpu",
            "numbered [0. 1. 2. 3.] pjrt-cpu:7,6,5,4 1.0 on tpu:6"), r.out().lines().limit(14).toList(), r.err());
        assertTrue(r.out().lines().skip(14).findFirst().orElseThrow().startsWith("the given one is still there -1.18"), r.out());
    }

    @Test
    void functionsRunOnTheDevices() throws IOException {
        Fork.Result r = run("functions");
        String whole = "NamedSharding[mesh=Mesh(data: 2, model: 4), spec=PartitionSpec()]";
        assertEquals(Stream.of(
            "jit same [tpu] PartitionSpec(data, model) " + EIGHT + " 2",
            "again same [tpu] 2",
            "laid out otherwise same [tpu] 4",
            "no result's place same [tpu] " + whole.replace("()]", "(data)]"),
            "an uneven result same [tpu]",
            "a result as argument same [tpu]",
            "gradient of jit same [tpu] " + whole,
            "two gradients same [tpu] PartitionSpec() PartitionSpec(data)",
            "value and gradient same [tpu] PartitionSpec() PartitionSpec(data)",
            "tangent same",
            "numbers and Java arrays same [tpu] PartitionSpec(data)",
            "shardMap of Java arrays same [tpu]",
            "and its gradient same [tpu]",
            "a mesh of one same [tpu] pjrt-cpu:2",
            "no elements same [tpu]",
            "on the CPU as was asked same [cpu] cpu",
            "inside of jit same [tpu] pjrt-cpu:0,1,2,3",
            "a constraint same [tpu] pjrt-cpu:0,1,2,3",
            "a constraint on the CPU same [cpu] cpu",
            "vmap around it same [tpu]").toList(), r.out().lines().map(String::strip).toList(), r.err());
        assertEquals(List.of(), said(r));
    }

    @Test
    void whatIsWrongIsOneSentence() throws IOException {
        Fork.Result r = run("sentences");
        String absent = "The plugin in this process has no device 77 that this process can use; there are [0, 1, 2, 3, 4, 5, 6, 7].";
        assertEquals(List.of(
            "[tpu:0, tpu:1, tpu:2, tpu:3, tpu:4, tpu:5, tpu:6, tpu:7]",
            "more devices than there are: Jacobi.devices: there are 8 devices of the back end tpu, not 9; ask for as many as there are, or test with simulated ones, cpu:9.",
            "no devices: Jacobi.devices: there are no devices 'tpu:0' to make a mesh of; give cpu, or cpu:N for N simulated ones, tpu for all of a PJRT plugin, or tpu:N for N of these, N at least 1.",
            "two back ends: Mesh: the devices [tpu:0, cpu:0] are of different back ends; give those of one, as a program runs on one.",
            "a device that is not there: The array of shape [4] cannot be put on the devices [0, 77]: " + absent,
            "a call there [2. 2. 2. 2.] [cpu] [It was compiled for (float32[4]), the first structure it was called with. It ran on the CPU because " + absent + "]",
            "uneven: Axis 0 of the array of shape [5] has 5 elements, which cannot be divided evenly among 4 devices along data; pad it to 8.",
            "even [2.0, 4.0, 6.0, 8.0]"), r.out().lines().limit(8).toList(), r.err());
        List<String> rest = r.out().lines().skip(8).toList();
        assertTrue(rest.get(0).matches("an uneven Java array: Axis 0 of .* has 5 elements, which cannot be divided evenly among 4 devices along data; pad it to 8[.]"), rest.get(0));
        assertEquals(List.of("in range 8.0", "out of range: ArrayIndexOutOfBoundsException Index 4 out of bounds for length 4", "divided [60.0, 30.0, 20.0, 15.0]",
            "by zero on one device: ArithmeticException / by zero"), rest.subList(1, rest.size()));
        assertEquals(1, said(r).size(), r.err());
    }

    /**
     * No execution works, so that after some the program is given up; and then: that a device is lost in one is seen when its result is read, which the process then computes, and those after it have theirs. Nothing is left behind.
     */
    @Test
    void aLostDeviceCostsNoResult() throws IOException {
        lost("cpu", "[cpu] ", "It ran", "LoadedExecutable_Execute", null);
        // 16 blocks of the arguments have been awaited, and the fifth of eight devices
        lost(EIGHT, "[tpu, cpu] ", "Some calls ran", "Event_Await", "21");
    }

    private void lost(String device, String backends, String calls, String function, String at) throws IOException {
        String failure = function + ":14:device_lost";
        Fork.Result r = at == null ? run("lost", "JACOBI_TEST_FAIL", failure) : run("lost", "JACOBI_TEST_FAIL", failure, "JACOBI_TEST_FAIL_AT", at);
        String why = "The plugin in this process could not run the program: device lost (UNAVAILABLE).";
        String call = "call same " + device + " PartitionSpec(data) 8";
        assertEquals(List.of(call, call, call, backends
            + "[It was compiled for (float64[8,n1], float64[n1,n2]), the first structure it was called with. " + calls + " on the CPU because the device failed: " + why + "]",
            at == null ? "left {'client': 1}" : "left {'client': 1, 'loaded': 1}"), r.out().lines().toList(), r.err());
        assertEquals(List.of(PRODUCT + "runs without the device where that fails: " + why), said(r));
    }
}
