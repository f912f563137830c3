package dev.jacobi.autodiff.vjp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.autodiff.Gradients;
import dev.jacobi.autodiff.Orders;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.interp.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Trips with very many values to keep: these lie side by side in one array, are kept as soon as they are there, and are read where they are needed. */
class LongTapesTest {
    private static final Tensor P = Tensor.of(new double[] {0.3, -0.7, 1.1}, 3);
    private static final Tensor WIDE = Tensor.of(new double[] {0.3, -0.7, 1.1, 0.4}, 2, 2);
    private static final String CARRY = "a:f64[], b:f64[], c:f64[], d:f64[]";
    private static final String START = "1.0:f64, 0.5:f64, -0.25:f64, 0.75:f64";

    /** So many statements on four scalars in turn; the last four values are yielded. */
    private static String statements(int n, String type, IntFunction<String> statement) {
        var names = new ArrayList<>(List.of("a", "b", "c", "d"));
        var text = new StringBuilder();
        for (int k = 0; k < n; k++) {
            text.append(statement.apply(k).replace("%0", names.get(k % 4)).replace("%1", names.get((k + 1) % 4)).replace("%2", names.get((k + 2) % 4))
                .replace("#", Integer.toString(k)).replace("f64", type)).append('\n');
            names.set(k % 4, "v" + k);
        }
        return text + "yield " + String.join(", ", names);
    }

    private static String sines(int n) {
        return statements(n, "f64", k -> "s#:f64[] = sin %1; t#:f64[] = mul s# %2; h#:f64[] = mul %0 0.5:f64; v#:f64[] = add t# h#");
    }

    private static String branches(int n) {
        return statements(n, "f64", k -> "g#:bool[] = gt %1 0.1:f64; v#:f64[] = cond g# { t#:f64[] = mul %2 -0.5:f64; yield t# } "
            + "{ s#:f64[] = sin %1; w#:f64[] = mul s# %2; yield w# }");
    }

    /** One branch around all statements, or a branch within a branch. */
    private static String inBranch(int n, boolean twice) {
        String statements = sines(n).replace("v", "k").replace("kield", "yield");
        String within = twice ? "o2:bool[] = gt a 0.3217:f64\n a3:f64[], b3:f64[], c3:f64[], d3:f64[] = cond o2 { yield b, a, d, c } {\n" + statements + " }\n w3:f64[] = sin a3\n w4:f64[] = mul w3 b3\n"
            + "yield w4, b3, c3, d3" : statements;
        return "o1:bool[] = gt x -0.2:f64\n v1:f64[], v2:f64[], v3:f64[], v4:f64[] = cond o1 { z1:f64[] = mul b 0.5:f64\n yield z1, a, c, d } {\n" + within + " }\n yield v1, v2, v3, v4";
    }

    private static String counted(String body) {
        return "f(p:f64[m]) {\n m:i32[] = dim[0] p\n r:f64[], s:f64[], t:f64[], u:f64[] = for(m, " + START + ") { i:i32[], e:f64[], b:f64[], c:f64[], d:f64[] ->\n"
            + "x:f64[] = index p i\n a:f64[] = add e x\n" + body + " }\n y:f64[] = add r s\n z:f64[] = add t u\n q:f64[] = mul y z\n return q }";
    }

    private static String whiles(String body) {
        return "f(p:f64[m]) {\n m:i32[] = dim[0] p\n k:i32[], r:f64[], s:f64[], t:f64[], u:f64[] = while(0:i32, " + START + ") { i:i32[], " + CARRY
            + " -> go:bool[] = lt i m; yield go } do { i:i32[], e:f64[], b:f64[], c:f64[], d:f64[] ->\n"
            + "x:f64[] = index p i\n a:f64[] = add e x\n j:i32[] = add i 1:i32\n" + body.replace("yield v", "yield j, v")
            + " }\n y:f64[] = add r s\n z:f64[] = add t u\n q:f64[] = mul y z\n return q }";
    }

    private static String nested(String body) {
        return "f(p:f64[m, l]) {\n m:i32[] = dim[0] p\n l:i32[] = dim[1] p\n r:f64[], s:f64[], t:f64[], u:f64[] = for(m, " + START + ") { i:i32[], " + CARRY + " ->\n"
            + "a1:f64[], b1:f64[], c1:f64[], d1:f64[] = for(l, a, b, c, d) { j:i32[], e:f64[], b:f64[], c:f64[], d:f64[] ->\n"
            + "x:f64[] = index p i j\n a:f64[] = add e x\n" + body + " }\n yield a1, b1, c1, d1 }\n"
            + " y:f64[] = add r s\n z:f64[] = add t u\n q:f64[] = mul y z\n return q }";
    }

