// Rounded functions of doubles of a float: all bits are those of the function of doubles, and the short way is the usual one.
package dev.jacobi.llvm.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.verify.Verifier;
import dev.jacobi.llvm.lower.Lower;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code -Djacobi.test.stride=1} goes through all floats. */
class RoundedSinglesTest {
    private static final long SEED = System.nanoTime();
    private static final int STRIDE = Integer.getInteger("jacobi.test.stride", 20_011);

    static List<Prim> functions() {
        return Arrays.stream(Prim.values()).filter(p -> MathLibrary.rounded(p) != null).toList();
    }

    private static CompiledFunc.Fn ofDoubles(Prim p) {
        var b = new Builder();
        Var x = b.fresh(Type.scalar(DType.F32));
        Atom y = b.convert(b.emit(p, b.convert(x, DType.F64)), DType.F32);
        return CompiledFunc.compile(Lower.run(b.build(List.of(x), List.of(y))));
    }

    private static void check(Prim p, CompiledFunc.Fn f, CompiledFunc.Fn wanted, float x) {
        int got = Float.floatToIntBits((float) f.apply(x, 0));
        int want = Float.floatToIntBits((float) wanted.apply(x, 0));
        if (got != want) {
            assertEquals(Float.intBitsToFloat(want), Float.intBitsToFloat(got), () -> p.text() + "(" + x + "f); seed " + SEED);
        }
    }

    @ParameterizedTest
    @MethodSource("functions")
    void allBitsAreThoseOfDoubles(Prim p) {
        Func func = MathLibrary.rounded(p);
        Verifier.verify(func);
        CompiledFunc.Fn f = CompiledFunc.compile(Lower.run(func));
        CompiledFunc.Fn wanted = ofDoubles(p);
        BriefTest.edges().forEach(x -> check(p, f, wanted, x));
        long first = new SplittableRandom(SEED).nextInt(STRIDE);
        for (long bits = first; bits < 1L << 32; bits += STRIDE) {
            check(p, f, wanted, Float.intBitsToFloat((int) bits));
        }
        // where results are neither 0 nor infinite, and next to multiples of pi/2
        var random = new SplittableRandom(SEED);
        for (int k = 0; k < 200_000; k++) {
            check(p, f, wanted, BriefTest.pick(random, k));
        }
    }

    /** Where formula and function differ too much for the tolerance, the long way would be taken often, too: it is not. */
    @Test
    void theLongWayIsRare() {
        for (Prim p : functions()) {
            Func func = MathLibrary.rounded(p);
            // a function that is wrong in the branch for the rare shows when that is taken
            Func wrong = Rewrite.run(func, (e, r) -> {
                if (e.prim() != p) {
                    return false;
                }
                r.replace(e.result(), Lit.f64(Double.NaN));
                return true;
            });
            CompiledFunc.Fn f = CompiledFunc.compile(wrong);
            var random = new SplittableRandom(1);
            int taken = 0;
            for (int k = 0; k < 100_000; k++) {
                taken += Double.isNaN(f.apply((float) random.nextDouble(0, 20), 0)) ? 1 : 0;
            }
            assertTrue(taken > 0 && taken < 60, p.text() + ": " + taken);
        }
    }
}
