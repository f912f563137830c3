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

    /** That a remainder fits into 32 bits, which LLVM sees, is no reason to narrow it to 16. */
    @Test
    void remaindersOfLongsAreNarrowed() {
        Shared.LLVM.link("""
            define i64 @narrowed(i64 %v) {
              %w = trunc i64 %v to i32
              %a = insertelement <4 x i32> poison, i32 %w, i64 0
              %b = shufflevector <4 x i32> %a, <4 x i32> poison, <4 x i32> zeroinitializer
              %c = add <4 x i32> %b, <i32 1, i32 359502, i32 -77777, i32 13>
              %d = alloca <4 x i32>
              store volatile <4 x i32> %c, ptr %d
              %i = load volatile <4 x i32>, ptr %d
              %j = load volatile <4 x i32>, ptr %d
              %k = sext <4 x i32> %i to <4 x i64>
              %l = sext <4 x i32> %j to <4 x i64>
              %m = mul <4 x i64> %k, %l
              %n = add <4 x i64> %m, %k
              %r = srem <4 x i64> %n, splat (i64 1000003)
              %t = trunc <4 x i64> %r to <4 x i32>
              %o = mul <4 x i32> %t, <i32 1, i32 3, i32 5, i32 7>
              %s = call i32 @llvm.vector.reduce.add.v4i32(<4 x i32> %o)
              %q = sext i32 %s to i64
              ret i64 %q
            }
            declare i32 @llvm.vector.reduce.add.v4i32(<4 x i32>)
            """, List.of("narrowed"), false);
        int want = 0;
        int[] added = {1, 359502, -77777, 13};
        for (int k = 0; k < 4; k++) {
            long x = 123_456_789L + added[k];
            want += (int) ((x * x + x) % 1000003) * (2 * k + 1);
        }
        assertEquals(want, Bridge.call(Shared.LLVM.address("narrowed"), 123_456_789L));
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
