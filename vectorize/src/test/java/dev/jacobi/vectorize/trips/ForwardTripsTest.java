package dev.jacobi.vectorize.trips;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.vectorize.Same;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Loops that go from the last element to the first, in any order, go from the first to the last. */
class ForwardTripsTest {
    private static final String MAP = "b = map(n, c) { k:i32[], b0:f64[m] -> BODY; yield b1 }; return b";
    private static final String TAKE = "i = sub l k; x = index[clamp] a i; ";
    private static final String NEST = "b = map(n, c) { k:i32[], b0:f64[m] -> i = sub l k; b2 = map(n, b0) { h:i32[], b3:f64[m] -> j = sub l h; p = mul i n; o = add p j; y = index[clamp] a i; z = mul y 3.0:f64; b4 = update[clamp] b3 o z; yield b4 }; "
        + "yield b2 }; return b";

    private static void turns(int left, String end) {
        String text = "f(n:i32[], a:f64[m], c:f64[m]) { few = le n 7:i32; check[index \"\"] few; l = add n -1:i32; " + end + " }";
        Func f = Parser.parseFunc(text);
        Func g = Same.run(List.of(new ForwardTrips()), text);
        int[] turned = {0};
        Regions.each(g.body(), e -> turned[0] += e.prim() == Prim.SUB ? 1 : 0);
        assertEquals(left, turned[0], g::toString);
        for (int n : new int[] {-1, 0, 1, 2, 7}) {
            Same.computes(f, g, true, List.of(Tensor.of(Lit.i32(n)), Tensor.of(new double[] {3, -1, 4, 1, -5, 9, 2}), Tensor.of(new double[7])));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        // the same element is read and written
        "0 | b1 = update[clamp] b0 i x",
        // it is taken again, in a branch
        "0 | p = gt x 0.0:f64; y = cond p { yield x } { j = sub l k; v = index[clamp] c j; w = add v x; yield w }; b1 = update[clamp] b0 i y",
        // as a count by steps of -1 is written
        "0 | h = mul k -1:i32; j = add l h; y = index[clamp] c j; z = add x y; b1 = update[clamp] b0 j z",
        // what is made of it is used, too
        "1 | h = mul k -1:i32; j = add l h; q = add h 6:i32; y = index[clamp] c q; z = add x y; b1 = update[clamp] b0 j z",
        // the sum of two such numbers is none
        "0 | h = mul k -1:i32; j = add l h; q = add i j; r = shr q 1:i32; y = index[clamp] c r; z = add x y; b1 = update[clamp] b0 j z",
        // the trip's own number is used, too
        "1 | b1 = update[clamp] b0 k x",
        // it is turned twice
        "2 | j = sub 6:i32 i; y = index[clamp] a j; b1 = update[clamp] b0 j y",
        // not from the last one
        "2 | j = sub n k; y = index[clamp] a j; z = add x y; b1 = update[clamp] b0 i z"})
    void maps(int left, String rest) {
        turns(left, MAP.replace("BODY", TAKE + rest));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0 | s = reduce[?, add](n, 0.0:f64) { k:i32[] -> i = sub l k; x = index[clamp] a i; yield x }; return s",
        "0 | s = reduce[?, max](n, -9:i32) { k:i32[] -> i = sub l k; yield i }; return s",
        // each trip waits for the one before, and what trips yield stands in their order
        "1 | s = for(n, 0.0:f64) { k:i32[], s0:f64[] -> i = sub l k; x = index[clamp] a i; h = mul s0 0.5:f64; s1 = add h x; yield s1 }; return s",
        "1 | s = map[?](n) { k:i32[] -> i = sub l k; x = index[clamp] a i; yield x }; return s"})
    void otherLoops(int left, String end) {
        turns(left, end);
    }

    /** Steps down by more than one become steps up; products of the trip's number that are used otherwise stay. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "2 | h = mul k -2:i32; i = add h 12:i32; x = index[clamp] a i; b1 = update[clamp] b0 i x",
        "3 | h = mul k -3:i32; m = add h l; i = add m 20:i32; x = index[clamp] a i; j = sub h 1:i32; y = index[clamp] c j; z = add x y; b1 = update[clamp] b0 i z",
        "-2 | h = mul k -2:i32; i = sub 0:i32 h; x = index[clamp] a i; b1 = update[clamp] b0 i x",
        "-2 | h = mul k -2:i32; i = add h 12:i32; x = index[clamp] a i; b1 = update[clamp] b0 k x",
        "2 | h = mul k 2:i32; x = index[clamp] a h; b1 = update[clamp] b0 h x"})
    void steps(int step, String rest) {
        String text = "f(n:i32[], a:f64[m], c:f64[m]) { few = le n 7:i32; check[index \"\"] few; l = add n -1:i32; " + MAP.replace("BODY", rest) + " }";
        Func f = Parser.parseFunc(text);
        Func g = Same.run(List.of(new ForwardTrips()), text);
        Regions.each(g.body(), e -> assertTrue(e.prim() != Prim.MUL || e.result().dtype() != DType.I32 || !e.in().get(0).equals(trip(g)) || ((Lit) e.in().get(1)).asLong() == step, g::toString));
        double[] a = new Random(1).doubles(24).toArray();
        for (int n : new int[] {-1, 0, 1, 2, 7}) {
            Same.computes(f, g, true, List.of(Tensor.of(Lit.i32(n)), Tensor.of(a), Tensor.of(new double[24])));
        }
    }

    private static Var trip(Func f) {
        return Regions.trip(f.body().stream().filter(Regions::isLoop).findFirst().orElseThrow());
    }

    @Test
    void nests() {
        turns(0, NEST);
    }
}
