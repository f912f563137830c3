package dev.jacobi.ir.simplify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Loops that ask behind their trips, in branches that ask before: which become loops that ask in front of each trip, and what they compute. */
class LoopEntryTest {
    private static final int[] NUMBERS = {0, 1, 2, 7, 8, -1, -5, Integer.MIN_VALUE};
    /** {@code if (lo GUARD hi) { i = FROM; do s = 3 * s + i; while (++i TEST hi); }}. */
    private static final String POST_TESTED = """
        f(lo:i32[], hi:i32[], s:i32[]) {
          c:bool[] = %1$s
          r:i32[] = cond(c) false {
            t:i32[], i:i32[], done:bool[] = while(s, %2$s, false) { t1:i32[], i1:i32[], d1:bool[] ->
              go:bool[] = not d1
              yield go
            } do { t2:i32[], i2:i32[], d2:bool[] ->
              t3:i32[] = mul t2 3:i32
              t4:i32[] = add t3 i2
              i3:i32[] = add i2 1:i32
              d3:bool[] = %3$s
              yield t4, i3, d3
            }
            yield t
          } true {
            yield %4$s
          }
          return r
        }""";

    private static Func simplified(String text) {
        Func g = new Simplify().run(Parser.parseFunc(text));
        Verifier.verify(g);
        return g;
    }

    private static void alike(String text, Func g) {
        Func f = Parser.parseFunc(text);
        for (int lo : NUMBERS) {
            for (int hi : NUMBERS) {
                if ((long) hi - lo < 100) {
                    List<Tensor> args = List.of(Tensors.of(lo), Tensors.of(hi), Tensors.of(5));
                    assertEquals(Interpreter.run(f, args).stream().map(Tensors::text).toList(), Interpreter.run(g, args).stream().map(Tensors::text).toList(), () -> g + " " + args);
                }
            }
        }
    }

    private static long count(Func f, Prim p) {
        int[] n = {0};
        Regions.each(f.body(), e -> n[0] += e.prim() == p ? 1 : 0);
        return n[0];
    }

    @ParameterizedTest
    @CsvSource({"ge lo hi, lo, ge i3 hi", "le hi lo, lo, le hi i3", "ge 0:i32 hi, 0:i32, ge i3 hi", "lt hi 1:i32, 0:i32, ge i3 hi", "lt hi 3:i32, 2:i32, lt hi i3", "gt 1:i32 hi, 0:i32, le hi i3"})
    void theTestThatTheBranchAsksIsTheFirst(String guard, String from, String test) {
        String text = POST_TESTED.formatted(guard, from, test, "s");
        Func g = simplified(text);
        boolean inside = !test.equals("lt hi i3"); // goes on where i is hi, which may be less than 2 where the branch is taken
        assertEquals(inside ? 0 : 1, count(g, Prim.COND), g::toString);
        assertEquals(0, count(g, Prim.NOT), g::toString);
        if (inside) {
            alike(text, g);
        }
    }

    @ParameterizedTest
    @CsvSource({"ge lo hi, lo, ge i3 hi, 7:i32", "ge lo hi, 0:i32, ge i3 hi, s", "gt lo hi, lo, ge i3 hi, s", "lt hi 0:i32, 0:i32, ge i3 hi, s"})
    void otherBranchesStay(String guard, String from, String test, String otherwise) {
        String text = POST_TESTED.formatted(guard, from, test, otherwise);
        Func g = simplified(text);
        assertEquals(1, count(g, Prim.COND), g::toString);
        alike(text, g);
    }

    /** What a trip hands on is not what the test reads: the number before it was raised, which no carry of the next trip is. */
    @Test
    void aTestOfWhatIsNotHandedOnStays() {
        String text = POST_TESTED.formatted("ge lo hi", "lo", "ge i2 hi", "s");
        Func g = simplified(text);
        assertEquals(1, count(g, Prim.COND), g::toString);
        alike(text, g);
    }

    /** Of two carries that are handed the same number, the test may be asked of either, as long as it is of the same one in front of the first trip. */
    @Test
    void carriesThatAreAlikeFromTheSecondTripOn() {
        String text = """
            f(lo:i32[], hi:i32[], s:i32[]) {
              c:bool[] = ge lo hi
              r:i32[] = cond(c) false {
                t:i32[], i:i32[], k:i32[], done:bool[] = while(s, lo, s, false) { t1:i32[], i1:i32[], k1:i32[], d1:bool[] ->
                  go:bool[] = not d1
                  yield go
                } do { t2:i32[], i2:i32[], k2:i32[], d2:bool[] ->
                  t3:i32[] = mul t2 3:i32
                  t4:i32[] = add t3 k2
                  i3:i32[] = add i2 1:i32
                  d3:bool[] = ge i3 hi
                  yield t4, i3, i3, d3
                }
                yield t
              } true {
                yield s
              }
              return r
            }""";
        Func g = simplified(text);
        assertEquals(0, count(g, Prim.COND), g::toString);
        alike(text, g);
    }

    @ParameterizedTest
    @ValueSource(strings = {"for", "map"})
    void trips(String loop) {
        String text = """
            f(lo:i32[], hi:i32[], s:i32[]) {
              c:bool[] = lt hi 2:i32
              a:f64[8] = full[f64[8]] 1.0:f64 8:i32
              b:f64[8] = cond(c) false {
                n:i32[] = sub hi 1:i32
                m:i32[] = min n 8:i32
                r:f64[8] = %s(m, a) { i:i32[], d:f64[8] ->
                  e:f64[8] = update d i 2.0:f64
                  yield e
                }
                yield r
              } true {
                yield a
              }
              return b
            }""".formatted(loop);
        Func f = Parser.parseFunc(text);
        Func g = simplified(text);
        assertEquals(1, count(g, Prim.COND), "hi - 1 wraps around where hi is the least int: " + g);
        alike(text, g);
        String most = text.replace("sub hi 1:i32", "min hi 7:i32").replace("lt hi 2:i32", "lt hi 1:i32");
        g = simplified(most);
        assertEquals(0, count(g, Prim.COND), g::toString);
        alike(most, g);
        assertEquals(1, count(f, Prim.COND));
    }
}
