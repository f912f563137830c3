package dev.jacobi.vectorize.vmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import dev.jacobi.vectorize.Same;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Elements and rows of an argument's parts are the argument's own; parts that something else uses, and those of other arrays, stay. */
class LanePartsTest {
    private static final String SUMS = """
        f(a:f64[p,q,r,s]) {
          n:i32[] = dim[0] a
          m:i32[] = dim[3] a
          b:f64[p] = map[p](n) { i:i32[] ->
            part:f64[q,r,s] = index a i
            c:f64[r,s] = index part 1:i32
            row:f64[s] = index part 0:i32 1:i32
            t:f64[] = for(m, 0.0:f64) { j:i32[], u:f64[] ->
              v:f64[] = index c 1:i32 j
              w:f64[] = index row j
              x:f64[] = mul v w
              y:f64[] = add u x
              yield y
            }
            yield t
          }
          return b
        }
        """;

    @Test
    void readTheWhole() {
        Func f = Parser.parseFunc(SUMS);
        Func g = LaneParts.run(f);
        Verifier.verify(g);
        String whole = SUMS.replaceAll(" *(part|c):.*\\n", "").replace("index part 0:i32", "index a i 0:i32").replace("index c ", "index a i 1:i32 ");
        assertEquals(Parser.parseFunc(whole).toString(), g.toString());
        double[] x = new double[3 * 2 * 2 * 5];
        for (int i = 0; i < x.length; i++) {
            x[i] = Math.sin(i);
        }
        Same.computes(f, g, true, List.of(new Tensor(DType.F64, new int[] {3, 2, 2, 5}, x)));
    }

    /** Rows of a new array that is only read are not looked for before their elements are; where something has the row itself, or the array is written later, they are. */
    @Test
    void rowsOfNewArraysAreTheirElements() {
        String text = """
            f(a:f64[p,q]) {
              n:i32[] = dim[0] a; m:i32[] = dim[1] a
              c:f64[p,q] = full[f64[p,q]] 0.0:f64 n m
              d:f64[p,q] = map(n, c) { i:i32[], e:f64[p,q] ->
                g:f64[p,q] = map(m, e) { j:i32[], h:f64[p,q] -> v:f64[] = index a i j; w:f64[] = mul v v; u:f64[p,q] = update h i j w; yield u }
                yield g
              }
              b:f64[p] = map[p](n) { i:i32[] ->
                r:f64[q] = index d i
                t:f64[] = for(m, 0.0:f64) { j:i32[], u:f64[] -> v:f64[] = index r j; y:f64[] = add u v; yield y }
                yield t
              }
              return b
            }
            """;
        Func f = Parser.parseFunc(text);
        Func g = LaneParts.run(f);
        Verifier.verify(g);
        assertEquals(Parser.parseFunc(text.replaceAll(" *r:.*\\n", "").replace("index r j", "index d i j")).toString(), g.toString());
        for (String other : List.of(text.replace("return b", "z:f64[p,q] = update d 0:i32 0:i32 1.0:f64\n  return b, z"), text.replace("yield t", "s:i32[] = dim[0] r; k:f64[] = convert[f64] s\n yield k"))) {
            Func stays = Parser.parseFunc(other);
            assertSame(stays, LaneParts.run(stays), other);
        }
    }

    @Test
    void othersStay() {
        Func f = Parser.parseFunc("f(a:f64[p,q]) { n:i32[] = dim[0] a; b:f64[p] = map[p](n) { i:i32[] -> r:f64[q] = index a i; s:f64[] = index r 0:i32; yield s }\nreturn b }");
        assertSame(f, LaneParts.run(f));
    }
}
