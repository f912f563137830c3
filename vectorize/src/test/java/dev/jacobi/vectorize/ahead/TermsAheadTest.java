package dev.jacobi.vectorize.ahead;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import dev.jacobi.vectorize.Backwards;
import dev.jacobi.vectorize.Same;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What loops inside of a loop that waits for itself find is computed in front of it, for trips that go together. */
class TermsAheadTest {
    /** A root by Newton's method, which takes as many steps as the element asks for. */
    private static final String ROOT = "a = index x i; a1 = add a 1.0:f64; r = while(a1) { u:f64[] -> sq = mul u u; off = sub sq a1; p = gt off 1.0E-9:f64; yield p } do { u:f64[] -> q = div a1 u; w = add u q; h = mul 0.5:f64 w; yield h }; ";
    private static final int[] SIZES = {0, 1, 15, 100, 257, 2047, 2048, 2049, 4100};

    private static String loop(String carried, String body) {
        return "f(x:f64[n], y:f64[n]) { n = dim[0] x; " + carried + ROOT + body;
    }

    private static double[] elements(int n, int seed) {
        double[] a = new double[n];
        for (int i = 0; i < n; i++) {
            a[i] = Math.abs(Math.sin(i + seed) * 7);
        }
        return a;
    }

    private static void comesApart(int maps, String text) {
        comesApart(maps, Integer.MAX_VALUE, text);
    }

    /** The same, tried with sizes up to this one. */
    private static void comesApart(int maps, int largest, String text) {
        Func f = Parser.parseFunc(text);
        Func g = new TermsAhead().run(f);
        Verifier.verify(g);
        var n = new int[1];
        Regions.each(g.body(), e -> n[0] += e.prim() == Prim.MAP ? 1 : 0);
        assertEquals(maps, n[0], g.toString());
        Func backwards = Backwards.run(g);
        for (int size : SIZES) {
            if (size > largest) {
                continue;
            }
            List<Tensor> in = List.of(Tensor.of(elements(size, 1)), Tensor.of(elements(size, 2)));
            Same.computes(f, g, true, in);
            Same.computes(f, backwards, true, in);
        }
    }

    private static void stays(String text) {
        Func f = Parser.parseFunc(text);
        assertSame(f, new TermsAhead().run(f), text);
    }

    /** What a trip reads of the array that it writes, where no other trip writes, is there before. */
    @Test
    void readsOfElementsThatNoTripWrites() {
        String text = "f(x:f64[n], y:f64[n]) { n = dim[0] x; k = div n 2:i32; s, y1 = for(k, 0.0:f64, y) { i:i32[], s0:f64[], y0:f64[n] -> j = add i PLACE; " + ROOT.replace("index x i", "index y0 j")
            + "y2 = update y0 i r; s1 = add s0 r; yield s1, y2 }; return s, y1 }";
        comesApart(1, text.replace("PLACE", "k"));
        stays(text.replace("PLACE", "1:i32"));
    }

    @Test
    void sumsInOrder() {
        comesApart(1, loop("s = for(n, 0.0:f64) { i:i32[], s0:f64[] -> ", "s1 = add s0 r; yield s1 }; return s }"));
    }

    /** A loop of three trips is worth it where each takes long. */
    @Test
    void fewLongTrips() {
        String text = "f(x:f64[n], y:f64[n]) { n = dim[0] x; s = for(n, 0.0:f64) { i:i32[], s0:f64[] -> r = for(3:i32, 0.0:f64) { k:i32[], t:f64[] -> a = index x i; j = convert[f64] k; b = mul a j; WORK; w = add t c; yield w }; "
            + "s1 = add s0 r; yield s1 }; return s }";
        comesApart(1, text.replace("WORK", "e = exp b; d = exp e; c = min d 9.0:f64"));
        stays(text.replace("WORK", "c = add b 2.0:f64"));
    }

