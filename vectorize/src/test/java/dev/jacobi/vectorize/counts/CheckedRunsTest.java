package dev.jacobi.vectorize.counts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.vectorize.Same;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Loops of checks of places at one distance from each other look at the ends. */
class CheckedRunsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "p = add b i | cond",
        "r = index t 0:i32; q = mul r c; p = add q i | cond",
        "q = mul i c; p = add q b | cond",
        "q = mul i 3:i32; p = sub b q | cond",
        "q = add i b; r = mul c q; p = sub r i | cond",
        // a place that trips choose, and one that grows ever faster
        "r = index t i; p = add r i | for(check)",
        "q = mul i i; p = add q b | for(check)"})
    void looksAtTheEnds(String place, String skeleton) {
        String text = """
            f(n:i32[], b:i32[], c:i32[], m:i32[], t:i32[k]) {
              for(n) { i -> %s; u = ge p 0:i32; v = lt p m; w = and u v; check[index ""] w; yield }
              return n }""".formatted(place);
        Func f = Parser.parseFunc(text);
        Func now = Same.run(List.of(new CheckedRuns()), text);
        assertEquals(skeleton, Same.skeleton(now), now::toString);
        int[] ends = {0, 1, 3, 7, Integer.MAX_VALUE - 2, Integer.MAX_VALUE, -1, -3, Integer.MIN_VALUE, 1 << 30, 3 << 30};
        for (int n : new int[] {-1, 0, 1, 2, 5}) {
            for (int b : ends) {
                for (int c : ends) {
                    for (int m : new int[] {0, 1, 4, 9, Integer.MAX_VALUE}) {
                        Same.computes(f, now, true, List.of(Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(b)), Tensor.of(Lit.i32(c)), Tensor.of(Lit.i32(m)), Tensor.of(new int[] {2, 0, 1, 3, 2})));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        // only one end is asked for, or something else, too
        "u = lt p m; check[index \"\"] u | for(check)",
        "u = ge p 0:i32; check[index \"\"] u | for(check)",
        "u = ge p 0:i32; v = lt p m; w = and u v; check[index \"\"] w; x = ne i c; check[index \"\"] x | for(check check)",
        "u = ge p 0:i32; v = lt p m; w = or u v; check[index \"\"] w | for(check)",
        // two arrays, in two checks
        "u = ge p 0:i32; v = lt p m; w = and u v; check[index \"\"] w; x = lt p c; check[index \"\"] x | cond",
        // and a number that all trips share
        "u = ge p 0:i32; v = lt p m; w = and u v; check[index \"\"] w; x = ge c 0:i32; check[index \"\"] x | cond"})
    void onlyThat(String checks, String skeleton) {
        String text = """
            f(n:i32[], b:i32[], c:i32[], m:i32[]) {
              for(n) { i -> p = add b i; %s; yield }
              return n }""".formatted(checks);
        Func f = Parser.parseFunc(text);
        Func now = Same.run(List.of(new CheckedRuns()), text);
        assertEquals(skeleton, Same.skeleton(now), now::toString);
        for (int n : new int[] {0, 1, 2, 5}) {
            for (int b : new int[] {-2, 0, 3, Integer.MAX_VALUE}) {
                for (int c : new int[] {-1, 0, 3, 8}) {
                    for (int m : new int[] {0, 3, 8}) {
                        Same.computes(f, now, true, List.of(Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(b)), Tensor.of(Lit.i32(c)), Tensor.of(Lit.i32(m))));
                    }
                }
            }
        }
    }
}
