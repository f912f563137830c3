package dev.jacobi.vectorize.counts;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.pass.FunctionPass;
import dev.jacobi.ir.simplify.DeadCode;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.vectorize.Same;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** While loops with an induction variable become for loops that make the same trips. */
class WhileToForTest {
    private static final List<FunctionPass> PASSES = List.of(new WhileToFor(), new DeadCode());
    private static final int[] EDGES = {Integer.MIN_VALUE, Integer.MIN_VALUE + 1, Integer.MIN_VALUE + 7, -13, -1, 0, 1, 2, 12, Integer.MAX_VALUE - 6,
        Integer.MAX_VALUE - 1, Integer.MAX_VALUE};

    @Test
    void theBoundIsTheTripCount() {
        Same.prints("""
            f(a:i32[]) {
              b:i32[] = for(a, 7:i32) { c:i32[], d:i32[] ->
                e:i32[] = mul d 3:i32
                f:i32[] = add e c
                yield f
              }
              return b
            }
            """, PASSES, """
            f(n:i32[]) {
              i9, s9 = while(0:i32, 7:i32) { i:i32[], s:i32[] -> c = lt i n; yield c } do { i:i32[], s:i32[] ->
                t = mul s 3:i32; s1 = add t i; i1 = add i 1:i32; yield i1, s1 }
              return s9
            }
            """);
    }

    /** {@code n - i >= 0} where i counts up from 0, whatever n is. */
    @ParameterizedTest
    @CsvSource({"ge n-i 0,1", "ge n-i 0,3", "gt n-i 0,1", "gt n-i 0,2", "le 0 n-i,1", "lt 0 n-i,5"})
    void theBoundMayStandInADifference(String test, int step) {
        String[] words = test.split(" ");
        String text = """
            f(n:i32[]) {
              i9, s9 = while(0:i32, 7:i32) { i:i32[], s:i32[] -> d = sub n i; c = TEST; yield c } do { i:i32[], s:i32[] ->
                t = mul s 3:i32; s1 = add t i; i1 = add i STEP:i32; yield i1, s1 }
              return i9, s9
            }
            """.replace("TEST", words[0] + " " + words[1].replace("n-i", "d").replace("0", "0:i32") + " " + words[2].replace("n-i", "d").replace("0", "0:i32")).replace("STEP", Integer.toString(step));
        Func f = Parser.parseFunc(text);
        Func g = Same.run(PASSES, text);
        Assertions.assertFalse(g.toString().contains("while"), g::toString);
        for (int n : new int[] {Integer.MIN_VALUE, Integer.MIN_VALUE + 1, -7, -1, 0, 1, 2, 3, 4, 100}) {
            Same.computes(f, g, true, List.of(Tensor.of(Lit.i32(n))));
        }
    }

    /** {@code for (byte i = 3; i < n; i += step)}: where the bound is beyond the type's end the loop would wrap around, which a check says. */
    @ParameterizedTest
    @CsvSource({"lt,1,i8,127", "lt,5,i8,123", "le,1,i8,126", "le,3,i16,32764", "lt,1,i16,32767", "lt,1,u16,65535", "lt,7,u16,65529"})
    void narrowCountersDoNotWrap(String op, int step, String type, int last) {
        String text = """
            f(n:i32[]) {
              i9, s9 = while(3:i32, 7:i32) { i:i32[], s:i32[] -> c = OP i n; yield c } do { i:i32[], s:i32[] ->
                t = mul s 3:i32; s1 = add t i; i1 = add i STEP:i32; j = convert[TYPE] i1; i2 = convert[i32] j; yield i2, s1 }
              return i9, s9
            }
            """.replace("OP", op).replace("STEP", Integer.toString(step)).replace("TYPE", type);
        Func f = Parser.parseFunc(text);
        Func g = Same.run(PASSES, text);
        Assertions.assertFalse(g.toString().contains("while"), g::toString);
        for (int n : new int[] {Integer.MIN_VALUE, -1, 0, 2, 3, 4, 5, 11, 100, last - 1, last}) {
            Same.computes(f, g, true, List.of(Tensor.of(Lit.i32(n))));
        }
        for (int n : new int[] {last + 1, last + 2, Integer.MAX_VALUE}) {
            Assertions.assertNull(Same.outputs(g, List.of(Tensor.of(Lit.i32(n)))), () -> "at " + n);
        }
    }

