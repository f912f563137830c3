package dev.jacobi.llvm.choice;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.text.Parser;
import org.junit.jupiter.api.Test;

/** Which choices of a loop are of the best number so far, and of its place. */
class BestSoFarTest {
    private static final String TEXT = """
        f(a:f64[n], m:i32[]) {
          c = dim[0] a
          r, s = for(m, 1.0:f64, 0:i32) { j:i32[], b0:f64[], t0:i32[] ->
            d, e = for(c, %s) { i:i32[], best:f64[], at:i32[] ->
              x = index a i
              y = lt x best
              b = select y x best
              t = select y i at
              yield b, t }
            yield d, e }
          return r, s
        }
        """;

    private static void found(int choices, String body) {
        String text = """
            f(a:f64[n], p:i32[m]) {
              c = dim[0] a
              r, s = for(c, 1.0:f64, 0:i32) { i:i32[], best:f64[], at:i32[] ->
                x = index a i
                k = index p i
                %s }
              return r, s
            }
            """.formatted(body.replace("; ", "\n    "));
        assertEquals(choices, BestSoFar.of(Parser.parseModule(text).funcs().values().iterator().next()).size(), body);
    }

    @Test
    void theBestAndItsPlace() {
        found(2, "y = lt x best; b = select y x best; t = select y i at; yield b, t");
        found(2, "y = le best x; z = eq k 0:i32; w = and z y; b = select w x best; t = select w i at; yield b, t");
    }

    /** The better one of two goes on to be compared with another number; places under a condition of the data belong to it. */
    @Test
    void oneAfterTheOther() {
        found(4, "y = lt x best; b = select y x best; t = select y i at; q = mul x 2.0:f64; z = lt q b; d = select z q b; u = select z k t; yield d, u");
        found(2, "z = eq k 0:i32; b, t = cond(z) false { yield best, at } true { y = gt x best; b1 = select y x best; t1 = select y i at; yield b1, t1 }; yield b, t");
    }

    /** A new best number decides that another choice is not made: {@code if (x > top) top = x; else if (top - x > fall) fall = top - x;}. */
    @Test
    void deciding() {
        String text = """
            f(a:f64[n]) {
              c = dim[0] a
              r, s = for(c, 0.0:f64, 0.0:f64) { i:i32[], top:f64[], fall:f64[] ->
                x = index a i
                y = gt x top
                d = sub top x
                z = gt d fall
                g = select z d fall
                t = select y x top
                h = select y fall g
                yield t, h }
              return r, s
            }
            """;
        assertEquals(3, of(text));
        assertEquals(0, of(text.replace("h = select y fall g", "h = add g 0.0:f64")));
    }

    /** Without a place there is an instruction; what is compared with something else may go either way each time. */
    @Test
    void othersAreNone() {
        found(0, "y = lt x best; b = select y x best; yield b, i");
        found(0, "y = lt x 2.0:f64; b = select y x best; t = select y i at; yield b, t");
        found(0, "y = lt x best; z = mul x 2.0:f64; b = select y z best; t = select y i at; yield b, t");
    }

    /** A search in each trip of a loop around it, which goes on with what the trip before has found, or begins anew. */
    @Test
    void searchesInLoops() {
        within(2, "b0, t0");
        within(0, "1.0:f64, t0");
    }

    /** A search that begins anew in each trip goes through a table, by whose rows there are many trips, or through a few numbers in blocks. */
    @Test
    void searchesOfTwoLoops() {
        String loop = "r, s = for(m, 1.0:f64, 0:i32) {";
        String two = TEXT.formatted("b0, t0").replace(loop, loop + " o:i32[], b9:f64[], t9:i32[] ->\n g, h = for(m, 2.0:f64, 0:i32) {").replace("yield d, e }", "yield d, e }\n yield g, h }");
        assertEquals(2, of(two));
        assertEquals(0, of(two.replace("c = dim[0] a", "w = dim[0] a; c = min w 16:i32")));
        assertEquals(0, of(two.replace("for(c,", "for(16:i32,")));
    }

    private static void within(int choices, String start) {
        assertEquals(choices, of(TEXT.formatted(start)), start);
    }

    private static int of(String text) {
        return BestSoFar.of(Parser.parseModule(text).funcs().values().iterator().next()).size();
    }
}
