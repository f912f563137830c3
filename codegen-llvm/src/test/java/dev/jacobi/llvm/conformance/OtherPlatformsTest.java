package dev.jacobi.llvm.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.autodiff.vjp.Vjp;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Module;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import dev.jacobi.llvm.LlvmModule;
import dev.jacobi.llvm.emit.OpsTest;
import dev.jacobi.llvm.host.Platform;
import dev.jacobi.llvm.jit.OtherMachine;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The native runtime and programs with all primitives become object files for platforms that the tests do not run on, too: a text that only one processor's code generator understands is found without
 * a machine of the other kind.
 */
class OtherPlatformsTest {
    /** One in so many programs is compiled. */
    private static final int PART = Integer.getInteger("tests.part", 1);

    /** Where an object file says which processor it is for, and what these files say. */
    private static final int MACHINE = 18;

    private static int machine(Platform platform) {
        return switch (platform) {
            case LINUX_X86_64 -> 62;
            case LINUX_ARM64 -> 183;
        };
    }

    /** Processors as LLVM names them: what all of a kind have, and one with all that there is. */
    private static List<String> processors(Platform platform) {
        return switch (platform) {
            case LINUX_X86_64 -> List.of("x86-64", "sapphirerapids");
            case LINUX_ARM64 -> List.of("generic", "neoverse-v2");
        };
    }

    private static void check(Platform platform, byte[] object) {
        assertArrayEquals(new byte[] {0x7f, 'E', 'L', 'F'}, Arrays.copyOf(object, 4));
        assertEquals(machine(platform), ByteBuffer.wrap(object).order(ByteOrder.LITTLE_ENDIAN).getShort(MACHINE));
    }

    private static LlvmModule emitted(Module m, String entry, Platform platform) {
        List<Integer> own = Collections.nCopies(m.get(entry).out().size(), -1);
        return Emitter.emit(new CompileRequest(Ways.passes(m), entry, own, false, 2), platform.vectorBytes(List.of()), true);
    }

    @ParameterizedTest
    @EnumSource(Platform.class)
    void theRuntimeIsCompiled(Platform platform) {
        check(platform, new OtherMachine(platform, processors(platform).get(0), "").runtime());
    }

    private static Stream<Platform> others() {
        return Stream.of(Platform.values()).filter(p -> p != Platform.host());
    }

    @ParameterizedTest
    @MethodSource("others")
    void programsAreCompiledForOthers(Platform platform) {
        for (String cpu : processors(platform)) {
            var machine = new OtherMachine(platform, cpu, "");
            for (DType t : DType.values()) {
                check(platform, machine.object(emitted(OpsTest.program(t), "f", platform)));
            }
            List<Rows.Row> rows = Rows.all("f64").stream().filter(Rows.Row::compiled).toList();
            for (int k = 0; k < rows.size(); k += PART) {
                check(platform, machine.object(emitted(rows.get(k).module(), "f", platform)));
            }
            for (long seed = 1; seed <= 8 / PART; seed++) {
                check(platform, machine.object(emitted(Vjp.of(RandomProgram.of(seed, true), "f", List.of(true, true, true, true, false)), "vjp(f)", platform)));
            }
        }
    }
}