    /** The greatest of a few values, such as of a square of a filtered image; more of them would go by lanes themselves. */
    @Test
    void theGreatestOfAFew() {
        String text = "f(x:f64[n], y:f64[n]) { n = dim[0] x; s = for(n, 0.0:f64) { i:i32[], s0:f64[] -> r = reduce[?, max](FEW, 0.0:f64) { k:i32[] -> a = index x i; j = convert[f64] k; b = mul a j; WORK; yield c }; "
            + "s1 = add s0 r; yield s1 }; return s }";
        comesApart(1, text.replace("FEW", "4:i32").replace("WORK", "e = exp b; d = exp e; c = min d 9.0:f64"));
        stays(text.replace("FEW", "4:i32").replace("WORK", "c = add b 2.0:f64"));
        stays(text.replace("FEW", "n").replace("WORK", "e = exp b; d = exp e; c = min d 9.0:f64"));
    }

    /** What is left may be anything that is short: here a filtered value, the last root, the trip's number, and what is written to an array. */
    @Test
    void whateverIsHandedOn() {
        comesApart(1, loop("s, last, at, b:f64[n] = for(n, 0.0:f64, -1.0:f64, 0:i32, y) { i:i32[], s0:f64[], l0:f64[], t0:i32[], b0:f64[n] -> ",
            "d = mul s0 0.5:f64; s1 = add d r; big = gt s1 l0; t1 = select big i t0; o = index b0 t1; e = add o r; b1 = update b0 i e; yield s1, r, t1, b1 }; return s, last, at, b }"));
    }

    /** A trip that keeps its steps in an array of its own, and goes through them backwards. */
    @Test
    void arraysOfATripsOwn() {
        String kept = "a = index x i; t0 = full[f64[8]] 0.0:f64 8:i32; r, k, t = while(a, 0:i32, t0) { u:f64[], j:i32[], t:f64[8] -> p = gt u 0.5:f64; q = lt j 8:i32; c = and p q; yield c } "
            + "do { u:f64[], j:i32[], t:f64[8] -> t2 = update t j u; h = mul 0.6:f64 u; j2 = add j 1:i32; yield h, j2, t2 }; "
            + "b = for(k, r) { j:i32[], u:f64[] -> m = sub k j; l = sub m 1:i32; v = index t l; w = mul u v; yield w }; ";
        comesApart(1, "f(x:f64[n], y:f64[n]) { n = dim[0] x; s = for(n, 0.0:f64) { i:i32[], s0:f64[] -> " + kept + "s1 = add s0 b; yield s1 }; return s }");
        // an array from around is read here and there
        stays("f(x:f64[n], y:f64[8]) { n = dim[0] x; s = for(n, 0.0:f64) { i:i32[], s0:f64[] -> " + kept.replace("index t l", "index y l") + "s1 = add s0 b; yield s1 }; return s }");
    }

    /** What the function returns is written row by row. */
    @Test
    void rowsThatAreReturned() {
        stays("f(x:f64[n], y:f64[n]) { n = dim[0] x; u:f64[?,8] = full[f64[?,8]] 0.25:f64 n 8:i32; s, w:f64[?,8] = for(n, 0.0:f64, u) { i:i32[], s0:f64[], u0:f64[?,8] -> a = index x i; "
            + "r, u2 = for(8:i32, a, u0) { j:i32[], b:f64[], v:f64[?,8] -> h = mul b 0.9:f64; v1 = update v i j h; yield h, v1 }; s1 = add s0 r; yield s1, u2 }; return s, w }");
    }

    /** What is kept of each step in the trip's row of an array from around, as tapes are, and of what comes of it; sizes past a block have rows in several. */
    @Test
    void rowsOfATripsOwn() {
        String[] steps = {"u1 = update u i j h; ", "o = index u i j; h2 = add h o; u1 = update u i j h2; "};
        for (String step : steps) {
            String kept = "a = index x i; r, u2 = for(8:i32, a, u0) { j:i32[], b:f64[], u:f64[?,8] -> h = mul b 0.9:f64; " + step + "yield h, u1 }; ";
            comesApart(1, rows("s0:f64[], u0:f64[?,8], v0:f64[?]", kept + "v1 = update v0 i r; s1 = add s0 r; yield s1, u2, v1"));
            // the running sum is kept as well, in order
            comesApart(1, rows("s0:f64[], u0:f64[?,8], v0:f64[?]", kept + "s1 = add s0 r; v1 = update v0 i s1; yield s1, u2, v1"));
        }
    }

