package dev.jacobi.vectorize.small;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import dev.jacobi.vectorize.Same;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Windows that are sorted in the ways people write it become numbers that are exchanged, in loops without an array; what sorting they did is the same to the bit. */
class WindowsTest {
    /** For each element the one in the middle of those from it on. */
    private static final String WINDOW = """
        f(x:T[n], o:T[n]) {
          len = dim[0] x; trips = sub len LAST:i32
          r:T[n] = for(trips, o) { i:i32[], oo:T[n] ->
            none:T[LEN] = full[T[LEN]] 0:T LEN:i32
            w:T[LEN] = for(LEN:i32, none) { k:i32[], y:T[LEN] -> at = add i k; v = index x at; z:T[LEN] = update y k v; yield z }
            SORT
            mid = index s HALF:i32
            o2:T[n] = update oo i mid
            yield o2
          }
          return r
        }
        """;
    private static final String SHIFTS = """
        s:T[LEN] = for(LAST:i32, w) { i1:i32[], p:T[LEN] ->
          i2 = add 1:i32 i1; u = index p i2; j0 = add i2 -1:i32
          j9:i32[], p9:T[LEN] = while(j0, p) { j:i32[], q:T[LEN] ->
            in = ge j 0:i32
            go:bool[] = cond(in) false { yield false } true { e = index q j; big = gt e u; yield big }
            yield go
          } do { j2:i32[], q2:T[LEN] ->
            to = add j2 1:i32; e2 = index q2 j2; q3:T[LEN] = update q2 to e2; j3 = add j2 -1:i32
            yield j3, q3
          }
          hole = add j9 1:i32; p2:T[LEN] = update p9 hole u
          yield p2
        }""";
    private static final String BREAKS = """
        s:T[LEN] = for(LAST:i32, w) { i1:i32[], p:T[LEN] ->
          i2 = add 1:i32 i1; u = index p i2; j0 = add i2 -1:i32
          j9:i32[], p9:T[LEN], f9:bool[] = while(j0, p, false) { j:i32[], q:T[LEN], found:bool[] ->
            on = not found; in = ge j 0:i32; go = and on in
            yield go
          } do { j2:i32[], q2:T[LEN], found2:bool[] ->
            e2 = index q2 j2; ends = le e2 u
            j4:i32[], q4:T[LEN] = cond(ends) false { to = add j2 1:i32; q3:T[LEN] = update q2 to e2; j3 = add j2 -1:i32; yield j3, q3 } true { yield j2, q2 }
            yield j4, q4, ends
          }
          hole = add j9 1:i32; p2:T[LEN] = update p9 hole u
          yield p2
        }""";
    private static final String EXCHANGES = """
        s:T[LEN] = for(LAST:i32, w) { i1:i32[], p:T[LEN] ->
          i2 = add 1:i32 i1
          j9:i32[], p9:T[LEN] = while(i2, p) { j:i32[], q:T[LEN] ->
            in = gt j 0:i32
            go:bool[] = cond(in) false { yield false } true { before = add j -1:i32; e = index q before; e1 = index q j; big = gt e e1; yield big }
            yield go
          } do { j2:i32[], q2:T[LEN] ->
            b2 = add j2 -1:i32; e2 = index q2 j2; e3 = index q2 b2; q3:T[LEN] = update q2 j2 e3; q4:T[LEN] = update q3 b2 e2
            yield b2, q4
          }
          yield p9
        }""";
    private static final String SELECTION = """
        s:T[LEN] = for(LEN:i32, w) { i1:i32[], p:T[LEN] ->
          next = add i1 1:i32; rest = sub LEN:i32 next
          m:i32[] = for(rest, i1) { j:i32[], best:i32[] ->
            j1 = add next j; e = index p j1; e1 = index p best; worse = ge e e1; b2 = select worse best j1
            yield b2
          }
          e2 = index p i1; e3 = index p m; p2:T[LEN] = update p i1 e3; p3:T[LEN] = update p2 m e2
          yield p3
        }""";
    private static final String LIBRARY = "s:T[LEN] = sort[0, 1] w";

