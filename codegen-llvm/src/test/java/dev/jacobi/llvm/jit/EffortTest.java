package dev.jacobi.llvm.jit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.llvm.natives.Natives;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is long gets less of LLVM's optimisation, and its code is right all the same. */
class EffortTest {
    @Test
    void byLength() {
        assertEquals(Effort.FULL, Effort.of(1000, false));
        assertEquals(Effort.MOST, Effort.of(Effort.PAIRS + 1L, false));
        assertEquals(Effort.LESS, Effort.of(Effort.LONG + 1L, false));
        assertEquals(Effort.NONE, Effort.of(Effort.LONG + 1L, true));
    }

    @Test
    void aLongModuleRuns() {
        var text = new StringBuilder("define i64 @effort_long(i64 %v0) {\n");
        int n = 0;
        while (text.length() <= Effort.LONG) {
            text.append("%%v%d = xor i64 %%v%d, %d\n".formatted(n + 1, n, n % 7));
            n++;
        }
        Shared.LLVM.link(text.append("ret i64 %v").append(n).append("\n}\n").toString(), List.of("effort_long"), false);
        long want = 42;
        for (int k = 0; k < n; k++) {
            want ^= k % 7;
        }
        assertEquals(want, Bridge.call(Shared.LLVM.address("effort_long"), 42));
    }

    /** Work on a thread of its own has a clock. */
    @Test
    void timeIsCounted() {
        Bridge.load(Natives.inUserCache());
        var thread = new NativeThread();
        assertEquals(0, thread.call(Bridge.symbol("usleep"), 20_000));
        assertTrue(thread.nanos() > 0 && thread.nanos() < 1_000_000_000L, thread.nanos() + " ns");
        assertTrue(thread.allNanos() > thread.nanos(), thread.allNanos() + " ns");
        assertEquals(5, thread.call(Bridge.symbol("labs"), -5));
    }
}