    /** Trips write to the same elements, or what is handed on decides what a row is or is found in it. */
    @Test
    void rowsThatStay() {
        String kept = "a = index x i; r, u2 = for(8:i32, a, u0) { j:i32[], b:f64[], u:f64[?,8] -> h = mul b 0.9:f64; u1 = update u AT j h; yield h, u1 }; ";
        String end = "s1 = add s0 r; yield s1, u2, v0";
        stays(rows("s0:f64[], u0:f64[?,8], v0:f64[?]", kept.replace("AT", "0:i32") + end));
        stays(rows("s0:f64[], u0:f64[?,8], v0:f64[?]", "half = shr i 1:i32; " + kept.replace("AT", "half") + end));
        stays(rows("s0:f64[], u0:f64[?,8], v0:f64[?]", kept.replace("AT", "i").replace("mul b 0.9:f64", "mul b s0") + end));
        stays(rows("s0:f64[], u0:f64[?,8], v0:f64[?]", kept.replace("AT", "i") + "f = index u2 0:i32 0:i32; r2 = add f r; s1 = add s0 r2; yield s1, u2, v0"));
    }

    private static String rows(String carried, String body) {
        return "f(x:f64[n], y:f64[n]) { n = dim[0] x; u:f64[?,8] = full[f64[?,8]] 0.25:f64 n 8:i32; v:f64[?] = full[f64[?]] 1.0:f64 n; s, w:f64[?,8], z:f64[?] = for(n, 0.0:f64, u, v) { i:i32[], " + carried + " -> " + body
            + " }; r = for(n, s) { i:i32[], h:f64[] -> g = for(8:i32, h) { j:i32[], c:f64[] -> e = index w i j; f = mul c 0.75:f64; d = add f e; yield d }; y9 = index z i; z9 = mul g 0.75:f64; x9 = add z9 y9; yield x9 }; return s, r }";
    }

    /** What a gradient keeps: each trip writes a row of its own, in loops inside and beside them. */
    @Test
    void rowsThatAreKept() {
        String rows = "f(x:f64[n], y:f64[n]) { n = dim[0] x; k0 = full[f64[?,6]] 0.0:f64 n 6:i32; m = add n 1:i32; t0 = full[f64[?]] 0.0:f64 m; s, k, t = for(n, 0.0:f64, k0, t0) { i:i32[], s0:f64[], k1:f64[?,6], t1:f64[?] -> "
            + "a = index x i; r, k2 = for(6:i32, a, k1) { j:i32[], u:f64[], k3:f64[?,6] -> k4 = update k3 i j u; h = mul u 0.6:f64; v = add h a; yield v, k4 }; t2 = update t1 PLACE r; b = TERM; s1 = add s0 b; yield s1, k2, t2 }; r = for(n, s) { i:i32[], h:f64[] -> g = for(6:i32, h) { j:i32[], c:f64[] -> e = index k i j; f = mul c 0.75:f64; d = add f e; yield d }; y9 = index t i; z9 = mul g 0.75:f64; x9 = add z9 y9; yield x9 }; return s, r }";
        comesApart(1, rows.replace("PLACE", "i").replace("TERM", "mul r r"));
        // what all trips store in one place is stored in order, behind the rows
        comesApart(1, rows.replace("update t1 PLACE", "update t1 0:i32").replace("TERM", "mul r r"));
        comesApart(1, rows.replace("PLACE", "i").replace("TERM", "index t2 0:i32"));
        comesApart(1, rows.replace("PLACE r", "i s0").replace("TERM", "mul r r"));
    }