    private static String program(String sort, String type, int n) {
        return WINDOW.replace("SORT", sort).replace("LEN", "" + n).replace("LAST", "" + (n - 1)).replace("HALF", "" + n / 2).replace("0:T", type.startsWith("f") ? "0.0:" + type : "0:" + type).replace("T[", type + "[");
    }

    private static Func run(String text) {
        Func before = Parser.parseFunc(text);
        Verifier.verify(before);
        Func after = compared(before, true);
        assertEquals(arrays(after), arrays(compared(before, false)));
        return after;
    }

    private static Func compared(Func before, boolean differentiable) {
        Func after = new SmallArrays(differentiable).run(before);
        Verifier.verify(after);
        for (int round = 0; round < 3; round++) {
            Same.computes(before, after, true, List.of(numbers(before.in().get(0).dtype(), round), numbers(before.in().get(0).dtype(), 9)));
        }
        return after;
    }

    /** Few values, so that many are equal, with zeros of both signs, infinities, and in one of three no number at all. */
    private static Tensor numbers(DType t, int round) {
        var random = new Random(round);
        double[] some = {0.0, -0.0, 1, -1, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 2.5, 3, round == 1 ? Double.NaN : -7, 1e-300};
        int n = 60;
        double[] d = random.ints(n, 0, some.length).mapToDouble(i -> some[i]).toArray();
        float[] f = new float[n];
        int[] ints = new int[n];
        for (int i = 0; i < n; i++) {
            f[i] = (float) d[i];
            ints[i] = i % 7 == 0 ? random.nextInt() : random.nextInt(5);
        }
        return new Tensor(t, new int[] {n}, t == DType.F64 ? d : t == DType.F32 ? f : ints);
    }

    private static long arrays(Func f) {
        long[] n = {0};
        Regions.each(f.body(), e -> n[0] += e.prim() == Prim.FULL || e.prim() == Prim.WHILE || e.prim() == Prim.SORT ? 1 : 0);
        return n[0];
    }

    @ParameterizedTest
    @CsvSource({"f64, 5", "f32, 9", "i32, 9", "i32, 3", "f64, 12"})
    void shifts(String type, int n) {
        assertEquals(0, arrays(run(program(SHIFTS, type, n))));
    }

    @ParameterizedTest
    @CsvSource({"f64, 5", "f32, 7", "i32, 9"})
    void loopsThatAreLeft(String type, int n) {
        assertEquals(0, arrays(run(program(BREAKS, type, n))));
    }

    @ParameterizedTest
    @CsvSource({"f64, 5", "i32, 9"})
    void exchanges(String type, int n) {
        assertEquals(0, arrays(run(program(EXCHANGES, type, n))));
    }

    @ParameterizedTest
    @CsvSource({"f64, 5", "i32, 9", "i32, 7"})
    void selection(String type, int n) {
        assertEquals(0, arrays(run(program(SELECTION, type, n))));
    }

    @ParameterizedTest
    @CsvSource({"f64, 5", "f32, 9", "i32, 9", "i64, 4", "f64, 16", "f64, 25", "i32, 1", "f32, 2"})
    void sorts(String type, int n) {
        String text = program(LIBRARY, type.equals("i64") ? "i32" : type, n);
        assertEquals(0, arrays(run(text)));
    }

