// Ahead-of-time compilation with the real libtpu, which needs no TPU. Skipped where there is no libtpu.so: neither in the Python that
// -Djacobi.test.python names nor where TPU_LIBRARY_PATH says.
package dev.jacobi.pjrt.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.pjrt.capi.ElementType;
import dev.jacobi.pjrt.capi.ErrorCode;
import dev.jacobi.pjrt.capi.MemoryStats;
import dev.jacobi.pjrt.capi.PjrtException;
import dev.jacobi.pjrt.hlo.HloOptions;
import dev.jacobi.pjrt.hlo.MeshSharding;
import dev.jacobi.pjrt.hlo.StableHlo;
import dev.jacobi.pjrt.program.HloProgram;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LibtpuTest {
    private static final String MATMUL = """
        func.func @main(%a: tensor<128x256xf32>, %b: tensor<256x512xf32>) -> tensor<128x512xf32> {
          %0 = stablehlo.dot_general %a, %b, contracting_dims = [1] x [0] : (tensor<128x256xf32>, tensor<256x512xf32>) -> tensor<128x512xf32>
          %1 = stablehlo.tanh %0 : tensor<128x512xf32>
          return %1 : tensor<128x512xf32>
        }
        """;

    @ParameterizedTest
    @CsvSource({"v5e:2x2, TPU v5 lite", "v6e:2x2, TPU v6 lite"})
    void aProgramIsCompiledForATopology(String name, String kind) {
        try (Topology t = RealPlugins.libtpu().topology(name, Map.of())) {
            assertEquals("tpu", t.platform());
            assertEquals(List.of(kind, kind, kind, kind), t.devices().stream().map(PluginDevice.Description::kind).toList());
            try (Executable e = t.compile(MATMUL, CompileOptions.ONE_DEVICE)) {
                assertEquals(List.of(new Executable.Output(ElementType.F32, List.of(128L, 512L))), e.outputTypes());
                assertEquals(2.0 * 128 * 256 * 512, e.cost().get("flops"));
                assertEquals(4L * (128 * 256 + 256 * 512), e.memory().arguments());
                assertEquals(4L * 128 * 512, e.memory().results());
                assertEquals(e.codeBytes(), e.memory().code());
                assertEquals("hlo_with_config", e.optimized().format());
                assertTrue(e.optimized().code().length > 1000 && e.serialize().length > 1000 && e.fingerprint().length > 0);
            }
        }
    }

    /** Of results of which the text does not say where they are the optimised program says it. */
    @Test
    void resultsAreWhereTheCompilerPutsThem() {
        String text = """
            module @m {
              sdy.mesh @mesh = <["data"=2, "model"=4]>
              func.func public @main(%a: tensor<8x16xf32> {sdy.sharding = #sdy.sharding<@mesh, [{"data"}, {"model"}]>}) -> (tensor<8x16xf32>, tensor<16x8xf32>, tensor<f32>) {
                %0 = stablehlo.add %a, %a : tensor<8x16xf32>
                %1 = stablehlo.transpose %0, dims = [1, 0] : (tensor<8x16xf32>) -> tensor<16x8xf32>
                %c = stablehlo.constant dense<0.0> : tensor<f32>
                %2 = stablehlo.reduce(%0 init: %c) applies stablehlo.add across dimensions = [0, 1] : (tensor<8x16xf32>, tensor<f32>) -> tensor<f32>
                return %0, %1, %2 : tensor<8x16xf32>, tensor<16x8xf32>, tensor<f32>
              }
            }
            """;
        try (Topology t = RealPlugins.libtpu().topology("v5e:2x4", Map.of()); Executable e = t.compile(text, new CompileOptions(1, 8, true))) {
            var mesh = new MeshSharding(List.of("data", "model"), List.of(2, 4), List.of(0, 1, 2, 3, 4, 5, 6, 7), List.of(), List.of());
            assertEquals(List.of(List.of(List.of("data"), List.of("model")), List.of(List.of("model"), List.of("data")), List.of()), mesh.withResults(OutputShardings.of(e, 8, 3)).out());
        }
    }

    /** An array that is updated in place is there once. */
    @Test
    void aResultTakesTheMemoryOfItsArgument() {
        String saxpy = "f(a:f32[], x:f32[n], y:f32[n]) { n = dim[0] x; r = map[n](n, y) { i, y -> p = index x i; q = index y i; s = mul a p; t = add s q; u = update y i t;"
            + " yield u }; return r }";
        Type array = Type.of(DType.F32, Dim.of(1 << 20));
        long bytes = 4L << 20;
        try (Topology t = RealPlugins.libtpu().topology("v5e:2x2", Map.of())) {
            MemoryStats[] memory = Stream.of(true, false).map(HloOptions.DEFAULT::withDonate).map(o -> {
                HloProgram p = StableHlo.emit(Parser.parseModule(saxpy), "f", List.of(Type.of(DType.F32), array, array), o);
                try (Executable e = t.compile(p.text(), CompileOptions.ONE_DEVICE)) {
                    return e.memory();
                }
            }).toArray(MemoryStats[]::new);
            assertEquals(List.of(bytes, 0L), List.of(memory[0].alias(), memory[1].alias()));
            assertEquals(bytes, memory[1].peak() - memory[0].peak(), () -> memory[0] + " " + memory[1]);
        }
    }

    @Test
    void oneChipIsATopologyWithAnOption() {
        try (Topology t = RealPlugins.libtpu().topology("v5e:1x1", Map.of("chips_per_host_bounds", List.of(1L, 1L, 1L)))) {
            assertEquals(1, t.devices().size());
        }
    }

    /** libtpu itself would end the process. */
    @ParameterizedTest
    @CsvSource({"v5e:18x2, 18x2, 16x16", "v5e:2x18, 2x18, 16x16", "v5e:16x16x2, 16x16x2, 16x16"})
    void moreChipsThanThereCanBeAreRefused(String name, String chips, String most) {
        try (Topology t = RealPlugins.libtpu().topology(name, Map.of())) {
            assertEquals("it has " + chips + " chips, and the largest topology of TPU v5 lite is " + most + "; name one such as v5e:2x2",
                assertThrows(PjrtException.class, () -> t.compile(MATMUL, CompileOptions.ONE_DEVICE)).getMessage());
        }
    }

    @Test
    void anErrorNamesOurOperationAndTheLineOfJava() {
        String text = MATMUL.replace("stablehlo.tanh", "stablehlo.nonesuch");
        var lines = new ArrayList<HloProgram.Origin>(Collections.nCopies(5, null));
        lines.set(2, new HloProgram.Origin("t = tanh s", "Net.layer:17"));
        var program = new HloProgram(text, List.of(), List.of(), Map.of(), List.of(), -1, lines, List.of());
        try (Topology t = RealPlugins.libtpu().topology("v5e:2x2", Map.of())) {
            PjrtException e = assertThrows(PjrtException.class, () -> t.compile(text, CompileOptions.ONE_DEVICE));
            assertEquals(List.of(new PjrtException.Position(3, 8)), e.positions());
            String said = Explanation.add(e, program).getMessage();
            assertTrue(said.contains("custom op 'stablehlo.nonesuch' is unknown") && said.endsWith("line 3 was made for 't = tanh s' from Net.layer:17"), said);
        }
    }

    @Test
    void otherFailuresAreErrorsToo() {
        Plugin p = RealPlugins.libtpu();
        assertEquals(ErrorCode.INVALID_ARGUMENT, assertThrows(PjrtException.class, () -> p.topology("v99:2x2", Map.of())).code());
        try (Topology t = p.topology("v5e:2x2", Map.of())) {
            assertEquals(ErrorCode.INVALID_ARGUMENT, assertThrows(PjrtException.class, () -> t.compile(MATMUL, new CompileOptions(0, 1, false))).code());
            String large = MATMUL.replace("128x", "134217728x").replace("256x512", "256x8").replace("x512", "x8");
            assertEquals(ErrorCode.RESOURCE_EXHAUSTED, assertThrows(PjrtException.class, () -> t.compile(large, CompileOptions.ONE_DEVICE)).code());
        }
    }
}
