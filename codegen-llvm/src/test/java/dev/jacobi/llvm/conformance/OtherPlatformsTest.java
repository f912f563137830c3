package dev.jacobi.llvm.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.autodiff.vjp.Vjp;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import dev.jacobi.llvm.LlvmModule;
import dev.jacobi.llvm.host.Platform;
import dev.jacobi.llvm.jit.OtherMachine;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The native runtime and programs with all primitives become object files for platforms that the tests do not run on, too: a text that only one processor's code generator understands is found without
 * a machine of the other kind.
 */
class OtherPlatformsTest {
    /** Half floats, of which the rows have none: some processors compute with them, others convert. */
    private static final String HALVES = "f(a:f16[n], b:bf16[n]) { c = mul a a; d = sin b; e = convert[f16] d; g = add c e; h = sqrt g; i = convert[bf16] h; j = div i b; return g, j }";

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

    private static String cpu(Platform platform) {
        return switch (platform) {
            case LINUX_X86_64 -> "x86-64-v3";
            case LINUX_ARM64 -> "generic";
        };
    }

    private static void check(Platform platform, byte[] object) {
        assertArrayEquals(new byte[] {0x7f, 'E', 'L', 'F'}, Arrays.copyOf(object, 4));
        assertEquals(machine(platform), ByteBuffer.wrap(object).order(ByteOrder.LITTLE_ENDIAN).getShort(MACHINE));
    }

    private static LlvmModule emitted(Module m, String entry, Platform platform) {
        List<Integer> own = Collections.nCopies(m.get(entry).out().size(), -1);
        return Emitter.emit(new CompileRequest(How.passes(m), entry, own, false, 2), platform.vectorBytes(List.of()), true);
    }

    @ParameterizedTest
    @EnumSource(Platform.class)
    void theRuntimeIsCompiled(Platform platform) {
        check(platform, new OtherMachine(platform, cpu(platform), "").runtime());
    }

    @Test
    void programsAreCompiledForOthers() {
        for (Platform platform : Platform.values()) {
            if (platform != Platform.host()) {
                programs(platform);
            }
        }
    }

    private static void programs(Platform platform) {
        var machine = new OtherMachine(platform, cpu(platform), "");
        check(platform, machine.object(emitted(Parser.parseModule(HALVES), "f", platform)));
        List<Rows.Row> rows = Rows.all("f64").stream().filter(Rows.Row::compiled).toList();
        for (int k = 0; k < rows.size(); k += PART) {
            check(platform, machine.object(emitted(rows.get(k).module(), "f", platform)));
        }
        for (long seed = 1; seed <= 8 / PART; seed++) {
            check(platform, machine.object(emitted(Vjp.of(RandomProgram.of(seed, true), "f", List.of(true, true, true, true, false)), "vjp(f)", platform)));
        }
    }
}