    /** Tapes that pass through a loop around, which has rows of its own in them, are written by the trips that go together; what the function returns, or all trips store in one place, is written in order. */
    @Test
    void tapesOfALoopAround() {
        String text = "f(x:f64[n], y:f64[n]) { n = dim[0] x; t0:f64[3,?] = full[f64[3,?]] 0.0:f64 3:i32 n; s, t:f64[3,?] = for(3:i32, 0.0:f64, t0) { k:i32[], s0:f64[], t1:f64[3,?] -> "
            + "s1, t2:f64[3,?] = for(n, s0, t1) { i:i32[], s2:f64[], t3:f64[3,?] -> " + ROOT + "t4 = update t3 PLACE r; s3 = add s2 r; yield s3, t4 }; yield s1, t2 }; "
            + "m = min n 3:i32; q = for(m, s) { i:i32[], h:f64[] -> e = index t i 0:i32; g = mul e 0.75:f64; z = add h g; yield z }; return RESULT }";
        assertEquals(2, carriedByMap(text.replace("PLACE", "k i").replace("RESULT", "s, q")));
        assertEquals(1, carriedByMap(text.replace("PLACE", "k i").replace("RESULT", "s, q, t")));
        assertEquals(1, carriedByMap(text.replace("PLACE", "k 0:i32").replace("RESULT", "s, q")));
    }

    /** How many arrays the trips that go together write, where a loop comes apart. */
    private static int carriedByMap(String text) {
        comesApart(1, text);
        var n = new int[1];
        Regions.each(new TermsAhead().run(Parser.parseFunc(text)).body(), e -> n[0] += e.prim() == Prim.MAP ? e.out().size() : 0);
        return n[0];
    }

    /** A sum that loops inside go on with, over as many terms in each trip: these are put into an array of the trip first, and rows of a few blocks are added up in order behind; a tape that the same loop writes stays with the terms. */
    @Test
    void sumsThatLoopsInsideGoOnWith() {
        String text = "f(x:f64[n], y:f64[n]) { n = dim[0] x; m = min n M:i32; t0:f64[?,?] = full[f64[?,?]] 0.0:f64 n n; s, t:f64[?,?] = for(n, 0.0:f64, t0) { i:i32[], s0:f64[], t1:f64[?,?] -> " + ROOT
            + "z0 = full[f64[?]] 0.0:f64 m; z = for(m, z0) { j:i32[], z1:f64[?] -> b = index y j; q = for(3:i32, b) { k:i32[], g:f64[] -> c = mul g 0.5:f64; o = add c r; yield o }; z2 = update z1 j q; yield z2 }; "
            + "s1, t2:f64[?,?] = for(m, s0, t1) { j:i32[], s2:f64[], t3:f64[?,?] -> b = index z j; l = log b; KEEP; d = index y j; e = mul l d; s3 = sub s2 e; yield s3, t4 }; yield s1, t2 }; "
            + "v = min n 5:i32; u = for(v, s) { i:i32[], h:f64[] -> e = index t i 0:i32; g = mul e 0.75:f64; z = add h g; yield z }; return s, u }";
        for (String most : List.of("1", "5", "40")) {
            comesApart(2, 600, text.replace("M:", most + ":").replace("KEEP", "t4 = update t3 i j l"));
        }
        // a term of what the sum has come to: the array that they are made of goes to the loop that is left
        String kept = text.replace("M:", "40:").replace("KEEP", "t4 = update t3 i j l");
        comesApart(1, 600, kept.replace("log b", "add b s2"));
        // as many terms as the trip's number says
        stays(kept.replace("for(m, s0, t1)", "for(o, s0, t1)").replace("s1, t2:", "o = min i m; s1, t2:"));
    }

