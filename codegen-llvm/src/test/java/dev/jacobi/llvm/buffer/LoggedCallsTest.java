package dev.jacobi.llvm.buffer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recursive functions note what they overwrite, and take arrays row by row, so that an entry need not copy or pack its caller's arrays; where they cannot, it does. */
class LoggedCallsTest {
    private static final String CHECKED = "n = dim[0] a; p = ge i 0:i32; q = lt i n; ok = and p q; check[index \"T.g:1\"] ok; ";
    /** One element a call. */
    private static final String ELEMENT = "b = update a i i; ";
    /** All elements, in a loop whose trips go together. */
    private static final String WHOLE = "b = map(n, a) { j, aj -> x = index aj j; y = mul x x; z = add y j; v = update aj j z; yield v }; ";
    /** All elements, in a loop that asks another function for each. */
    private static final String CALLING = "b:i32[n] = for(n, a) { j:i32[], aj:i32[n] -> v:i32[n] = call[h] aj j; yield v }; ";

    private static String code(String writes, String given) {
        String text = "f(a:i32[n], i:i32[]) { " + given + " return r }\n"
            + "g(a:i32[n], i:i32[]) { " + CHECKED + writes + "k = sub i 1:i32; s = gt k 5:i32; c:i32[n] = cond s { d:i32[n] = call[g] b k; yield d } { yield b }; return c }\n"
            + "h(a:i32[n], i:i32[]) { " + CHECKED + "b = update a i n; return b }";
        return Emitter.emit(new CompileRequest(Parser.parseModule(text), "f", List.of(0), false, 1, false, Set.of(), Set.of(), Set.of(), Map.of()), 64).text();
    }

    private static long count(String code, String part) {
        return code.lines().filter(l -> l.contains(part)).count();
    }

    /** How many functions have such parameters. */
    private static long functions(String code, String parameters) {
        return code.lines().filter(l -> l.startsWith("define internal ") && l.contains(parameters)).count();
    }

    @ParameterizedTest
    @CsvSource({"element", "whole", "calling"})
    void noteWhatTheyOverwrite(String form) {
        String code = code(form.equals("element") ? ELEMENT : form.equals("whole") ? WHOLE : CALLING, "r:i32[n] = call[g] a i;");
        assertEquals(form.equals("calling") ? 2 : 1, functions(code, "ptr %log0)"), code);
        assertEquals(1, count(code, "call void @jacobi_undo("), code);
        assertEquals(0, count(code, "@jacobi_undo_off"), code);
    }

    /** What nobody has to put back is not noted: the log is off. */
    @Test
    void doNotNoteWhatTheEntryHasMade() {
        String code = code(ELEMENT, "m = dim[0] a; w:i32[n] = full[i32[n]] 7:i32 m; o:i32[n] = call[g] w i; x = index o 0:i32; r:i32[n] = call[g] a x;");
        assertEquals(1, count(code, "ptr @jacobi_undo_off)"), code);
        assertEquals(1, count(code, "@jacobi_undo_off = "), code);
    }

    @Test
    void countTheirTime() {
        String code = code(ELEMENT, "r:i32[n] = call[g] a i;");
        assertEquals(1, functions(code, "ptr %clock, ptr %log0)"), code);
        assertEquals(1, count(code, "define i32 @entry_counting("), code);
    }

    /** An array of arrays that one caller has in a block is a block for all. */
    @ParameterizedTest
    @CsvSource({"false,[0]", "true,[]"})
    void takeRows(boolean block, String rows) {
        String text = "f(a:i32[n,m], i:i32[]) { " + (block ? "p = dim[0] a; q = dim[1] a; w:i32[n,m] = full[i32[n,m]] 7:i32 p q; o:i32[n,m] = call[g] w i; x = index o 0:i32 0:i32; r:i32[n,m] = call[g] a x;"
            : "r:i32[n,m] = call[g] a i;") + " return r }\n"
            + "g(a:i32[n,m], i:i32[]) { " + CHECKED + "b = update a i 0:i32 i; k = sub i 1:i32; s = gt k 5:i32; c:i32[n,m] = cond s { d:i32[n,m] = call[g] b k; yield d } { yield b }; return c }";
        String code = Emitter.emit(new CompileRequest(Parser.parseModule(text), "f", List.of(0), false, 1, false, Set.of(), Set.of(0), Set.of(), Map.of()), 64).text();
        assertEquals(1, count(code, "inputs that may come row by row: " + rows), code);
        assertEquals(block ? 0 : 1, functions(code, "ptr %t0, "), code);
    }

    /** A function whose own time is known hands the clock on to one that others have count. */
    @Test
    void handTheClockOn() {
        String text = "f(a:i32[n], i:i32[]) { b:i32[n] = call[g] a i; r:i32[n] = call[c] b i; return r }\n"
            + "g(a:i32[n], i:i32[]) { b:i32[n] = call[h] a i; k = sub i 1:i32; s = gt k 5:i32; c:i32[n] = cond s { d:i32[n] = call[g] b k; yield d } { yield b }; return c }\n"
            + "c(a:i32[n], i:i32[]) { b:i32[n] = call[h] a 5:i32; return b }\n"
            + "h(a:i32[n], m:i32[]) { b:i32[n] = for(m, a) { j:i32[], aj:i32[n] -> x = index aj j; y = mul x x; v = update aj j y; yield v }; return b }";
        String code = Emitter.emit(new CompileRequest(Parser.parseModule(text), "f", List.of(0), false, 1, false, Set.of(), Set.of(), Set.of(), Map.of()), 64).text();
        assertEquals(3, functions(code, "ptr %clock"), code);
        assertEquals(0, code.lines().filter(l -> l.contains("call i32 ") && l.contains("ptr null)")).count(), code);
    }
}