    /** Loops that data end long before their bound, and loops at whose places nothing is to be found out, make the trips that they make. */
    @ParameterizedTest
    @CsvSource({"-2000000000, 2000000000", "0, 1000", "0, 3"})
    void boundsThatAreFarStay(int from, int to) {
        Func f = run("""
            f(x:i32[n], o:i32[n]) {
              len = dim[0] x
              r:i32[n] = for(len, o) { i:i32[], oo:i32[n] ->
                none:i32[2] = full[i32[2]] 1:i32 2:i32
                j9:i32[], w9:i32[2] = while(FROM:i32, none) { j:i32[], w:i32[2] ->
                  in = lt j TO:i32; e = index w 0:i32; small = lt e 100:i32; go = and in small
                  yield go
                } do { j2:i32[], w2:i32[2] ->
                  e0 = index w2 0:i32; e1 = index w2 1:i32; e2 = add e0 e1; w3:i32[2] = update w2 0:i32 e2; e3 = add e1 1:i32; w4:i32[2] = update w3 1:i32 e3; j3 = add j2 1:i32
                  yield j3, w4
                }
                e9 = index w9 0:i32; s = add e9 j9
                o2:i32[n] = update oo i s
                yield o2
              }
              return r
            }
            """.replace("FROM", "" + from).replace("TO", "" + to));
        boolean[] loops = {false};
        Regions.each(f.body(), e -> loops[0] |= e.prim() == Prim.WHILE);
        assertTrue(loops[0]);
    }

    /** An index that is a number far away and one that brings it back, which wraps around. */
    @Test
    void chosenPlacesWrapAround() {
        String far = SELECTION.replace("for(rest, i1)", "for(rest, far)").replace("next = add i1 1:i32;", "next = add i1 1:i32; far = add i1 -2147483648:i32;")
            .replace("e1 = index p best;", "near = sub best -2147483648:i32; e1 = index p near;").replace("b2 = select worse best j1", "j2 = add j1 -2147483648:i32; b2 = select worse best j2")
            .replace("e2 = index p i1;", "e2 = index p i1; back = sub m -2147483648:i32;").replace("e3 = index p m;", "e3 = index p back;").replace("update p2 m e2", "update p2 back e2");
        assertEquals(0, arrays(run(program(far, "f64", 5))));
    }

    /** Trips that would write behind the array, if data let them. */
    @ParameterizedTest
    @ValueSource(strings = {"f64[3]", "f64[2,3]"})
    void placesThatAreNotThereStay(String type) {
        String at = type.equals("f64[3]") ? "k" : "1:i32 k";
        Func f = run("""
            f(x:f64[n], o:f64[n]) {
              len = dim[0] x
              r:f64[n] = for(len, o) { i:i32[], oo:f64[n] ->
                u = index x i
                none:W = full[W] 0.0:f64 EXTENTS
                w:W = for(4:i32, none) { k:i32[], p:W ->
                  there = lt k 3:i32; big = gt u 1.0:f64; does = and there big
                  p3:W = cond(does) false { yield p } true { p2:W = update p AT u; yield p2 }
                  yield p3
                }
                e = index w FIRST
                o2:f64[n] = update oo i e
                yield o2
              }
              return r
            }
            """.replace("W", type).replace("EXTENTS", type.equals("f64[3]") ? "3:i32" : "2:i32 3:i32").replace("AT", at).replace("FIRST", at.replace("k", "2:i32")));
        assertEquals(1, f.out().size());
    }

    /** Lengths that turn out to be numbers only when the program is simplified. */
    @ParameterizedTest
    @ValueSource(strings = {LIBRARY, SHIFTS, SELECTION})
    void lengthsThatAreFound(String sort) {
        String text = program(sort, "f64", 5).replace("f64[5]", "f64[?]");
        assertEquals(0, arrays(run(text)));
        assertNotEquals(0, arrays(run(text.replace("mid = index s 2:i32", "end = dim[0] s; tail:f64[?] = neg s; mid = index tail 2:i32"))));
    }

