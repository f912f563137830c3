package dev.jacobi.vectorize.raise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.pass.FunctionPass;
import dev.jacobi.ir.simplify.DeadCode;
import dev.jacobi.ir.simplify.Simplify;
import dev.jacobi.ir.text.Parser;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A function in which a pass finds nothing to do comes back as it is: so the dozen passes over a method of thousands of statements are no copies of it. */
class UnchangedTest {
    private static Func statements(int n) {
        var text = new StringBuilder("f(a:f64[8], x0:f64[]) {\n");
        for (int k = 0; k < n; k++) {
            text.append("v%d:f64[] = index a %d:i32\nx%d:f64[] = mul x%d v%d\n".formatted(k, k % 8, k + 1, k, k));
            if (k % 5 == 0) {
                text.append("c%d:bool[] = lt v%d x%d\nb%d:f64[] = cond c%d { s:f64[] = sin v%d\n yield s } { yield x%d }\n".formatted(k, k, k, k, k, k, k));
            }
        }
        return new Simplify().run(Parser.parseFunc(text.append("return x").append(n).append(", b0 }").toString()));
    }

    private static Func loop() {
        return new Simplify().run(Parser.parseFunc("""
            f(a:f64[n], m:i32[]) {
              s:f64[] = for(m, 0.0:f64) { i:i32[], s0:f64[] -> x:f64[] = index a i; y:f64[] = sin x; z:f64[] = mul y s0; t:f64[] = add z x; yield t }
              return s
            }"""));
    }

    @Test
    void simplifyingOnceMoreCopiesNothing() {
        for (Func f : List.of(statements(50), loop())) {
            assertSame(f, new Simplify().run(f));
        }
    }

    @Test
    void passesOfLoopsLeaveStatementsAlone() {
        Func f = statements(50);
        for (FunctionPass p : Raise.passes(false)) {
            Func g = p.run(f);
            assertEquals(f, g, p.name());
            if (!p.name().equals("checks") && !p.name().equals("parallelise")) {
                assertSame(f, p.run(f), p.name());
            }
        }
    }

    @Test
    void whatIsPrunedAndHoistedIsNotTouchedAgain() {
        Func f = loop();
        for (FunctionPass p : List.of(new DeadCode(), new Hoist(), new ArgExtreme(), new ScalarPromotion())) {
            assertSame(f, p.run(f), p.name());
        }
    }

    @Test
    void pruningAndHoistingStillChangeWhatTheyShould() {
        Func f = Parser.parseFunc("""
            f(a:f64[n], m:i32[], c:f64[]) {
              dead:f64[] = add c c
              s:f64[], k:f64[], u:f64[] = for(m, 0.0:f64, c, c) { i:i32[], s0:f64[], k0:f64[], u0:f64[] ->
                q:f64[] = mul c c
                x:f64[] = index a i; y:f64[] = mul x q; t:f64[] = add y s0; w:f64[] = mul u0 x; yield t, k0, w
              }
              r:f64[] = add s k
              return r
            }""");
        Func needed = new DeadCode().run(f);
        assertNotSame(f, needed);
        assertEquals(2, needed.body().size());
        Func hoisted = new Hoist().run(needed);
        assertEquals(List.of(Prim.MUL, Prim.FOR, Prim.ADD), hoisted.body().stream().map(e -> e.prim()).toList());
        assertEquals(1, hoisted.body().get(1).out().size());
    }

    /** A loop that may not end does what the original does, also where nobody needs its result. */
    @Test
    void whatMayNotEndStays() {
        Func f = Parser.parseModule("f(n:i32[], x:f64[m]) { k = while(n) { k -> c = ge k 0:i32; yield c } do { k -> j = and k 7:i32; yield j }; r = index x 0:i32; return r }").get("f");
        assertEquals(f, new DeadCode().run(f));
    }
}
