package dev.jacobi.llvm.buffer;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arrays of arrays are used row by row where elements are used a few times each, loops of few trips aside, or along rows. */
class RowTablesTest {
    private static final String ALONG = "b = for(n, a) { k, a -> c = map(n, a) { i, a -> d = map(n, a) { j, a -> x = index a k j; y = index a i j; z = sub y x; u = update a i j z; yield u }\nyield d }\n"
        + "yield c }";
    private static final String ACROSS = "b = for(n, a) { k, a -> c = map(n, a) { i, a -> d = map(n, a) { j, a -> x = index a j k; y = index a i j; z = sub y x; u = update a i j z; yield u }\nyield d }\n"
        + "yield c }";
    private static final String BLOCKS = "b = for(n, a) { k, a -> m = min n 16:i32; c = map(m, a) { i, a -> d = map(n, a) { j, a -> x = index a j i; z = add x 1.0:f64; u = update a j i z; yield u }\n"
        + "yield d }\nyield c }";

    @ParameterizedTest
    @CsvSource({"along,true", "across,false", "blocks,true"})
    void areChosen(String form, boolean rows) {
        String text = "f(a:f64[p,q], n:i32[]) {\n" + (form.equals("along") ? ALONG : form.equals("across") ? ACROSS : BLOCKS) + "\nreturn b }";
        String code = Emitter.emit(new CompileRequest(Parser.parseModule(text), "f", List.of(0), false, 1, false, Set.of(), Set.of(0), Set.of()), 64).text();
        assertTrue(code.contains("inputs that may come row by row: " + (rows ? "[0]" : "[]")), code);
    }
}
