package dev.jacobi.llvm.math;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the trip before hands on is the second operand of extremes, and all else stays. */
class CarriedExtremesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "s = max r x | false, true | what is handed on changes places",
        "s = min x r | false, true | there it stands already",
        "y = add r x;  s = max r y | true, true | of two that wait, what waits less comes first",
        "y = add r x;  z = min y x;  s = add z 1.0:f64 | false, true | a sum that waits goes behind an element",
        "y = max x 2.0:f64;  s = add r y | false, false | what no trip waits for stays"})
    void operands(String body, String waits, String why) {
        Func f = Parser.parseFunc("f(a:f64[n], n:i32[]) { q = for(n, 0.0:f64) { i, r -> x = index a i;  " + body + ";  yield s };  return q }");
        Func now = CarriedExtremes.pass().run(f);
        Verifier.verify(now);
        List<Eqn> extremes = new ArrayList<>();
        Regions.each(now.body(), e -> {
            if (e.prim() == Prim.MAX || e.prim() == Prim.MIN) {
                extremes.add(e);
            }
        });
        List<Boolean> after = extremes.get(0).in().stream().map(a -> isAfter(now, a)).toList();
        assertEquals("[" + waits.strip() + "]", after.toString(), why);
    }

    /** Whether a value follows from what the loop carries. */
    private static boolean isAfter(Func f, Atom a) {
        Eqn loop = f.body().get(0);
        var region = Regions.of(loop).get(0);
        var known = new ArrayList<Atom>(region.params().subList(1, 2));
        for (Eqn e : region.body()) {
            if (e.in().stream().anyMatch(known::contains)) {
                known.addAll(e.out());
            }
        }
        return known.contains(a);
    }
}