    private static Func gradient(String text) {
        return Vjp.of(Gradients.module(text), "f", List.of(true)).get("vjp(f)");
    }

    private static void each(List<Eqn> body, Consumer<Eqn> to) {
        for (Eqn e : body) {
            to.accept(e);
            Regions.of(e).forEach(r -> each(r.body(), to));
        }
    }

    private static long arraysMade(Func f) {
        long[] n = new long[1];
        each(f.body(), e -> n[0] += e.prim() == Prim.FULL ? 1 : 0);
        return n[0];
    }

    private static long equations(Func f) {
        long[] n = new long[1];
        each(f.body(), e -> n[0]++);
        return n[0];
    }

    @Test
    void arraysDoNotBecomeMoreWithTheStatements() {
        for (IntFunction<String> form : List.<IntFunction<String>>of(n -> counted(sines(n)), n -> whiles(sines(n)), n -> nested(sines(n)), n -> counted(branches(n)),
                n -> whiles(branches(n)))) {
            Func some = gradient(form.apply(100));
            Func many = gradient(form.apply(400));
            assertEquals(arraysMade(some), arraysMade(many), form.apply(2));
            assertTrue(arraysMade(many) < 12, arraysMade(many) + " arrays: " + form.apply(2));
            assertTrue(equations(many) < 4.1 * equations(some), equations(some) + " and " + equations(many) + " equations: " + form.apply(2));
        }
    }

    @Test
    void fewValuesHaveArraysOfTheirOwn() {
        each(gradient(counted(sines(8))).body(), e -> assertTrue(e.prim() != Prim.FULL || e.result().type().rank() == 1, e.toString()));
    }

    /** No value of a tape is read long before the first equation that takes it, and none waits for the trip's end to be written. */
    @Test
    void tapesAreReadAndWrittenWhereTheValuesAre() {
        List<List<Eqn>> bodies = new ArrayList<>();
        each(gradient(counted(sines(200))).body(), e -> {
            if (e.prim() != Prim.COND) {
                Regions.of(e).stream().map(Region::body).forEach(bodies::add);
            }
        });
        int farthest = 0;
        int accesses = 0;
        for (List<Eqn> body : bodies) {
            Map<Atom, Integer> defined = new HashMap<>();
            for (int k = 0; k < body.size(); k++) {
                Eqn e = body.get(k);
                for (Atom a : e.in()) {
                    Integer at = defined.get(a);
                    boolean stored = e.prim() == Prim.UPDATE && e.in().get(0).type().rank() == 2 && a == e.in().get(e.in().size() - 1);
                    boolean loaded = at != null && body.get(at).prim() == Prim.INDEX && body.get(at).in().get(0).type().rank() == 2;
                    if (at != null && (stored || loaded)) {
                        farthest = Math.max(farthest, k - at);
                        accesses++;
                        defined.remove(a);
                    }
                }
                for (Var v : e.out()) {
                    defined.put(v, k);
                }
            }
        }
        assertTrue(accesses > 200, accesses + " accesses");
        assertTrue(farthest < 20, farthest + " equations between a value and its tape");
    }

    /** What branches keep, they keep themselves: it is no result of theirs. */
    @Test
    void branchesWithVeryManyValuesWriteToTheTape() {
        for (boolean twice : new boolean[] {false, true}) {
            for (String program : List.of(counted(inBranch(200, twice)), whiles(inBranch(200, twice)), nested(inBranch(200, twice)))) {
                each(gradient(program).body(), e -> assertTrue(e.prim() != Prim.COND || e.out().size() < 30, e.out().size() + " results of a branch in " + program));
            }
            Gradients.check(Gradients.module(counted(inBranch(60, twice))), "f", List.of(P), 1e-5);
            Gradients.check(Gradients.module(whiles(inBranch(60, twice))), "f", List.of(P), 1e-5);
            Gradients.check(Gradients.module(nested(inBranch(60, twice))), "f", List.of(WIDE), 1e-5);
            Orders.check(2, Gradients.module(counted(inBranch(50, twice))), "f", P);
        }
    }

    @Test
    void gradientsAreRight() {
        for (IntFunction<String> body : List.<IntFunction<String>>of(LongTapesTest::sines, LongTapesTest::branches)) {
            Gradients.check(Gradients.module(counted(body.apply(60))), "f", List.of(P), 1e-5);
            Gradients.check(Gradients.module(whiles(body.apply(60))), "f", List.of(P), 1e-5);
            Gradients.check(Gradients.module(nested(body.apply(60))), "f", List.of(WIDE), 1e-5);
        }
    }

    @Test
    void gradientsOfGradientsAreRight() {
        Orders.check(2, Gradients.module(counted(sines(50))), "f", P);
        Orders.check(2, Gradients.module(whiles(sines(50))), "f", P);
    }
}
