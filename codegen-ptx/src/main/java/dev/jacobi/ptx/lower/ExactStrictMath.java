package dev.jacobi.ptx.lower;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.pass.Pass;
import dev.jacobi.ir.pass.PassBuilder;
import dev.jacobi.ir.simplify.Inline;
import dev.jacobi.ir.text.Parser;
import java.util.LinkedHashMap;

/** Functions of {@link StrictMath} whose result is exact, so that any way to compute it gives Java's bits: here functions of the module, which are inlined. */
public final class ExactStrictMath {
    private static final String REMAINDER = "StrictMath.IEEEremainder";
    /**
     * The remainder by the nearest multiple, ties to the even one. x % 2p is exact, its quotient even; what is more than p/2 loses p, and what is then no
     * less than p/2 another one. Doubling is exact, or infinite where the double is larger than every p; a difference of two numbers within a factor of
     * two is exact. The sign is that of x, for zeros too.
     */
    private static final Func TO_NEAREST = Parser.parseFunc("""
        remainder(x:f64[], p:f64[]) {
          a:f64[] = abs x
          b:f64[] = abs p
          c:f64[] = add b b
          r:f64[] = rem a c
          d:f64[] = add r r
          more:bool[] = gt d b
          s:f64[] = sub r b
          e:f64[] = add s s
          again:bool[] = ge e b
          t:f64[] = sub s b
          u:f64[] = select again t s
          v:f64[] = select more u r
          one:f64[] = copysign 1.0:f64 x
          negative:bool[] = lt one 0.0:f64
          n:f64[] = neg v
          y:f64[] = select negative n v
          return y }
        """);

    private ExactStrictMath() {
    }

    /** {@link #with} as a pass. */
    public static Pass pass() {
        return PassBuilder.named("exact-strict-math").all(ExactStrictMath::with);
    }

    /** The module with these functions, where it calls them. */
    public static Module with(Module m) {
        if (m.funcs().values().stream().noneMatch(f -> Inline.callees(f).contains(REMAINDER))) {
            return m;
        }
        var all = new LinkedHashMap<>(m.funcs());
        all.put(REMAINDER, TO_NEAREST);
        return new Module(all);
    }
}
