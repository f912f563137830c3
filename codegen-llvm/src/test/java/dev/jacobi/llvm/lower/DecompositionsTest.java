package dev.jacobi.llvm.lower;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.harness.Comparison;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import dev.jacobi.llvm.LlvmModule;
import dev.jacobi.llvm.jit.NativeRun;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Factors by the native library, or by loops where there is little to do, are the interpreter's; of vectors, which have either sign, what does not depend on it. */
@Tag("slow")
class DecompositionsTest {
    private static final int[][] SHAPES = {{1, 1}, {2, 2}, {3, 5}, {5, 3}, {12, 12}, {40, 9}, {9, 40}, {1, 70}, {70, 1}, {0, 4}, {4, 0}};

    private static Tensor random(String t, int... dims) {
        int n = 1;
        for (int d : dims) {
            n *= d;
        }
        var r = new Random(n);
        double[] x = r.doubles(n, -1, 1).toArray();
        if (t.equals("f64")) {
            return new Tensor(DType.F64, dims, x);
        }
        float[] y = new float[n];
        for (int i = 0; i < n; i++) {
            y[i] = (float) x[i];
        }
        return new Tensor(DType.F32, dims, y);
    }

    private static NativeRun compiled(String text) {
        Module m = Parser.parseModule(text);
        LlvmModule code = Emitter.emit(new CompileRequest(m, "f", Collections.nCopies(m.get("f").out().size(), -1), false, 2), 64);
        assertTrue(code.library());
        var run = new NativeRun(code, false);
        assertNull(NativeRun.withoutLibrary());
        return run;
    }

    private static void check(String t, boolean square, String text) {
        String typed = text.replaceAll("\\bR\\b", t);
        NativeRun matrix = compiled("f(a:" + t + "[n,m]) { " + typed + " }");
        String more = typed.replaceAll("\\[(\\d); (\\d); ; \\]", "[!$1; !$2; 0; 0]").replace("!0", "1").replace("!1", "2");
        NativeRun batch = compiled("f(a:" + t + "[k,n,m]) { " + more + " }");
        var same = Comparison.ofLargest(t.equals("f64") ? 1e-12 : 1e-4);
        for (int[] s : SHAPES) {
            if (!square || s[0] == s[1]) {
                Tensor one = random(t, s);
                same.check(text + " of " + s[0] + " rows", Interpreter.run(module(t, "n,m", typed), "f", List.of(one)), matrix.run(List.of(one)).results());
                Tensor many = random(t, 3, s[0], s[1]);
                same.check(text + " of three with " + s[0] + " rows", Interpreter.run(module(t, "k,n,m", more), "f", List.of(many)), batch.run(List.of(many)).results());
            }
        }
    }

    private static Module module(String t, String dims, String body) {
        return Parser.parseModule("f(a:" + t + "[" + dims + "]) { " + body + " }");
    }

    @ParameterizedTest
    @ValueSource(strings = {"f32", "f64"})
    void elimination(String t) {
        check(t, false, "b, p, q = lu a; return b, p, q");
    }

    @ParameterizedTest
    @ValueSource(strings = {"f32", "f64"})
    void reflections(String t) {
        check(t, false, "q, r = qr[reduced] a; return q, r");
        check(t, false, "q, r = qr[full] a; return q, r");
    }

    @ParameterizedTest
    @ValueSource(strings = {"f32", "f64"})
    void eigenvalues(String t) {
        for (String half : List.of("lower", "upper")) {
            check(t, true, "w, v = eigh[" + half + "] a; c = mul v v; d = dot_general[0; 0; ; ] v v; x = dot_general[0; 0; ; ] a v; y = mul x v; return w, c, d, y");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"f32", "f64"})
    void singularValues(String t) {
        check(t, false, "u, s, v = svd[reduced] a; c = mul u u; d = mul v v; e = dot_general[0; 0; ; ] u u; x = dot_general[0; 0; ; ] u a; y = mul x v; return c, s, d, e, y");
        check(t, false, "u, s, v = svd[full] a; d = dot_general[0; 0; ; ] u u; e = dot_general[1; 1; ; ] v v; return s, d, e");
        check(t, false, "s = svd[values] a; return s");
    }

    /** What is not a number anywhere makes all of the results NaN, in the library, in loops and in the interpreter. */
    @ParameterizedTest
    @ValueSource(ints = {2, 12})
    void notANumber(int n) {
        double[] x = new Random(1).doubles(n * n).toArray();
        x[n] = Double.NaN;
        var a = new Tensor(DType.F64, new int[] {n, n}, x);
        String text = "f(a:f64[n,m]) { w, v = eigh[lower] a; u, s, t = svd[reduced] a; return w, v, u, s, t }";
        List<Tensor> have = compiled(text).run(List.of(a)).results();
        Comparison.EXACT.check("NaN", Interpreter.run(Parser.parseModule(text), "f", List.of(a)), have);
        for (Tensor r : have) {
            assertTrue(Arrays.stream((double[]) r.data()).allMatch(Double::isNaN));
        }
    }

    /** A pivot of zero divides nothing. */
    @Test
    void singular() {
        for (int n : new int[] {3, 9}) {
            double[] x = new double[n * n];
            for (int i = 0; i < n * n; i++) {
                x[i] = i / n % 2 == 0 ? 1 + i % n % 3 : 0;
            }
            var a = new Tensor(DType.F64, new int[] {n, n}, x);
            String text = "f(a:f64[n,m]) { b, p, q = lu a; return b, q }";
            Comparison.ofLargest(1e-14).check("singular", Interpreter.run(Parser.parseModule(text), "f", List.of(a)), compiled(text).run(List.of(a)).results());
        }
    }
}
