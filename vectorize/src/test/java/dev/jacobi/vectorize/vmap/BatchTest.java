package dev.jacobi.vectorize.vmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.interp.CheckFailed;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.simplify.Simplify;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import dev.jacobi.vectorize.raise.Raise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** vmap against running the function on each example, for batches of 0, 1, 2 and 7, before and after the passes that follow it. */
class BatchTest {
    private static final int[] BATCHES = {0, 1, 2, 7};

    /** Random examples: arrays of extent 4 (6 where the type says so), integers 0..5, reals -2..2. */
    private static List<Tensor> examples(Func f, List<Integer> axes, int lanes, Random random) {
        var in = new ArrayList<Tensor>();
        for (int k = 0; k < f.in().size(); k++) {
            Var v = f.in().get(k);
            var dims = new ArrayList<Integer>();
            v.type().dims().forEach(d -> dims.add(d.isConst() ? (int) d.add() : 4));
            if (axes.get(k) >= 0) {
                dims.add(axes.get(k), lanes);
            }
            int[] shape = dims.stream().mapToInt(d -> d).toArray();
            int n = dims.stream().reduce(1, (a, b) -> a * b);
            in.add(new Tensor(v.dtype(), shape, switch (v.dtype()) {
                case F64 -> random.doubles(n, -2, 2).toArray();
                case I32 -> random.ints(n, 0, 6).toArray();
                case I64 -> random.longs(n, 0, 6).toArray();
                case BOOL, I8, I16, U16, BF16, F16, F32 -> throw new IllegalArgumentException(v.type().toString());
            }));
        }
        return in;
    }

    private static Module passes(Module m) {
        var out = new LinkedHashMap<String, Func>();
        m.funcs().forEach((name, f) -> out.put(name, new Simplify().run(Raise.run(new Simplify().run(f), false))));
        return new Module(out);
    }

    static void check(String text, List<Integer> inAxes, List<Integer> outAxes, String axisName) {
        Module m = Parser.parseModule(text);
        String entry = m.funcs().keySet().iterator().next();
        Module batched = Batch.of(m, entry, inAxes, outAxes, axisName);
        Verifier.verify(batched);
        Module raised = passes(batched);
        Verifier.verify(raised);
        for (int lanes : BATCHES) {
            List<Tensor> in = examples(m.get(entry), inAxes, lanes, new Random(lanes));
            List<List<Tensor>> want = Stacked.run(m, entry, inAxes, lanes, in);
            for (Module how : List.of(batched, raised)) {
                List<Tensor> have = Interpreter.run(how, Batch.name(entry), in);
                for (int k = 0; k < want.size(); k++) {
                    Stacked.same("batch of " + lanes + ", result " + k, want.get(k), have.get(k), outAxes.get(k));
                }
            }
        }
    }

    @Test
    void scalars() {
        check("f(a:f64[], b:f64[]) { c = mul a b; d = sin c; return d, b, 1:i32 }", List.of(0, 0), List.of(0, 0, 0), "");
        check("f(a:f64[], b:f64[]) { c = mul a b; d = sin c; return d, b }", List.of(0, -1), List.of(0, 0), "");
    }

    @Test
    void arraysAlongAnyAxis() {
        String f = "f(a:f64[n,3], s:f64[]) { n = dim[0] a; x = index a 1:i32; y = update x 2:i32 s; z = transpose[1,0] a; return x, y, z, a }";
        check(f, List.of(0, 0), List.of(0, 0, 0, 0), "");
        check(f, List.of(1, 0), List.of(1, 0, 1, 2), "");
        check(f, List.of(2, -1), List.of(0, 1, 2, 0), "");
        check(f, List.of(-1, 0), List.of(1, 1, 2, 1), "");
    }

    @Test
    void lanesLoopAndBranchOnTheirOwn() {
        check("""
            f(x:f64[], n:i32[]) {
              i, y = while(0:i32, x) { i:i32[], y:f64[] -> c = lt i n; yield c } do { i:i32[], y:f64[] ->
                j = add i 1:i32; p = gt y 0.5:f64
                z = cond(p) false { u = mul y 2.0:f64; yield u } true { u = sqrt y; yield u }
                yield j, z }
              return i, y }
            """, List.of(0, 0), List.of(0, 0), "");
    }

    @Test
    void arraysThatLanesMakeAndChange() {
        check("""
            f(a:f64[n], k:i32[]) { n = dim[0] a
              t = full[f64[n]] 0.5:f64 n
              r, s = for(n, t, a) { i, t, a -> x = index a i; m = mul x x; u = update t i m
                b = update a i 7.0:f64; yield u, b }
              v = index[clamp] r k
              return r, s, v }
            """, List.of(0, 0), List.of(0, 1, 0), "");
    }

    @Test
    void resultsOfAnExtentThatAllLanesShare() {
        check("f(x:f64[], n:i32[]) { m = add n 1:i32; a = full[f64[m]] x m; b = full[f64[?,?]] x n m; return a, b }", List.of(0, -1), List.of(0, 2), "");
    }