    /** As many terms in each trip as there are elements: the more there are, the fewer trips go together, so that their terms fit into memory; there are 40 trips, in blocks of 32 where the terms are 4,100. */
    @Test
    void manyTermsInEachTrip() {
        comesApart(2, "f(x:f64[n], y:f64[n]) { n = dim[0] x; s = for(40:i32, 0.0:f64) { i:i32[], s0:f64[] -> z0 = full[f64[?]] 0.0:f64 n; "
            + "z = for(n, z0) { j:i32[], z1:f64[?] -> b = index y j; f = convert[f64] i; q = for(3:i32, b) { k:i32[], g:f64[] -> c = mul g 0.5:f64; o = add c f; yield o }; z2 = update z1 j q; yield z2 }; "
            + "s1 = for(n, s0) { j:i32[], s2:f64[] -> b = index z j; c = add b 1.0:f64; l = log c; s3 = sub s2 l; yield s3 }; yield s1 }; return s }");
    }

    /** The types of what is carried are those of the trips: an array that one of them hands on has another length than the one that the loop starts from. */
    @Test
    void arraysOfOtherLengths() {
        String text = loop("s, b:f64[?] = for(n, 0.0:f64, y) { i:i32[], s0:f64[], b0:f64[?] -> ",
            "s1 = add s0 r; big = gt s1 5.0:f64; b1:f64[?] = cond big { yield b0 } { z:f64[3] = full[f64[3]] 2.0:f64 3:i32; yield z }; yield s1, b1 }; m = dim[0] b; return s, m }");
        comesApart(1, text);
        Func g = new TermsAhead().run(Parser.parseFunc(text));
        Regions.each(g.body(), e -> e.out().stream().filter(v -> e.prim() == Prim.FOR && v.isArray()).forEach(v -> assertEquals("f64[?]", v.type().toString(), g.toString())));
        Regions.each(g.body(), e -> Regions.of(e).stream().filter(r -> e.prim() == Prim.FOR).flatMap(r -> r.params().stream()).filter(v -> v.isArray()).forEach(v -> assertEquals("f64[?]", v.type().toString(), g.toString())));
    }

    @Test
    void aLoopInALoop() {
        comesApart(1, "f(x:f64[n], y:f64[n]) { n = dim[0] x; m = min n 3:i32; t = for(m, 0.0:f64) { k:i32[], t0:f64[] -> s = for(n, t0) { i:i32[], s0:f64[] -> " + ROOT
            + "z = index y k; v = mul r z; s1 = add s0 v; yield s1 }; yield s }; return t }");
    }

    /** A search through some of y for each element, and a loop behind it that adds a few numbers where it says: what is left may have loops, too, where those in front go one deeper. */
    @Test
    void shortLoopsAreLeft() {
        String near = "a = index x i; d, k = for(m, 9.0E9:f64, 0:i32) { j:i32[], d0:f64[], k0:i32[] -> e = for(3:i32, a) { c:i32[], e0:f64[] -> b = index y j; g = sub e0 b; h = mul g g; yield h }; p = lt e d0; d1 = select p e d0; k1 = select p j k0; yield d1, k1 }; ";
        String left = "z1 = for(4:i32, z0) { c:i32[], z2:f64[n] -> o = index z2 k; q = add o d; z3 = update z2 k q; yield z3 }; yield z1 }; return z }";
        comesApart(1, loop("m = min n 20:i32; z = for(n, y) { i:i32[], z0:f64[n] -> ", near + left).replace(ROOT, ""));
        stays(loop("m = min n 20:i32; z = for(n, y) { i:i32[], z0:f64[n] -> ", near.replace("for(3:i32, a) { c:i32[], e0:f64[] -> b = index y j; g = sub e0 b; h = mul g g; yield h }", "sub a d0") + left).replace(ROOT, ""));
    }

    /** What is checked of terms is checked in front, too; in what is left nothing may fail. */
    @Test
    void checkedTerms() {
        String text = loop("s = for(n, 0.0:f64) { i:i32[], s0:f64[] -> ", "c = lt r MOST:f64; check[throw \"T.f:1\"] c; s1 = add s0 r; yield s1 }; return s }");
        comesApart(1, text.replace("MOST", "3.0"));
        comesApart(1, text.replace("MOST", "2.82"));
        stays(text.replace("lt r MOST:f64", "lt s0 9.0:f64"));
    }