    /** {@code for (byte k = 0; k < 100; k += 50)} ends, but its check would be false in each call: it is counted only as far as the bound needs none. */
    @ParameterizedTest
    @CsvSource({"100,true", "79,true", "78,false", "0,false"})
    void narrowCountersUpToANumber(int bound, boolean stays) {
        String text = """
            f(n:i32[]) {
              i9, s9 = while(0:i32, n) { i:i32[], s:i32[] -> c = lt i BOUND:i32; yield c } do { i:i32[], s:i32[] ->
                t = mul s 3:i32; s1 = add t i; i1 = add i 50:i32; j = convert[i8] i1; i2 = convert[i32] j; yield i2, s1 }
              return i9, s9
            }
            """.replace("BOUND", Integer.toString(bound));
        Func g = Same.run(PASSES, text);
        Assertions.assertEquals(stays, g.toString().contains("while"), g::toString);
        Same.computes(Parser.parseFunc(text), g, true, List.of(Tensor.of(Lit.i32(5))));
    }

    @ParameterizedTest
    @CsvSource({"lt,1", "lt,3", "le,1", "le,4", "gt,-1", "gt,-5", "ge,-1", "ge,-2", "ne,1", "ne,-1", "eq,1", "eq,-3", "lt,-1", "ge,2", "ne,3"})
    void tripsAreThoseOfTheWhile(String op, int step) {
        String text = """
            f(a:i32[], n:i32[]) {
              i9, j9, s9 = while(a, 5:i32, 7:i32) { i:i32[], j:i32[], s:i32[] -> c = OP i n; yield c } do { i:i32[], j:i32[], s:i32[] ->
                t = mul s 3:i32; s0 = add t i; s1 = xor s0 j; i1 = add i STEP:i32; j1 = sub j a; yield i1, j1, s1 }
              return i9, j9, s9
            }
            """.replace("OP", op).replace("STEP", Integer.toString(step));
        Func f = Parser.parseFunc(text);
        Func g = Same.run(PASSES, text);
        boolean counts = !(op.equals("lt") && step < 0 || op.equals("ge") && step > 0 || op.equals("ne") && step == 3);
        Assertions.assertEquals(counts, !g.toString().contains("while"));
        for (int a : EDGES) {
            for (int n : EDGES) {
                if (trips(op, a, n, step) < 1000) {
                    boolean near = Math.abs((long) a - n) < 100 && Math.abs((long) n) < 1000;
                    Same.computes(f, g, near, List.of(Tensor.of(Lit.i32(a)), Tensor.of(Lit.i32(n))));
                }
            }
        }
    }

    /** {@code for (i = a; i < n && i >= a; i++)}: what a loop goes away from does not end it, and the distance to it is not a number of trips. */
    @ParameterizedTest
    @CsvSource({"lt,1,ge", "le,1,gt", "gt,-1,le", "ge,-1,le", "ge,-2,le", "ge,1,ge", "le,-1,le"})
    void boundsBehindTheStart(String op, int step, String behind) {
        String text = """
            f(a:i32[], n:i32[]) {
              i9, s9 = while(a, 7:i32) { i:i32[], s:i32[] -> b = add a OFF:i32; c = OP i n; d = BEHIND i b; e = and c d; yield e } do { i:i32[], s:i32[] ->
                t = mul s 3:i32; s1 = add t i; i1 = add i STEP:i32; yield i1, s1 }
              return i9, s9
            }
            """.replace("OP", op).replace("STEP", Integer.toString(step)).replace("BEHIND", behind).replace("OFF", behind.equals("gt") ? "-1" : "0");
        Func f = Parser.parseFunc(text);
        Func g = Same.run(PASSES, text);
        for (int a : new int[] {-3, 0, 4, 5, 6, 40}) {
            for (int n : new int[] {-20, 0, 4, 5, 9, 40}) {
                if (trips(op, a, n, step) < 1000) {
                    Same.computes(f, g, true, List.of(Tensor.of(Lit.i32(a)), Tensor.of(Lit.i32(n))));
                }
            }
        }
    }