    /** Only the first of the elements are sorted, of which there are fewer near the end. */
    @ParameterizedTest
    @CsvSource({"f64, 5", "f32, 9", "i32, 9"})
    void sortsOfTheFirst(String type, int n) {
        String text = program("""
            rest = sub len i; some:i32[] = min rest SOME:i32
            part:T[?] = slice[?; 1] w 0:i32 some
            sorted:T[?] = sort[0, 1] part
            front:T[LEN] = for(some, w) { k2:i32[], p:T[LEN] -> e = index sorted k2; p2:T[LEN] = update p k2 e; yield p2 }
            half = div some 2:i32; best = index front half; s:T[LEN] = update front HALF:i32 best""".replace("SOME", "" + (n - 1)), type, n);
        assertEquals(n <= 8 ? 0 : 2, arrays(run(text)));
        assertEquals(0, arrays(run(text.replace("some:i32[] = min rest", "odd = and i 1:i32; yes = eq odd 0:i32; some:i32[] = select yes 2:i32"))));
    }

    /** More elements than registers take stay an array. */
    @ParameterizedTest
    @ValueSource(strings = {LIBRARY, SHIFTS})
    void largeWindowsStay(String sort) {
        assertEquals(sort.equals(LIBRARY) ? 2 : 2, arrays(run(program(sort, "f64", 26))));
    }

    /** The best few of a stream outlive each trip: up to eight of them are worth the trips that do nothing. */
    @ParameterizedTest
    @CsvSource({"4, 0", "12, 1"})
    void theBestOfAStream(int n, int whiles) {
        Func f = run("""
            f(x:f64[n], o:f64[n]) {
              len = dim[0] x
              none:f64[LEN] = full[f64[LEN]] 1.0E300:f64 LEN:i32
              best:f64[LEN] = for(len, none) { i:i32[], w:f64[LEN] ->
                u = index x i
                j9:i32[], p9:f64[LEN] = while(LAST:i32, w) { j:i32[], q:f64[LEN] ->
                  in = gt j 0:i32
                  go:bool[] = cond(in) false { yield false } true { before = add j -1:i32; e = index q before; big = gt e u; yield big }
                  yield go
                } do { j2:i32[], q2:f64[LEN] ->
                  b2 = add j2 -1:i32; e2 = index q2 b2; q3:f64[LEN] = update q2 j2 e2
                  yield b2, q3
                }
                p2:f64[LEN] = update p9 j9 u
                yield p2
              }
              return best
            }
            """.replace("LEN", "" + n).replace("LAST", "" + (n - 1)));
        long[] found = {0};
        Regions.each(f.body(), e -> found[0] += e.prim() == Prim.WHILE ? 1 : 0);
        assertEquals(whiles, found[0]);
    }

    /** Bins of a trip's own that data choose are numbers as well, where they are few; those that trips hand on are not. */
    @Test
    void aFewBinsOfATrip() {
        String own = """
            f(x:f64[n], o:f64[n]) {
              len = dim[0] x
              r:f64[n] = for(len, o) { i:i32[], oo:f64[n] ->
                none:f64[4] = full[f64[4]] 0.0:f64 4:i32
                w:f64[4] = for(i, none) { j:i32[], p:f64[4] ->
                  v = index x j; k = convert[i32] v; m = and k 3:i32; was = index p m; now = add was 1.5:f64
                  p2:f64[4] = update p m now
                  yield p2
                }
                e = index w 1:i32
                o2:f64[n] = update oo i e
                yield o2
              }
              return r
            }
            """;
        assertEquals(0, arrays(run(own)));
        assertEquals(1, arrays(run(own.replace("f64[4]", "f64[9]").replace("4:i32", "9:i32"))));
        String handed = own.replace("    none:f64[4] = full[f64[4]] 0.0:f64 4:i32\n", "").replace("r:f64[n] = for(len, o) { i:i32[], oo:f64[n] ->", "none0:f64[4] = full[f64[4]] 0.0:f64 4:i32\n  r:f64[n], q:f64[4] = for(len, o, none0) { i:i32[], oo:f64[n], none:f64[4] ->")
            .replace("yield o2", "yield o2, w");
        assertEquals(1, arrays(run(handed)));
    }
}
