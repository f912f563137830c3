package dev.jacobi.llvm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.llvm.host.Platform;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a processor's description says about the code to make for it. */
class TuningTest {
    @Test
    void hosts() {
        assertEquals(new Tuning(64, false, false, true), Tuning.of(Platform.LINUX_X86_64, List.of("vendor_id\t: GenuineIntel", "flags\t\t: fpu avx avx2 avx512f avx512vl")));
        assertEquals(new Tuning(64, false, false, false), Tuning.of(Platform.LINUX_X86_64, List.of("vendor_id\t: AuthenticAMD", "flags\t\t: fpu avx avx2 avx512f avx512vl gfni")));
        assertEquals(new Tuning(32, false, false, false), Tuning.of(Platform.LINUX_X86_64, List.of("vendor_id\t: GenuineIntel", "flags\t\t: fpu avx avx2 fma")));
        assertEquals(new Tuning(16, false, false, false), Tuning.of(Platform.LINUX_X86_64, List.of()));
        // an emulator shows the description of the processor that it runs on
        assertEquals(new Tuning(16, false, false, false), Tuning.of(Platform.LINUX_ARM64, List.of("vendor_id\t: GenuineIntel", "flags\t\t: fpu avx avx2 avx512f avx512vl")));
    }
}
