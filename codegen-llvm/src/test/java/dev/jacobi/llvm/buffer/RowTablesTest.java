package dev.jacobi.llvm.buffer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrays of arrays are used row by row where elements are used a few times each, loops of few trips and iterations aside, or along rows. */
class RowTablesTest {
    private static final String ALONG = "b = for(n, a) { k, a -> c = map(n, a) { i, a -> d = map(n, a) { j, a -> x = index a k j; y = index a i j; z = sub y x; u = update a i j z; yield u }\nyield d }\n"
        + "yield c }";
    private static final String ACROSS = "b = for(n, a) { k, a -> c = map(n, a) { i, a -> d = map(n, a) { j, a -> x = index a j k; y = index a i j; z = sub y x; u = update a i j z; yield u }\nyield d }\n"
        + "yield c }";
    private static final String BLOCKS = "b = for(n, a) { k, a -> m = min n 16:i32; c = map(m, a) { i, a -> d = map(n, a) { j, a -> x = index a j i; z = add x 1.0:f64; u = update a j i z; yield u }\n"
        + "yield d }\nyield c }";
    /** Columns of the trips' numbers, in an iteration until there is nothing to do. */
    private static final String ITERATED = "b, g = while(a, 1:i32) { a, g -> w = gt g 0:i32; yield w } do { a, g -> c = for(n, a) { k, a -> d = map(n, a) { i, a -> x = index a i k; z = add x 1.0:f64; u = update a i k z; yield u }\n"
        + "yield d }\ny = index c 0:i32 0:i32; v = lt y 9.0:f64; h = select v g 0:i32; yield c, h }";

    private static final String PRODUCT = """
        f(a:f32[m,k], b:f32[l,n]) {
          rows:i32[] = dim[0] a
          terms:i32[] = dim[0] b
          columns:i32[] = dim[1] b
          c:f32[m,n] = full[f32[m,n]] 0.0:f32 rows columns
          r:f32[m,n] = map(rows, c) { i:i32[], ci:f32[m,n] ->
            s:f32[m,n] = map(columns, ci) { j:i32[], cj:f32[m,n] ->
              t:f32[] = for(terms, 0.0:f32) { p:i32[], was:f32[] ->
                x:f32[] = index a i p
                y:f32[] = index b p j
                z:f32[] = mul x y
                now:f32[] = add was z
                yield now
              }
              u:f32[m,n] = update cj i j t
              yield u
            }
            yield s
          }
          return r
        }
        """;

    /** A routine returns in any case, so what it writes needs no copy for a call that fails, and may be rows of the caller's. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void productsAreWrittenIntoRows(boolean fast) {
        String text = PRODUCT.replace("b:f32[l,n])", "b:f32[l,n], c:f32[o,p])").replace("  c:f32[m,n] = full[f32[m,n]] 0.0:f32 rows columns\n", "").replace("ci:f32[m,n]", "ci:f32[o,p]").replace("cj:f32[m,n]", "cj:f32[o,p]")
            .replace("r:f32[m,n]", "r:f32[o,p]").replace("s:f32[m,n]", "s:f32[o,p]").replace("u:f32[m,n]", "u:f32[o,p]");
        String code = Emitter.emit(new CompileRequest(Parser.parseModule(text), "f", List.of(2), fast, 1, false, Set.of(), Set.of(0, 1, 2), Set.of(), Map.of()), 64).text();
        assertTrue(code.contains("inputs that may come row by row: [0, 1, 2]"), code);
    }

    /** The routine for products is given the tables, and writes the result where it is wanted. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void productsTakeRows(boolean fast) {
        String code = Emitter.emit(new CompileRequest(Parser.parseModule(PRODUCT), "f", List.of(-1), fast, 1, false, Set.of(), Set.of(0, 1), Set.of(), Map.of()), 64).text();
        assertTrue(code.contains("inputs that may come row by row: [0, 1]"), code);
        assertEquals(1, code.lines().filter(l -> l.contains("call void @jacobi_ordered_f32(")).count(), code);
        assertFalse(code.contains("@jacobi_product_f32"), code);
    }

    @ParameterizedTest
    @CsvSource({"along,true", "across,false", "blocks,true", "iterated,true"})
    void areChosen(String form, boolean rows) {
        String text = "f(a:f64[p,q], n:i32[]) {\n" + Map.of("along", ALONG, "across", ACROSS, "blocks", BLOCKS, "iterated", ITERATED).get(form) + "\nreturn b }";
        String code = Emitter.emit(new CompileRequest(Parser.parseModule(text), "f", List.of(0), false, 1, false, Set.of(), Set.of(0), Set.of(), Map.of()), 64).text();
        assertTrue(code.contains("inputs that may come row by row: " + (rows ? "[0]" : "[]")), code);
    }

    /** Each trip has a row, or a matrix, of its own, and goes through it: in a nest of three, with the row as it is, and with the elements of an array of matrices, in a window of three by three as well, whose own elements all trips read. */
    @ParameterizedTest
    @CsvSource({"rows,'[0]'", "matrices,'[0]'", "windows,'[0]'"})
    void lanes(String form, String rows) {
        String along = "t = for(n, 0.0:f64) { j, u -> v = for(m, u) { k, w -> x = ELEMENT; y = add w x; yield y }\nyield v }\n";
        String body = Map.of("rows", "row = index a i; " + along.replace("x = ELEMENT", "q = mul j m; p = add q k; x = index row p"), "matrices", "part = index a i; " + along.replace("ELEMENT", "index part j k"),
            "windows", "part = index a i; mine = index b i; " + along.replace("x = ELEMENT", "x = for(3:i32, 0.0:f64) { r, x0 -> x3 = for(3:i32, x0) { s, x1 -> jr = add j r; ks = add k s; e = index part jr ks; g = index mine r s; h = mul e g; x2 = add x1 h; yield x2 }\nyield x3 }\nz = neg x"))
            .get(form);
        String type = form.equals("rows") ? "f64[p,q]" : "f64[p,q,o]";
        String text = "f(a:" + type + ", b:f64[p,q2,o2], n:i32[], m:i32[]) {\nl = dim[0] a; out:f64[p] = map[p](l) { i -> " + body + "yield t }\nreturn out }";
        String code = Emitter.emit(new CompileRequest(Parser.parseModule(text), "f", List.of(-1), false, 1, false, Set.of(), Set.of(0, 1), Set.of(), Map.of()), 64).text();
        assertTrue(code.contains("inputs that may come row by row: " + (form.equals("windows") ? rows : rows.replace("]", ", 1]"))), code);
    }
}
