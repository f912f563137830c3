package dev.jacobi.vectorize.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import dev.jacobi.vectorize.Same;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What loops that are matrix products become, and which stay. That the results are the same is {@link ContractRunsTest}'s. */
class ContractTest {
    /** Arrays a and b that fit, others that are larger, a destination of 7 rows and columns, and loops over 4 x 5 elements around a sum. */
    private static String nest(String type, String sum) {
        return """
            f(a:%1$s[4,6], b:%1$s[6,5], c:%1$s[9], g:bool[], z:%1$s[4,9,9], h:%1$s[7,7]) {
              d = map(4:i32, h) { i:i32[], x:%1$s[7,7] ->
                e = map(5:i32, x) { j:i32[], y:%1$s[7,7] ->
                  %2$s
                  w = update y i j s
                  yield w }
                yield e }
              return d }
            """.formatted(type, sum);
    }

    private static String product(String type, String a, String b) {
        return nest(type, "s = for(6:i32, %s) { k:i32[], t:%s[] -> %s; %s; r = mul p q; u = add t r; yield u }".formatted(
            type.startsWith("f") ? "0.0:" + type : "0:" + type, type, a, b));
    }

    private static final String PLAIN = product("f64", "p = index a i k", "q = index b k j");

    /** The equations of the result that make or take apart arrays, without the names of variables. */
    private static String shape(Func f) {
        var words = new ArrayList<String>();
        Regions.each(f.body(), e -> {
            switch (e.prim().group()) {
                case STRUCTURAL, LIBRARY, CONTROL -> words.add(e.prim().text());
                case UNARY, BINARY, COMPARE, TERNARY, CONVERSION, ACCESS, REDUCTION, LINEAR, RANDOM, COLLECTIVE, MARK -> {
                }
            }
        });
        return String.join(" ", words);
    }

    private static Func run(boolean fast, String text) {
        return Same.run(List.of(new Contract(fast, 0)), text);
    }

    private static void stays(boolean fast, String text) {
        Func f = Parser.parseFunc(text);
        Verifier.verify(f);
        assertSame(f, new Contract(fast, 0).run(f), () -> new Contract(fast, 0).run(f).toString());
    }

    @Test
    void rowsTimesColumns() {
        Same.prints("""
            f(a:f32[n,m], b:f32[k,p]) {
              c:i32[] = dim[0] a
              d:i32[] = dim[0] b
              e:i32[] = dim[1] b
              f:f32[n,p] = full[f32[n,p]] 0.0:f32 c e
              g:i32[] = dim[1] a
              h:i64[] = convert[i64] c
              i:bool[] = ge h 1:i64
              j:i64[] = convert[i64] e
              k:bool[] = ge j 1:i64
              l:i64[] = convert[i64] d
              m:bool[] = ge l 8:i64
              n:i64[] = mul h j
              o:bool[] = ge n 1000:i64
              p:i64[] = convert[i64] g
              q:bool[] = le l p
              r:bool[] = and i k
              s:bool[] = and r m
              t:bool[] = and s o
              u:bool[] = and t q
              v:f32[n,p] = cond(u) false {
                w:f32[n,p] = map(c, f) { x:i32[], y:f32[n,p] ->
                  z:f32[n,p] = map(e, y) { aa:i32[], ab:f32[n,p] ->
                    ac:f32[] = for(d, 0.0:f32) { ad:i32[], ae:f32[] ->
                      af:f32[] = index a x ad
                      ag:f32[] = index b ad aa
                      ah:f32[] = mul af ag
                      ai:f32[] = add ae ah
                      yield ai
                    }
                    aj:f32[n,p] = update ab x aa ac
                    yield aj
                  }
                  yield z
                }
                yield w
              } true {
                ak:i32[] = dim[0] a
                al:f32[n,k] = slice[n,k; 1,1] a 0:i32 0:i32 ak d
                am:f32[n,p] = dot_general[1; 0; ; ] al b
                an:f32[n,p] = map(c, f) { ao:i32[], ap:f32[n,p] ->
                  aq:f32[n,p] = map(e, ap) { ar:i32[], as:f32[n,p] ->
                    at:f32[] = index am ao ar
                    au:f32[n,p] = update as ao ar at
                    yield au
                  }
                  yield aq
                }
                yield an
              }
              return v
            }
            """, List.of(new Contract(false, 1000)), ContractPrograms.ROWS);
    }

    /** All extents are known: nothing is tested, and all of both arrays is taken. */
    @Test
    void constantExtents() {
        assertEquals("""
            f(a:f64[4,6], b:f64[6,5], c:f64[9], d:bool[], e:f64[4,9,9], f:f64[7,7]) {
              g:f64[4,5] = dot_general[1; 0; ; ] a b
              h:f64[7,7] = map(4:i32, f) { i:i32[], j:f64[7,7] ->
                k:f64[7,7] = map(5:i32, j) { l:i32[], m:f64[7,7] ->
                  n:f64[] = index g i l
                  o:f64[7,7] = update m i l n
                  yield o
                }
                yield k
              }
              return h
            }
            """, run(false, PLAIN).toString());
    }