    /** Binary searches among elements that lanes collect, with checks of their own. */
    @Test
    void searches() {
        String search = "f(x:f64[n], y:f64[n]) { n = dim[0] x; last = sub n 1:i32; s = for(n, 0.0:f64) { i:i32[], s0:f64[] -> a = index x i; l, h = while(0:i32, last) { l, h -> d = sub h l; p = ge d 2:i32; yield p } do { l, h -> "
            + "t = add l h; m = shr t 1:i32; c = lt m n; check[index \"T.f:1\"] c; b = index y m; g = gt b a; l1 = select g l m; h1 = select g m h; yield l1, h1 }; w = index x l; s1 = add s0 w; yield s1 }; return s }";
        comesApart(1, search);
        stays(search.replace("y:f64[n]", "y:i8[n]").replace("gt b a", "gt b 1:i8"));
        stays(search.replace("(0:i32, last) { l, h ->", "(0:i32, last, 0.0:f64) { l, h, e ->").replace("do { l, h ->", "do { l, h, e ->").replace("l, h = while", "l, h, e = while").replace("yield l1, h1", "e1 = add e b; yield l1, h1, e1"));
    }

    /** What the loop inside looks at is handed on itself, or trips are few. */
    @Test
    void whatStays() {
        stays(loop("s = for(n, 1.0:f64) { i:i32[], s0:f64[] -> ", "r1 = while(s0) { u:f64[] -> p = lt u r; yield p } do { u:f64[] -> v = mul u 2.0:f64; yield v }; yield r1 }; return s }"));
        stays(loop("s = for(8:i32, 0.0:f64) { i:i32[], s0:f64[] -> ", "s1 = add s0 r; yield s1 }; return s }"));
        stays("f(x:f64[n], y:f64[n]) { n = dim[0] x; s = for(n, 0.0:f64) { i:i32[], s0:f64[] -> a = index x i; e = exp a; s1 = add s0 e; yield s1 }; return s }");
    }

    /** Rows of a sparse matrix, of a few elements each, are read one after the other. */
    @Test
    void unevenRows() {
        stays("f(x:f64[n], p:i32[m]) { n = dim[0] x; m = dim[0] p; s = for(m, 0.0:f64) { i:i32[], s0:f64[] -> k = index p i; r = for(k, 0.0:f64) { j:i32[], r0:f64[] -> a = index[clamp] x j; r1 = add r0 a; yield r1 }; "
            + "s1 = add s0 r; yield s1 }; return s }");
    }

    /** In a map each trip of which has a row of its own, but not where the map's trips go along rows together. */
    @Test
    void inTripsOfTheirOwn() {
        String sums = "f(x:f64[n,m], y:f64[m,n]) { n = dim[0] x; m = dim[1] x; b:f64[n] = map[n](n) { i:i32[] -> "
            + "s = for(m, 0.0:f64) { j:i32[], s0:f64[] -> t = for(m, 0.0:f64) { k:i32[], t0:f64[] -> READ; d = index y k ROW; e = mul c d; t1 = add t0 e; yield t1 }\nf = mul t t; s1 = add s0 f; yield s1 }\nyield s }\nreturn b }";
        String own = sums.replace("READ", "c = index x i k").replace("ROW", "0:i32");
        Func g = new TermsAhead().run(Parser.parseFunc(own));
        Verifier.verify(g);
        int[] maps = new int[1];
        Regions.each(g.body(), e -> maps[0] += e.prim() == Prim.MAP ? 1 : 0);
        assertEquals(2, maps[0], g.toString());
        for (int n : new int[] {1, 3, 20}) {
            Tensor x = new Tensor(DType.F64, new int[] {n, 7}, elements(7 * n, 1));
            Same.computes(Parser.parseFunc(own), g, true, List.of(x, new Tensor(DType.F64, new int[] {7, n}, elements(7 * n, 2))));
        }
        stays(sums.replace("READ", "c = index x i k").replace("ROW", "i"));
    }
}
