package dev.jacobi.vectorize.small;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.vectorize.Same;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Elements that say where a loop writes are read in front of it. */
class FixedReadsTest {
    private static final String NEST = """
        f(n:i32[], m:i32[], t:i32[k], a:f64[p]) {
          d = dim[0] t
          l = dim[0] a
          %s
          r = for(n, a) { i, b ->
            s = for(m, b) { j, c ->
              q = index t i
              p = add q j
              u = ge p 0:i32; v = lt p l; w = and u v; check[index ""] w
              x = index c p; y = add x 1.0:f64; z = update c p y
              yield z }
            yield s }
          return r }""";

    private static List<String> depths(Func f) {
        var all = new ArrayList<String>();
        depths(f.body(), 0, all);
        return all;
    }

    private static void depths(List<Eqn> body, int depth, List<String> all) {
        body.forEach(e -> {
            if (e.prim() == Prim.INDEX && e.result().dtype().isInt()) {
                all.add("read " + depth);
            } else if (e.prim() == Prim.COND) {
                all.add("cond " + depth);
            }
            Regions.of(e).forEach(r -> depths(r.body(), depth + (e.prim() == Prim.COND ? 0 : 1), all));
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        // the list is long enough, or is if there is an inner trip: then the nest is for where there is one
        "e = le n d; check[index \"\"] e | [read 1]",
        "e = le n d; o = lt m 1:i32; g = or o e; check[index \"\"] g | [cond 0, read 1]",
        // or nobody knows
        "e = le n 3:i32; check[index \"\"] e | [read 2]"})
    void inFrontOfTheLoop(String known, String depths) {
        String text = NEST.formatted(known);
        Func f = Parser.parseFunc(text);
        Func now = Same.run(List.of(FixedReads.ofChecks()), text);
        assertEquals(depths, depths(now).toString(), now::toString);
        for (int n : new int[] {0, 2, 3}) {
            for (int m : new int[] {0, 1, 3}) {
                for (int length : new int[] {0, 4, 9}) {
                    for (int[] list : new int[][] {{}, {1, 4, 1}, {7, 0, 0}}) {
                        if (n <= list.length || m < 1 && !known.equals("e = le n 3:i32; check[index \"\"] e")) {
                            Same.computes(f, now, true, List.of(Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(m)), Tensor.of(list), Tensor.of(new double[length])));
                        }
                    }
                }
            }
        }
    }

    /** Two loops of a trip: each is asked for its own. */
    @Test
    void besideOthers() {
        String text = """
            f(n:i32[], m:i32[], t:i32[k], a:f64[p]) {
              d = dim[0] t
              l = dim[0] a
              e = le n d; o = lt m 1:i32; g = or o e; check[index ""] g
              r = for(n, a) { i, b ->
                s = for(m, b) { j, c -> q = index t i; u = lt q l; h = ge q 0:i32; w = and u h; check[index ""] w; z = update c q 1.0:f64; yield z }
                aa = for(2:i32, s) { j, c -> x = index c j; y = add x 1.0:f64; z = update c j y; yield z }
                yield aa }
              return r }""";
        Func f = Parser.parseFunc(text);
        Func now = Same.run(List.of(FixedReads.ofChecks()), text);
        assertEquals("[cond 1, read 1]", depths(now).toString(), now::toString);
        for (int n : new int[] {0, 2, 3}) {
            for (int m : new int[] {0, 2}) {
                for (int[] list : new int[][] {{}, {1, 4, 1}, {7, 0, 0}}) {
                    if (n <= list.length || m < 1) {
                        Same.computes(f, now, true, List.of(Tensor.of(Lit.i32(n)), Tensor.of(Lit.i32(m)), Tensor.of(list), Tensor.of(new double[6])));
                    }
                }
            }
        }
    }

    /** An element that only says what is read is read by each trip, as the trips may come in another order. */
    @Test
    void notOfWhatIsRead() {
        String text = """
            f(n:i32[], t:i32[k], a:f64[p,q], o:f64[q]) {
              d = dim[0] t
              l = dim[0] a
              m = dim[0] o
              e = le n d; check[index ""] e
              r = for(n, o) { i, b ->
                s = for(m, b) { j, c -> q = index t i; u = lt q l; h = ge q 0:i32; w = and u h; check[index ""] w; x = index a q j; y = index c j; g = add x y; z = update c j g; yield z }
                yield s }
              return r }""";
        assertEquals("[read 2]", depths(Same.run(List.of(FixedReads.ofChecks()), text)).toString());
    }
}