    /** Products with fewer elements than asked for, or with less than 8 terms an element, are left to the loops. */
    @Test
    void smallProducts() {
        String eight = PLAIN.replace("(6:i32", "(8:i32").replace("[4,6]", "[4,8]").replace("[6,5]", "[8,5]");
        assertEquals("dot_general map map", shape(Same.run(List.of(new Contract(false, 20)), eight)));
        Func f = Parser.parseFunc(eight);
        assertSame(f, new Contract(false, 21).run(f));
        Func six = Parser.parseFunc(PLAIN);
        assertSame(six, new Contract(false, 20).run(six));
    }

    /** Index arithmetic, and what it makes of the arrays; nothing where the loops would leave them. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '~', value = {
        "p = index a k i; q = index b k j; ",
        "p = index z 1:i32 k i; q = index b k j; slice dot_general map map",
        "p = index z i 1:i32 k; q = index b k j; slice reshape dot_general map map",
        "l = add k 2:i32, p = index z 1:i32 i l; q = index b k j; slice dot_general map map",
        "l = add i 6:i32, p = index z 1:i32 l k; q = index b k j; ",
        "p = index b k j; q = index a i k; dot_general map map",
        "p = index a i k; q = index z 1:i32 j k; slice dot_general map map",
        "v = index a i, p = index v k; q = index b k j; dot_general map map",
        "p0 = index a i k, p = add p0 p0; q = index b k j; full map map dot_general map map",
        "p0 = index a i k, p1 = index c i, p = mul p0 p1; q = index b k j; full map map dot_general map map",
        "p0 = index a i k, p = mul p0 0.5:f64; q0 = index b k j, q = exp q0; full map map full map map dot_general map map"})
    void operands(String a, String b, String shape) {
        String text = product("f64", a.replace(", ", "; "), b.replace(", ", "; "));
        if (shape == null) {
            stays(false, text);
        } else {
            assertEquals(shape, shape(run(false, text)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"i8", "i16", "u16", "i32", "i64", "f32", "f64"})
    void types(String type) {
        assertEquals("dot_general map map", shape(run(false, product(type, "p = index a i k", "q = index b k j"))));
    }

    /** 16-bit floats are rounded after each addition in Java's loop and once at the end in dot_general. */
    @ParameterizedTest
    @ValueSource(strings = {"f16", "bf16"})
    void halves(String type) {
        String text = product(type, "p = index a i k", "q = index b k j");
        stays(false, text);
        assertEquals("dot_general map map", shape(run(true, text)));
    }

    /** dot_general starts from 0.0; only where that makes no difference may a sum start elsewhere. */
    @Test
    void starts() {
        String other = PLAIN.replace("0.0:f64", "-0.0:f64");
        stays(false, other);
        assertEquals("dot_general map map", shape(run(true, other)));
        assertEquals("dot_general map map", shape(run(false, product("i32", "p = index a i k", "q = index b k j").replace("0:i32)", "3:i32)"))));
        String element = PLAIN.replace("s = for(6:i32, 0.0:f64)", "z = index y i j; s = for(6:i32, z)");
        stays(false, element);
        Func f = run(true, element);
        assertTrue(f.toString().contains("add"), f::toString);
        String zeros = element.replace("h:f64[7,7]) {", "h0:f64[7,7]) {\n  h = full[f64[7,7]] 0.0:f64 7:i32 7:i32");
        Func g = run(false, zeros);
        assertTrue(!g.toString().contains("add") && g.toString().contains("dot_general"), g::toString);
        stays(false, zeros.replace("0.0:f64 7", "1.0:f64 7"));
    }

    @Test
    void reductionsAndSeveralSums() {
        String reduce = nest("f64", "s = reduce[?, add](6:i32, 0.0:f64) { k:i32[] -> p = index a i k; q = index b k j; r = mul p q; yield r }");
        assertEquals("dot_general map map", shape(run(false, reduce)));
        stays(true, reduce.replace("add](", "max]("));
        String two = nest("f64", """
            s1, s2 = for(6:i32, 0.0:f64, 0.0:f64) { k:i32[], t:f64[], t2:f64[] ->
              p = index a i k; q = index b k j; r = mul p q; u = add t r; o = index a i k; r2 = mul q o; u2 = add t2 r2; yield u, u2 }
            s = sub s1 s2""");
        assertEquals("dot_general dot_general map map", shape(run(false, two)));
        stays(true, two.replace("add t2 r2", "max t2 r2"));
    }