    /** Where the inputs tell the extents of a result the lanes run once only. */
    @Test
    void extentsThatFollowFromTheInputs() {
        String f = """
            f(a:f64[n], p:i32[], m:i32[]) { n = dim[0] a; c = lt p 3:i32
              b = cond(c) false { x = full[f64[?]] 1.0:f64 n; yield x } true { y = mul a a; yield y }
              d:f64[n] = call[g] a; e = full[f64[?]] 2.0:f64 m
              q = for(n, b) { i, b -> r = cond(c) false { yield b } true { u = update[clamp] b i 1.0:f64; yield u }; yield r }
              return b, d, q, e }
            g(a:f64[n]) { b = neg a; return b }
            """;
        check(f, List.of(0, 0, -1), List.of(0, 0, 0, 0), "");
        Func g = Batch.of(Parser.parseModule(f), "f", List.of(0, 0, -1), List.of(0, 0, 0, 0), "").get("vmap(f)");
        assertEquals(1, g.body().stream().filter(e -> e.prim() == Prim.MAP).count());
    }

    private static final String SHARES = """
        f(x:f64[], a:f64[n], k:i32[]) { n = dim[0] a; z = full[f64[n]] 0.0:f64 n
          b, s = for(n, z, 0.0:f64) { i, b, s -> v = index a i; w = sin v; c = update b i w; t = add s w; yield c, t }
          d = sin s; p = gt n 3:i32; check[index] p; h = index a 3:i32
          e = update[clamp] b k x; g = update[clamp] z k s; q = index g 0:i32; r = index[clamp] b k; u = add r d; y = index[clamp] e k
          return h, e, q, u, b, s, y }
        """;
    private static final List<Integer> FIRST = List.of(0, 0, 0, 0, 0, 0, 0);

    private static List<Prim> prims(List<Eqn> body) {
        return body.stream().map(Eqn::prim).toList();
    }

    /** What no lane's input changes runs once, in front; an array of it that lanes write to is each lane's own. */
    @Test
    void whatAllLanesShareRunsOnce() {
        check(SHARES, List.of(0, -1, 0), FIRST, "");
        List<Prim> front = prims(Batch.of(Parser.parseModule(SHARES), "f", List.of(0, -1, 0), FIRST, "").get("vmap(f)").body());
        assertTrue(front.contains(Prim.FOR) && front.contains(Prim.SIN), front.toString());
        assertEquals(1, front.stream().filter(p -> p == Prim.MAP).count());
    }

    /** A check that all lanes share fails for one lane or more, and not without lanes. */
    @Test
    void withoutLanesNothingFails() {
        Module m = Batch.of(Parser.parseModule(SHARES), "f", List.of(0, -1, 0), FIRST, "");
        for (Module how : List.of(m, passes(m))) {
            for (int lanes = 0; lanes < 3; lanes++) {
                List<Tensor> in = List.of(Tensor.of(new double[lanes]), Tensor.of(new double[] {1, 2}), Tensor.of(new int[lanes]));
                if (lanes == 0) {
                    assertEquals(0, Interpreter.run(how, "vmap(f)", in).get(0).size());
                } else {
                    assertThrows(CheckFailed.class, () -> Interpreter.run(how, "vmap(f)", in));
                }
            }
        }
    }

    /** Where a lane is certain the checks go to the front too, with what they guard and what is printed. */
    @Test
    void aFunctionThatCertainlyRunsIsTakenApart() {
        Module m = Parser.parseModule(SHARES.replace("return", "debug_callback[\"s\"] s; return"));
        Func f = m.get("f");
        BatchShared parts = BatchShared.of(m, f, List.of(true, false, true));
        assertTrue(prims(parts.shared()).containsAll(List.of(Prim.CHECK, Prim.FOR, Prim.DEBUG_CALLBACK)), parts.toString());
        assertTrue(prims(parts.lane().body()).stream().noneMatch(p -> p == Prim.CHECK || p == Prim.FOR || p == Prim.DEBUG_CALLBACK), parts.toString());
        var front = new Func(List.of(f.in().get(1)), parts.shared(), List.copyOf(parts.handedOn(f)));
        Module apart = new Module(Map.of("front", front, "lane", parts.lane()));
        Verifier.verify(apart);
        assertThrows(CheckFailed.class, () -> Interpreter.run(apart, "front", List.of(Tensor.of(new double[] {1, 2}))));
        Tensor x = Tensor.of(new double[] {7});
        Tensor a = Tensor.of(new double[] {1, 2, 3, 4});
        List<Tensor> args = List.of(new Tensor(x.dtype(), new int[0], x.data()), a, new Tensor(DType.I32, new int[0], new int[] {2}));
        var in = new ArrayList<>(args);
        in.addAll(Interpreter.run(apart, "front", List.of(a)));
        List<Tensor> want = Interpreter.run(m, "f", args);
        List<Tensor> have = Interpreter.run(apart, "lane", in);
        for (int k = 0; k < want.size(); k++) {
            assertEquals(Arrays.toString(want.get(k).bits()), Arrays.toString(have.get(k).bits()), "result " + k);
        }
    }

