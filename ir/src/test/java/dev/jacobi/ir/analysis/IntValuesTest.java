package dev.jacobi.ir.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.interp.CheckFailed;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Values claims of integers holds for the values that the interpreter computes. */
class IntValuesTest {
    private static final Prim[] OPS = {Prim.ADD, Prim.SUB, Prim.MUL, Prim.MIN, Prim.MAX, Prim.DIV, Prim.REM, Prim.AND, Prim.OR, Prim.XOR, Prim.SHL,
        Prim.SHR, Prim.USHR, Prim.ABS, Prim.NEG, Prim.SELECT, Prim.CHECK, Prim.POPCNT, Prim.CLZ, Prim.SIGN};
    private static final int[] EDGES = {0, 1, -1, 2, 3, 7, 8, 31, 32, 100, -100, 255, 65535, 1 << 20, Integer.MAX_VALUE, Integer.MIN_VALUE, Integer.MAX_VALUE - 1};
    private static final Prim[] TESTS = {Prim.LT, Prim.LE, Prim.GT, Prim.GE, Prim.EQ, Prim.NE};

    /** A variable that is made between two symbols of extents has neither's number. */
    @Test
    void symbolsAndNewVariablesHaveNumbersOfTheirOwn() {
        Func f = Parser.parseFunc("f(a:f64[n], b:f64[m], c:i32[]) { return c }");
        var values = new IntValues(f);
        int first = values.shapes.of(f.in().get(0))[0].asVar();
        int variable = values.shapes.ids.fresh(Type.of(DType.I32)).id();
        int second = values.shapes.of(f.in().get(1))[0].asVar();
        assertEquals(4, Set.of(f.in().get(2).id(), first, variable, second).size());
        assertNull(values.shapes.extent(variable));
        assertTrue(values.shapes.end() > second);
    }

    /** {@code Math.floorMod} by an extent is a place in the array, whatever is divided. */
    @Test
    void floorModIsAPlace() {
        String text = """
            f(a:f64[n], x:i32[]) {
              n = dim[0] a
              d = ne n 0:i32
              check[division "T.f:0"] d
              r = rem x n; o = xor r n; b = lt o 0:i32; z = ne r 0:i32; c = and b z; s = add r n; m = select c s r
              u = ge m 0:i32; l = lt m n; ok = and u l
              check[index "T.f:1"] ok
              return m
            }
            """;
        for (String f : List.of(text, text.replace("and b z", "and z b").replace("add r n", "add n r"), text.replace("rem x n", "rem n x"), text.replace("check[division \"T.f:0\"] d", ""))) {
            Func func = Parser.parseFunc(f);
            var values = new IntValues(func);
            Boolean[] known = {null};
            values.walk(func.body(), e -> known[0] = e.prim() == Prim.CHECK ? values.decide(e.in().get(0)) : known[0]);
            assertEquals(f.contains("rem x n") && f.contains("check[division") ? Boolean.TRUE : null, known[0], f);
        }
    }

    /** The trip that leaves the loop sets the counter to something: what the others count from, or less, still is its least value. */
    @ParameterizedTest
    @CsvSource({"0, 0, 0", "3, 0, 0", "0, 5, 0", "3, 3, 3", "2, -4, -4"})
    void aCounterThatTheLastTripSets(int first, int set, int least) {
        Func f = Parser.parseFunc("""
            f(a:i32[], b:bool[]) {
              k, l = while(FIRST:i32, false) { g, h -> i = not h; j = lt g a; m = and i j; yield m } do { o, p ->
                q = cond(b) false { r = add o 1:i32; yield r } true { yield SET:i32 }
                s = ge o LEAST:i32
                check[index "T.f:1"] s
                yield q, b
              }
              t = ge k LEAST:i32
              check[index "T.f:2"] t
              return k
            }
            """.replace("FIRST", "" + first).replace("SET", "" + set).replace("LEAST", "" + least));
        var values = new IntValues(f);
        var certain = new ArrayList<Boolean>();
        values.walk(f.body(), e -> {
            if (e.prim() == Prim.CHECK) {
                certain.add(values.isCertain(e.in().get(0)));
            }
        });
        assertEquals(List.of(true, true), certain);
    }

