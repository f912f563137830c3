package dev.jacobi.llvm.buffer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.analysis.Definitions;
import dev.jacobi.ir.text.Parser;
import org.junit.jupiter.api.Test;

/** New arrays that need not be filled, since all that is read of them has been written. */
class WhollyWrittenTest {
    private static void needsNoFill(boolean yes, String behind) {
        Func f = Parser.parseFunc("f(x:i64[n], m:i32[]) { b = full[i64[512]] 0:i64 512:i32; last, c = for(m, 1:i64, b) { i:i32[], v:i64[], b0:i64[512] -> b1 = update b0 i v; w = mul v 3:i64; yield w, b1 }; " + behind + " }");
        assertEquals(yes, WhollyWritten.of(f, Definitions.in(f.body())::of).contains(f.body().get(0).result()), behind);
    }

    /** Where a block has fewer trips than the array has elements, the loops behind read as many as there are. */
    @Test
    void loopsOfAsManyTrips() {
        String map = "y = map(m, x) { j:i32[], x0:i64[n] -> t = index c j; x1 = update x0 j t; yield x1 }; ";
        needsNoFill(true, map + "return y");
        needsNoFill(true, map + "s = for(m, last) { k:i32[], s0:i64[] -> r = for(3:i32, s0) { l:i32[], q:i64[] -> t = index c k; q1 = add q t; yield q1 }; yield r }; return y, s");
        needsNoFill(false, map.replace("map(m", "map(512:i32") + "return y");
        needsNoFill(false, map.replace("index c j", "index c 7:i32") + "return y");
        needsNoFill(false, map + "o = index c 0:i32; return y, o");
        needsNoFill(false, map + "return y, c");
        needsNoFill(false, "g = for(m, c) { j:i32[], c0:i64[512] -> c1 = update c0 j 5:i64; yield c1 }; return g");
    }
}
