package dev.jacobi.vectorize.raise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sums of which conditions say what is added: the carry is added to once a trip, and sums keep each bit. */
class ConditionalTermsTest {
    private static final double[] NUMBERS = {1.5, -2, 0.25, 4, -0.0, 7, Double.NaN, 3, 0.5, -1e-300, 1e300};

    private static void checkOneSum(String body) {
        Func before = Parser.parseFunc("f(a:f64[n], t:f64[]) { n = dim[0] a; r = for(n, t) { i, s -> x = index a i; " + body + " }; return r }");
        Func after = new ConditionalTerms(false).run(before);
        Verifier.verify(after);
        Eqn loop = after.body().stream().filter(e -> e.prim() == Prim.FOR).findFirst().orElseThrow();
        Region trip = Regions.of(loop).get(0);
        Eqn last = trip.body().get(trip.body().size() - 1);
        assertEquals(trip.out().get(0), last.result(), () -> after.toString());
        assertTrue(last.in().contains(trip.params().get(1)), () -> after.toString());
        assertEquals(1, Regions.uses(trip.body(), trip.out()).get(trip.params().get(1).id()), () -> after.toString());
        for (double start : new double[] {0.0, -0.0, 1.25, Double.NaN}) {
            var in = Tensors.all(NUMBERS, start);
            assertEquals(Tensors.text(Interpreter.run(before, in).get(0)), Tensors.text(Interpreter.run(after, in).get(0)), body);
        }
    }

    @Test
    void oneWayAdds() {
        checkOneSum("p = gt x 1.0:f64; u = add s x; y = select p u s; yield y");
        checkOneSum("p = gt x 1.0:f64; y:f64[] = cond(p) false { yield s } true { u = mul x x; v = add u s; yield v }; yield y");
    }

    /** What the branch asks is the sum so far: the addition stays in the branch, where nothing waits for an answer that is foreseen. */
    @Test
    void aSumThatIsAskedForStaysInTheBranch() {
        Func f = Parser.parseFunc("f(a:f64[n], t:f64[]) { n = dim[0] a; r = for(n, t) { i, s -> x = index a i; m = mul s x; p = le m 0.0:f64; y:f64[] = cond(p) false { yield s } true { u = add s x; yield u }; yield y }; return r }");
        assertEquals(f.toString(), new ConditionalTerms(false).run(f).toString());
    }

    @Test
    void oneWayTakesAway() {
        checkOneSum("p = gt x 1.0:f64; u = sub s x; y = select p u s; yield y");
        checkOneSum("p = gt x 1.0:f64; y:f64[] = cond(p) false { yield s } true { u = mul x x; v = sub s u; yield v }; yield y");
    }

    @Test
    void eachWayAdds() {
        checkOneSum("p = gt x 1.0:f64; u = add s x; v = add s 0.5:f64; y = select p u v; yield y");
        checkOneSum("p = gt x 1.0:f64; y:f64[] = cond(p) false { v = add s 3.0:f64; yield v } true { u = mul x x; v = add u s; yield v }; yield y");
    }

    @Test
    void choicesInChoices() {
        checkOneSum("p = gt x 1.0:f64; q = ne x 1.0:f64; u = add s 0.5:f64; v = select q s u; w = add s x; y = select p w v; yield y");
        checkOneSum("""
            p = gt x 1.0:f64; q = lt x 0.0:f64
            y:f64[] = cond(p) false { z:f64[] = cond(q) false { yield s } true { u = mul x 3.0:f64; v = add s u; yield v }; yield z }
              true { v = add s x; w = add s 1.0:f64; g = gt x 3.0:f64; z = select g v w; yield z }
            yield y
            """);
    }

    /** A way that does something else, and one that something else looks at, stays as it is. */
    @Test
    void whatStays() {
        for (String body : List.of("p = gt x 1.0:f64; u = add s x; v = mul s 0.5:f64; y = select p u v; yield y",
            "p = gt x 1.0:f64; u = add s x; q = gt u 2.0:f64; z = select q u s; y = select p z x; yield y",
            "p = gt x 1.0:f64; u = add s x; q = gt u 2.0:f64; z = select q u s; yield z", "p = gt x 1.0:f64; u = sub x s; y = select p u s; yield y",
            "p = gt x 1.0:f64; u = add s x; v = sub s x; y = select p u v; yield y")) {
            Func f = Parser.parseFunc("f(a:f64[n], t:f64[]) { n = dim[0] a; r = for(n, t) { i, s -> x = index a i; " + body + " }; return r }");
            assertEquals(f.toString(), new ConditionalTerms(false).run(f).toString());
        }
    }
}
