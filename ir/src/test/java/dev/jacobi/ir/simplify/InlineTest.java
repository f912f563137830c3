package dev.jacobi.ir.simplify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Lit;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Calls of functions that do not recurse disappear; the result stays. */
class InlineTest {
    @Test
    void smallCalleesAreCopiedAndRecursionStays() {
        dev.jacobi.ir.Module m = Parser.parseModule("""
            main(n:i32[]) {
              a:i32[] = call[twice] n
              b = for(a, 0:i32) { i, b -> c:i32[] = call[twice] b; d:i32[] = call[sum] i; e = add c d; yield e }
              return b, a
            }
            twice(n:i32[]) { ok = lt n 1000000:i32; check[throw "twice"] ok; a:i32[] = call[id] n; b = add a n; return b }
            id(n:i32[]) { return n }
            sum(n:i32[]) {
              p = le n 0:i32
              r = cond(p) { a = sub n 1:i32; b:i32[] = call[sum] a; c:i32[] = call[id] b; d = add c n; yield d } { yield 0:i32 }
              return r
            }
            unused(n:i32[]) { return n }
            """);
        dev.jacobi.ir.Module inlined = Inline.run(m, "main");
        Verifier.verify(inlined);
        assertEquals("""
            main(a:i32[]) {
              b:bool[] = lt a 1000000:i32
              check[throw "twice"] b
              c:i32[] = add a a
              d:i32[] = for(c, 0:i32) { e:i32[], f:i32[] ->
                g:bool[] = lt f 1000000:i32
                check[throw "twice"] g
                h:i32[] = add f f
                i:i32[] = call[sum] e
                j:i32[] = add h i
                yield j
              }
              return d, c
            }

            sum(a:i32[]) {
              b:bool[] = le a 0:i32
              c:i32[] = cond(b) false {
                d:i32[] = sub a 1:i32
                e:i32[] = call[sum] d
                f:i32[] = add e a
                yield f
              } true {
                yield 0:i32
              }
              return c
            }
            """, inlined.toString());
        List<Tensor> args = List.of(Tensor.of(Lit.i32(5)));
        assertEquals(Interpreter.run(m, "main", args).get(0).get(0), Interpreter.run(inlined, "main", args).get(0).get(0));
    }

    @Test
    void resultsThatAreInputsOrLiteralsAreReplaced() {
        dev.jacobi.ir.Module m = Parser.parseModule("main(x:f64[n]) { a:f64[n], b:i32[] = call[g] x; c = index a b; return c } g(x:f64[n]) { return x, 1:i32 }");
        assertEquals("main(a:f64[n]) {\n  b:f64[] = index a 1:i32\n  return b\n}\n", Inline.run(m, "main").toString());
    }
}