    /** Where a corner of a grid is left to another branch, one edge within says that the other one is not there. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"true | and x y | false | eq j m | true | p = lt i m", "true | or x y | true | eq j m | false | p = ge i m", "false | and x y | false | eq j k | true | p = lt i m",
        "false | and x y | true | eq j m | false | p = lt i m"})
    void cornersThatAreLeftToOthers(boolean certain, String corner, boolean first, String edge, boolean second, String goal) {
        String check = "{ " + goal + "; check[index \"T.f:1\"] p; yield }";
        String inner = "w = " + edge + "; cond(w) " + (second ? "false { yield } true " + check : "false " + check + " true { yield }");
        Func f = Parser.parseFunc("f(n:i32[], k:i32[]) { m = sub n 1:i32; map(n) { i -> x = eq i m; map(n) { j -> y = eq j m; v = " + corner + "; cond(v) "
            + (first ? "false { yield } true { " + inner + "; yield }" : "false { " + inner + "; yield } true { yield }") + "; yield }; yield }; return n }");
        var values = new IntValues(f);
        var found = new ArrayList<Boolean>();
        values.walk(f.body(), e -> {
            if (e.prim() == Prim.CHECK) {
                found.add(values.isCertain(e.in().get(0)));
            }
        });
        assertEquals(List.of(certain), found);
    }

    /** A choice between two numbers is at most, or at least, the one that the other does not exceed where it is taken. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"true | e = ne i m; j = add i 1:i32; q = select e j m | p = le q m", "true | e = lt i m; j = add i 1:i32; q = select e j m | p = lt q n",
        "true | e = eq i m; j = add i 1:i32; q = select e m j | p = le q m", "true | e = gt i k; q = select e i k | p = ge q k", "false | e = ne i m; j = add i 2:i32; q = select e j m | p = le q m",
        "false | e = eq i 3:i32; j = add i 1:i32; q = select e m j | p = le q m", "false | e = gt i k; q = select e k i | p = ge q k"})
    void choicesInOrder(boolean certain, String choice, String goal) {
        Func f = Parser.parseFunc("f(n:i32[], k:i32[]) { m = sub n 1:i32; s = for(n, 0:i32) { i, s0 -> " + choice + "; " + goal + "; check[index \"T.f:1\"] p; s1 = add s0 q; yield s1 }; return s }");
        var values = new IntValues(f);
        var found = new ArrayList<Boolean>();
        values.walk(f.body(), e -> {
            if (e.prim() == Prim.CHECK) {
                found.add(values.isCertain(e.in().get(0)));
            }
        });
        assertEquals(List.of(certain), found);
    }

    /** Quotients of numbers near the end of a type are looked at as others are. */
    @Test
    @Timeout(20)
    void quotientsOfTheLargestNumbers() {
        Func f = Parser.parseFunc("f(a:i64[], b:i64[]) { x = and a 4611686018427387903:i64; y = and b 4611686018427387903:i64; s = add x y; q = div s 3074457345618258603:i64; c = le q 2:i64; check[index \"0\"] c; return q }");
        var values = new IntValues(f);
        var certain = new ArrayList<Boolean>();
        values.walk(f.body(), e -> {
            if (e.prim() == Prim.CHECK) {
                certain.add(values.isCertain(e.in().get(0)));
            }
        });
        assertEquals(List.of(true), certain);
    }

    /** The first and the last of four that data choose, and half the place of one between them; none may be chosen. */
    @Test
    void theFirstAndTheLastOfSome() {
        Func f = Parser.parseFunc("""
            f(a:f64[n]) {
              first, last = reduce[?, min, max](4:i32, 4:i32, -1:i32) { i:i32[] -> x = index[clamp] a i; p = gt x 0.0:f64; u = select p i 4:i32; v = select p i -1:i32; yield u, v }
              c0 = ge first 0:i32; check[index "0"] c0
              c1 = le first 4:i32; check[index "1"] c1
              c2 = le last 3:i32; check[index "2"] c2
              c3 = ge first 1:i32; check[index "3"] c3
              c4 = le last 2:i32; check[index "4"] c4
              end = add last 1:i32; some = sub end first; n = max some 0:i32
              r = for(n, 0:i32) { j:i32[], r0:i32[] ->
                at = add first j; half = div at 2:i32
                c5 = le half 1:i32; check[index "5"] c5
                c6 = ge half 1:i32; check[index "6"] c6
                yield half }
              return r
            }
            """);
        var values = new IntValues(f);
        var certain = new ArrayList<Boolean>();
        values.walk(f.body(), e -> {
            if (e.prim() == Prim.CHECK) {
                certain.add(values.isCertain(e.in().get(0)));
            }
        });
        assertEquals(List.of(true, true, true, false, false, true, false), certain);
    }