    /** Loops around the nest stay; what is inside of another map, or under a condition, is left alone. */
    @Test
    void aroundTheNest() {
        String loop = PLAIN.replace("d = map(4", "d = for(3:i32, h) { o:i32[], h2:f64[7,7] -> d0 = map(4").replace(", h) { i", ", h2) { i")
            .replace("yield e }", "yield e }\n yield d0 }");
        assertEquals("for dot_general map map", shape(run(false, loop)));
        String cond = PLAIN.replace("d = map(4", "d = cond(g) false { yield h } true { d0 = map(4").replace("yield e }", "yield e }\n yield d0 }");
        assertEquals("cond dot_general map map", shape(run(false, cond)));
        // a condition that is known in front of the nest is one for the product, too; one that the trips differ in is not
        String known = PLAIN.replace("s = for", "s = cond(g) false { yield 0.0:f64 } true { s0 = for").replace("yield u }", "yield u }\n yield s0 }");
        assertEquals("cond map map cond for dot_general map map cond", shape(run(false, known)));
        stays(true, known.replace("s = cond(g)", "even = lt j 3:i32; s = cond(even)"));
    }

    @Test
    void otherLoops() {
        // an operand that the nest writes, a factor without k, without j, both with i and j
        stays(true, product("f64", "p = index y i k", "q = index b k j"));
        stays(true, product("f64", "p = index a i 0:i32", "q = index b k j"));
        stays(true, product("f64", "p = index a i k", "q = index c k"));
        stays(true, product("f64", "p = index h i k", "v = add j i; q = index h k v"));
        // triangular
        stays(true, PLAIN.replace("for(6:i32", "for(i"));
        stays(true, PLAIN.replace("map(5:i32", "map(i"));
        // a stride, an element that data names, the loop backwards: no array of that size is there
        stays(true, product("f64", "v = mul k 2:i32; p = index c v", "q = index b k j"));
        stays(true, product("f64", "v = add i k; p = index c v", "q = index b k j"));
        stays(true, product("f64", "v = sub 5:i32 k; p = index a i v", "q = index b k j"));
        // reads that clamp; products and sums of another kind
        stays(true, product("f64", "p = index[clamp] a i k", "q = index b k j"));
        stays(true, PLAIN.replace("mul p q", "div p q"));
        stays(true, PLAIN.replace("add t r", "sub t r"));
        stays(true, PLAIN.replace("add t r", "add r r"));
    }

    /** Products of elements that are made wider stay: they are exact in the wider type only. */
    @Test
    void widerSums() {
        stays(true, product("f64", "p0 = index a i k; p1 = convert[f32] p0; p = convert[f64] p1", "q = index b k j"));
        stays(true, product("i32", "p0 = index a i k; p1 = convert[i8] p0; p = convert[i32] p1", "q = index b k j"));
    }

    @Test
    void checks() {
        stays(true, product("f64", "ok = lt k 6:i32; check[index \"T.f:1\"] ok; p = index a i k", "q = index b k j"));
        String outside = PLAIN.replace("s = for", "ok = lt j 5:i32\n check[index \"T.f:1\"] ok\n s = for");
        assertEquals("dot_general map map check", shape(run(false, outside)));
        // what a check in the nest guards is not computed in front of it
        stays(true, product("f64", "p0 = index a i k; p = add p0 p0", "q = index b k j").replace("s = for", "ok = lt j 5:i32\n check[index \"T.f:1\"] ok\n s = for"));
    }

    /** Rows that lie one behind the other, the whole array or a part of it. */
    @Test
    void flatRows() {
        String flat = """
            f(a:f32[24], b:f32[40], h:f32[4,5]) {
              d = map(4:i32, h) { i:i32[], x:f32[4,5] ->
                o = mul i 6:i32
                e = map(5:i32, x) { j:i32[], y:f32[4,5] ->
                  s = for(6:i32, 0.0:f32) { k:i32[], t:f32[] -> l = add o k; p = index a l; m = mul k 5:i32; v = add m j; n = add v 10:i32; q = index b n
                    r = mul p q; u = add t r; yield u }
                  w = update y i j s
                  yield w }
                yield e }
              return d }
            """;
        Func f = run(false, flat);
        assertEquals("reshape slice reshape dot_general map map", shape(f));
        assertTrue(f.toString().contains("slice[30; 1] b 10:i32 30:i32"), f::toString);
        stays(true, flat.replace("mul k 5:i32", "mul k 4:i32"));
        // the last row would end behind the array
        Func outside = Parser.parseFunc(flat.replace("f32[24]", "f32[23]"));
        assertSame(outside, new Contract(false, 0).run(outside));
    }

    @Test
    void dimsOfTheProduct() {
        Func f = run(false, ContractPrograms.BATCHES);
        var dots = new ArrayList<Eqn>();
        Regions.each(f.body(), e -> {
            if (e.prim() == Prim.DOT_GENERAL) {
                dots.add(e);
            }
        });
        assertEquals(1, dots.size());
        assertEquals(List.of(Dim.sym("g"), Dim.sym("n"), Dim.sym("p")), dots.get(0).result().type().dims());
    }
}
