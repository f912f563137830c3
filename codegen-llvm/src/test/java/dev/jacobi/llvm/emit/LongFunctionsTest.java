package dev.jacobi.llvm.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import dev.jacobi.llvm.buffer.Aliases;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Functions of thousands of equations: the code grows as they do, and no faster. */
class LongFunctionsTest {
    private static final int SIZE = 100;
    private static final double[] INPUT = {1, 2, 3, 4, 5};

    /** A row of updates of one array that is needed as it was: one copy, at the first of them. */
    private static String row(int n) {
        var text = new StringBuilder("f(a:f64[5]) {\n x0:f64[] = index a 0:i32\n s0 = update a 1:i32 x0\n");
        for (int k = 1; k <= n; k++) {
            text.append("x%d:f64[] = index s%d %d:i32\n y%d = add x%d 0.5:f64\n s%d = update s%d %d:i32 y%d\n".formatted(k, k - 1, k * 3 % 5, k, k, k, k - 1, k * 2 % 5, k));
        }
        return text.append("return s" + n + " }").toString();
    }

    /** An old state of the array in the middle of the row is needed at the end. */
    private static String kept(int n) {
        return row(n).replace("return ", "q = index s" + n / 2 + " 2:i32\n r = update s" + n / 3 + " 0:i32 q\n return s" + n / 2 + ", r, ");
    }

    /** Every other update stands in a branch. */
    private static String branches(int n) {
        var text = new StringBuilder("f(a:f64[5], c:bool[]) {\n s0 = cond c { yield a } { b = copy a; yield b }\n");
        for (int k = 1; k <= n; k++) {
            text.append("x%d:f64[] = index s%d %d:i32\n c%d = gt x%d 2.5:f64\n".formatted(k, k - 1, k * 3 % 5, k, k));
            String update = "v%d = update s%d %d:i32 x%d".formatted(k, k - 1, k * 2 % 5, k);
            text.append(k % 2 == 0 ? "s%d = cond c%d { yield s%d } { %s; yield v%d }\n".formatted(k, k, k - 1, update, k) : update.replace("v", "s") + "\n");
        }
        return text.append("return s" + n + " }").toString();
    }

    /** Arrays that are made one after the other. */
    private static String arrays(int n) {
        var text = new StringBuilder("f(a:f64[5]) {\n s0 = copy a\n");
        for (int k = 1; k <= n; k++) {
            text.append("v%d = copy s%d\n x%d:f64[] = index s%d %d:i32\n s%d = update v%d %d:i32 x%d\n".formatted(k, k - 1, k, k / 2, k * 3 % 5, k, k, k * 2 % 5, k));
        }
        return text.append("return s" + n + " }").toString();
    }

    /** A loop that fills very many arrays, as a gradient's loop does, of which two may be the same: only those are looked at closely. */
    @Test
    void arraysThatALoopFillsAreNotComparedInPairs() {
        int n = 400;
        IntFunction<String> list = letter -> IntStream.range(0, n).mapToObj(k -> (char) letter + "" + k).collect(Collectors.joining(", "));
        var text = new StringBuilder("f(a:f64[5]) {\n");
        for (int k = 0; k < n; k++) {
            text.append("t%d = copy %s\n".formatted(k, k == 7 ? "t3" : "a"));
        }
        text.append("r = copy a\n");
        text.append(list.apply('o')).append(", p, q = for(5:i32, ").append(list.apply('t')).append(", r, r) { i, ")
            .append(list.apply('p')).append(", x, y ->\n");
        for (int k = 0; k < n; k++) {
            text.append("w%d = update p%d i %d.0:f64\n".formatted(k, k, k));
        }
        text.append("yield ").append(list.apply('w')).append(", x, y }\nreturn ").append(list.apply('o')).append(", p, q }");
        var aliases = new Aliases(Parser.parseModule(text.toString()).get("f"), Map.of());
        assertTrue(aliases.compared() < 10 * n, aliases.compared() + " pairs");
    }

    private static String emitted(String text) {
        var m = Parser.parseModule(text);
        List<Integer> none = m.get("f").out().stream().map(o -> -1).toList();
        return Emitter.emit(new CompileRequest(m, "f", none, false, 1), 0).text();
    }

    private static int copies(String text) {
        return emitted(text).split("call void @llvm.memmove", -1).length - 1;
    }

    @Test
    void anArrayIsCopiedOnceForARowOfUpdates() {
        assertEquals(1, copies(row(SIZE)));
        assertEquals(3, copies(kept(SIZE)));
        Oracle.check(row(7), List.of(-1), (Object) INPUT);
        Oracle.check(row(7), List.of(0), (Object) INPUT);
        Oracle.check(kept(9), List.of(-1, -1, -1), (Object) INPUT);
        Oracle.check(kept(9), List.of(-1, -1, 0), (Object) INPUT);
    }

    @Test
    void branchesThatWriteToAnInputWorkOnOneCopy() {
        assertTrue(copies(branches(SIZE)) <= 6, copies(branches(SIZE)) + " copies");
        Oracle.check(branches(9), List.of(-1), INPUT, true);
        Oracle.check(branches(9), List.of(0), INPUT, false);
        Oracle.check(arrays(9), List.of(-1), (Object) INPUT);
    }

    @Test
    void textGrowsAsTheFunctionDoes() {
        for (IntFunction<String> program : List.<IntFunction<String>>of(LongFunctionsTest::row, LongFunctionsTest::branches, LongFunctionsTest::arrays)) {
            double factor = (double) emitted(program.apply(9 * SIZE)).length() / emitted(program.apply(3 * SIZE)).length();
            assertTrue(factor < 3.3, "three times the equations give " + factor + " times the text: " + program.apply(3));
        }
    }
}