    /** The trips of a loop that goes down to a number near zero are its start and a constant, as those of one that goes up to its end are that: how far its indices lie from each other is then known in the same way. */
    @ParameterizedTest
    @CsvSource({"gt,-1", "ge,0", "gt,0", "ge,1", "gt,-4", "ge,-2"})
    void tripsDownToANumber(String op, int bound) {
        String text = """
            f(n:i32[]) {
              a = sub n 1:i32
              i9, s9 = while(a, 7:i32) { i:i32[], s:i32[] -> c = OP i BOUND:i32; yield c } do { i:i32[], s:i32[] -> t = mul s 3:i32; s1 = add t i; i1 = sub i 1:i32; yield i1, s1 }
              return s9
            }
            """.replace("OP", op).replace("BOUND", Integer.toString(bound));
        Func f = Parser.parseFunc(text);
        Func g = Same.run(PASSES, text);
        Assertions.assertFalse(g.toString().contains("while") || g.toString().contains("max"), g::toString);
        for (int n : EDGES) {
            if (trips(op, n - 1, bound, -1) < 1000) {
                Same.computes(f, g, Math.abs((long) n) < 100, List.of(Tensor.of(Lit.i32(n))));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"add,1,lt,1", "add,2,le,1", "sub,1,gt,-1", "add,1,lt,3", "sub,3,ge,-2", "add,-1,lt,1"})
    void whatIsTestedMayBeShifted(String shift, int by, String op, int step) {
        String text = """
            f(a:i32[], n:i32[]) {
              i9, s9 = while(a, 7:i32) { i:i32[], s:i32[] -> k = SHIFT i BY:i32; c = OP k n; yield c } do { i:i32[], s:i32[] ->
                t = mul s 3:i32; s1 = add t i; i1 = add i STEP:i32; yield i1, s1 }
              return i9, s9
            }
            """.replace("SHIFT", shift).replace("BY", Integer.toString(by)).replace("OP", op).replace("STEP", Integer.toString(step));
        Func f = Parser.parseFunc(text);
        Func g = Same.run(PASSES, text);
        Assertions.assertFalse(g.toString().contains("while"));
        int moved = shift.equals("add") ? by : -by;
        for (int a : EDGES) {
            for (int n : EDGES) {
                if (trips(op, a + moved, n, step) < 1000) {
                    boolean near = Math.abs((long) a - n) < 100 && Math.abs((long) n) < 1000;
                    Same.computes(f, g, near, List.of(Tensor.of(Lit.i32(a)), Tensor.of(Lit.i32(n))));
                }
            }
        }
    }

    /** {@code while (i < n && j > m)}: the first test to fail ends the loop. */
    @ParameterizedTest
    @CsvSource({"lt,1,gt,-1", "lt,3,lt,2", "ge,-2,lt,1", "le,1,le,5", "gt,-1,gt,-3"})
    void theFewestTripsThatATestAllows(String first, int step, String second, int other) {
        String text = """
            f(a:i32[], n:i32[], m:i32[]) {
              i9, j9, s9 = while(a, 5:i32, 7:i32) { i:i32[], j:i32[], s:i32[] -> c = FIRST i n; d = SECOND j m; e = and c d; l = lt s LIMIT; g = and e l; yield G } do { i:i32[], j:i32[], s:i32[] ->
                t = mul i 3:i32; s1 = add s 1:i32; i1 = add i STEP:i32; j1 = add j OTHER:i32; yield i1, j1, s1 }
              return i9, j9, s9
            }
            """.replace("FIRST", first).replace("SECOND", second).replace("STEP", Integer.toString(step)).replace("OTHER", Integer.toString(other));
        // the same with an end, for those that would go on for ever
        Func f = Parser.parseFunc(text.replace("LIMIT", "1000:i32").replace("yield G", "yield g"));
        Func g = Same.run(PASSES, text.replace("LIMIT", "1000:i32").replace("yield G", "yield e"));
        Assertions.assertFalse(g.toString().contains("while"), g::toString);
        for (int a : EDGES) {
            for (int n : EDGES) {
                for (int m : EDGES) {
                    List<Tensor> args = List.of(Tensor.of(Lit.i32(a)), Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(m)));
                    if (Same.outputs(f, args).get(2).get(0).asLong() < 1000) {
                        boolean near = Math.abs((long) a - n) < 100 && Math.abs((long) n) < 1000 && Math.abs((long) m) < 1000 && !first.equals("ne") && !second.equals("ne");
                        Same.computes(f, g, near, args);
                    }
                }
            }
        }
    }

    @Test
    void aLoopWithItsTestAtTheEndRunsOnceMore() {
        String text = """
            f(a:i32[], n:i32[]) {
              i9, g9, s9 = while(a, true, 7:i32) { i:i32[], g:bool[], s:i32[] -> yield g } do { i:i32[], g:bool[], s:i32[] ->
                t = mul s 3:i32; s1 = add t i; i1 = add i 2:i32; g1 = lt i1 n; yield i1, g1, s1 }
              return i9, s9
            }
            """;
        Func f = Parser.parseFunc(text);
        Func g = Same.run(PASSES, text);
        Assertions.assertFalse(g.toString().contains("while"));
        for (int a : EDGES) {
            for (int n : EDGES) {
                if (trips("lt", a + 2, n, 2) < 1000) {
                    boolean near = Math.abs((long) a - n) < 100 && Math.abs((long) n) < 1000;
                    Same.computes(f, g, near, List.of(Tensor.of(Lit.i32(a)), Tensor.of(Lit.i32(n))));
                }
            }
        }
    }

    /** How many trips Java makes, up to 1000. */
    private static int trips(String op, int i, int n, int step) {
        int t = 0;
        while (t < 1000 && (op.equals("lt") ? i < n : op.equals("le") ? i <= n : op.equals("gt") ? i > n : op.equals("ge") ? i >= n
            : op.equals("ne") ? i != n : i == n)) {
            i += step;
            t++;
        }
        return t;
    }
}