    @Test
    void claimsHold() {
        int passed = 0;
        int exact = 0;
        for (int seed = 0; seed < 3000; seed++) {
            var random = new Random(seed);
            Func f = program(random);
            var values = new IntValues(f);
            f.body().forEach(values::define);
            for (int run = 0; run < 6; run++) {
                List<Tensor> args = f.in().stream().map(v -> Tensor.of(Lit.i32(number(random)))).toList();
                List<Tensor> out;
                try {
                    out = Interpreter.run(Module.of("f", f), "f", args);
                } catch (CheckFailed failed) {
                    continue;
                }
                passed++;
                Map<Integer, Long> actual = new HashMap<>();
                for (int k = 0; k < out.size(); k++) {
                    actual.put(((Var) f.out().get(k)).id(), out.get(k).get(0).asLong());
                }
                for (Atom a : f.out()) {
                    Poly p = values.exact(a);
                    long is = actual.get(((Var) a).id());
                    assertEquals(is, value(p, actual), () -> "seed " + f + p);
                    Range r = values.facts.range(p);
                    assertTrue(r.lo() <= is && is <= r.hi(), () -> f + " " + a + " is " + is + ", not in " + r);
                    assertEquals(is, a.dtype() == DType.I32 ? (int) value(values.ring(a), actual) : value(values.ring(a), actual), () -> "ring " + f);
                    exact += p.asVar() == ((Var) a).id() ? 0 : 1;
                }
                bounds(f, values, actual, random);
            }
        }
        assertTrue(passed > 5000 && exact > 10000, passed + " runs, " + exact + " exact values");
    }

    /** What could have wrapped around is not looked at again after each of thousands of checks. */
    @Test
    void checksTakeTimeInProportion() {
        int n = 2000;
        var b = new Builder();
        List<Var> in = List.of(b.fresh(Type.I32), b.fresh(Type.I32));
        Atom x = in.get(0);
        for (int k = 0; k < n; k++) {
            x = b.emit(Prim.ADD, b.emit(Prim.MUL, x, Lit.i32(3)), b.emit(Prim.REM, x, in.get(1)));
            b.check(b.emit(Prim.NE, x, Lit.i32(k)), Params.Code.INDEX, "test");
        }
        Func f = b.build(in, List.of());
        var values = new IntValues(f);
        f.body().forEach(values::define);
        assertTrue(values.retries() < 20 * n, values.retries() + " looks");
    }

    /** Proven inequalities between variables hold. */
    private static void bounds(Func f, IntValues values, Map<Integer, Long> actual, Random random) {
        for (int k = 0; k < 10; k++) {
            Atom a = f.out().get(random.nextInt(f.out().size()));
            Atom b = f.out().get(random.nextInt(f.out().size()));
            if (values.facts.prove(values.exact(a).minus(values.exact(b)))) {
                assertTrue(actual.get(((Var) a).id()) >= actual.get(((Var) b).id()), () -> f + " " + a + " >= " + b);
            }
        }
    }

    private static long value(Poly p, Map<Integer, Long> actual) {
        long sum = 0;
        for (int k = 0; k < p.size(); k++) {
            long term = p.coef(k);
            for (int v : Poly.vars(p.mono(k))) {
                term *= actual.get(v);
            }
            sum += term;
        }
        return sum;
    }

    private static int number(Random random) {
        return random.nextInt(3) == 0 ? EDGES[random.nextInt(EDGES.length)] : random.nextInt(40) - 10;
    }

    /** Straight-line code on i32 (and i64) that returns all its integers. */
    private static Func program(Random random) {
        var b = new Builder();
        List<Var> in = List.of(b.fresh(Type.I32), b.fresh(Type.I32), b.fresh(Type.I32));
        var ints = new ArrayList<Var>(in);
        for (int k = 0; k < 14; k++) {
            Prim op = OPS[random.nextInt(OPS.length)];
            Atom x = ints.get(random.nextInt(ints.size()));
            Atom y = random.nextInt(3) == 0 ? Lit.i32(EDGES[random.nextInt(EDGES.length)]) : ints.get(random.nextInt(ints.size()));
            if (op == Prim.CHECK || op == Prim.SELECT) {
                Var test = b.emit(TESTS[random.nextInt(TESTS.length)], x, y);
                if (op == Prim.CHECK) {
                    b.check(test, Params.Code.INDEX, "test");
                } else {
                    ints.add(b.emit(op, test, ints.get(random.nextInt(ints.size())), ints.get(random.nextInt(ints.size()))));
                }
            } else if (op == Prim.ABS || op == Prim.NEG || op == Prim.POPCNT || op == Prim.CLZ || op == Prim.SIGN) {
                ints.add(b.emit(op, x));
            } else {
                ints.add(b.emit(op, x, y));
            }
        }
        Var wide = b.convert(ints.get(random.nextInt(ints.size())), DType.I64);
        Var product = b.emit(Prim.MUL, wide, b.convert(ints.get(random.nextInt(ints.size())), DType.I64));
        ints.add(wide);
        ints.add(product);
        ints.add(b.convert(product, DType.I32));
        Func f = b.build(in, List.of());
        var all = new ArrayList<Var>();
        all.addAll(in);
        for (Eqn e : f.body()) {
            e.out().stream().filter(v -> v.dtype().isInt()).forEach(all::add);
        }
        return new Func(in, f.body(), List.copyOf(all));
    }
}