    /** Behind a check of the lanes' own stays what it may guard; what is printed is printed by each lane. */
    @Test
    void whatLanesGuardStaysInThem() {
        String f = """
            f(x:f64[], a:f64[n], k:i32[]) { p = gt x 0.0:f64; n = dim[0] a; check[throw] p; y = index a k; z = mul y x; m = add k n; debug_callback["m"] m; return z }
            """;
        List<Prim> front = prims(Batch.of(Parser.parseModule(f), "f", List.of(0, -1, -1), List.of(0), "").get("vmap(f)").body());
        assertTrue(front.stream().noneMatch(p -> p == Prim.INDEX || p == Prim.DEBUG_CALLBACK), front.toString());
        assertTrue(front.contains(Prim.ADD), front.toString());
    }

    @Test
    void resultsOfDifferentExtentsFailACheck() {
        String f = "f(x:f64[], n:i32[]) { a = full[f64[m]] x n; s = neg a; return s }";
        Module m = Batch.of(Parser.parseModule(f), "f", List.of(0, 0), List.of(0), "");
        Verifier.verify(m);
        Tensor x = Tensor.of(new double[] {1, 2, 3});
        Tensor same = Tensor.of(new int[] {2, 2, 2});
        for (Module how : List.of(m, passes(m))) {
            Stacked.same("equal", Stacked.run(m, "f", List.of(0, 0), 3, List.of(x, same)).get(0), Interpreter.run(how, "vmap(f)", List.of(x, same)).get(0), 0);
            var e = assertThrows(CheckFailed.class, () -> Interpreter.run(how, "vmap(f)", List.of(x, Tensor.of(new int[] {2, 3, 2}))));
            assertEquals(Params.Code.SHAPE, e.check().code());
        }
        var e = assertThrows(CheckFailed.class, () -> Interpreter.run(m, "vmap(f)", List.of(x, Tensor.of(new int[] {2, 2}))), "batch sizes differ");
        assertEquals(Params.Code.SHAPE, e.check().code());
    }

    @Test
    void callsAndRecursion() {
        check("""
            f(n:i64[]) { a = call[fib] n; b = call[half] a; return a, b }
            fib(n:i64[]) { c = lt n 2:i64
              r = cond(c) false { a = sub n 1:i64; b = sub n 2:i64; x:i64[] = call[fib] a; y:i64[] = call[fib] b; z = add x y; yield z } true { yield n }
              return r }
            half(n:i64[]) { r = shr n 1:i64; return r }
            """.replace("a = call[fib] n", "a:i64[] = call[fib] n").replace("b = call[half] a", "b:i64[] = call[half] a"), List.of(0), List.of(0, 0), "");
    }

    @Test
    void nestedBatches() {
        Module m = Parser.parseModule("f(a:f64[n], b:f64[n]) { n = dim[0] a; s = for(n, 0.0:f64) { i, s -> x = index a i; y = index b i; p = mul x y; t = add s p; yield t }; return s }");
        Module twice = Batch.of(Batch.of(m, "f", List.of(0, -1), List.of(0), ""), "vmap(f)", List.of(-1, 1), List.of(0), "");
        Verifier.verify(twice);
        Tensor a = Tensor.of(new double[] {1, 2, 3, 4, 5, 6}, 3, 2);
        Tensor b = Tensor.of(new double[] {1, 10, 100, 1000}, 2, 2);
        double[] want = {201, 403, 605, 2010, 4030, 6050};
        assertTrue(Arrays.equals(want, (double[]) Interpreter.run(twice, "vmap(vmap(f))", List.of(a, b)).get(0).data()));
    }

    @Test
    void axesThatDoNotFitAreNamed() {
        Module m = Parser.parseModule("f(a:f64[n], b:f64[]) { return b }");
        for (Object[] bad : new Object[][] {{List.of(-1, -1), List.of(0), "no input"}, {List.of(2, 0), List.of(0), "input 0"},
            {List.of(0), List.of(0), "takes 2"}, {List.of(0, 0), List.of(1), "result 0"}, {List.of(0, 0), List.of(), "has 1 results"}}) {
            @SuppressWarnings("unchecked")
            var e = assertThrows(IllegalArgumentException.class, () -> Batch.of(m, "f", (List<Integer>) bad[0], (List<Integer>) bad[1], ""));
            assertTrue(e.getMessage().contains((String) bad[2]), e.getMessage());
        }
    }

    @Test
    void aBatchedInputKeepsTheTypeOfItsExample() {
        Module m = Parser.parseModule("f(a:f64[n,3], b:i64[]) { return b }");
        Func g = Batch.of(m, "f", List.of(1, 0), List.of(0), "").get("vmap(f)");
        assertEquals(3, g.in().get(0).type().rank());
        assertEquals(Dim.sym("n"), g.in().get(0).type().dims().get(0));
        assertEquals(Dim.of(3), g.in().get(0).type().dims().get(2));
    }
}
