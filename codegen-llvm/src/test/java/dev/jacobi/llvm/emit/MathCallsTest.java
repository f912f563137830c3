package dev.jacobi.llvm.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Module;
import dev.jacobi.ir.harness.Comparison;
import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import dev.jacobi.llvm.LlvmModule;
import dev.jacobi.llvm.jit.NativeRun;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Mathematical functions that are called because there are many uses of them give the bits of those that are put in place. */
class MathCallsTest {
    private static final List<String> FUNCTIONS = List.of("sin", "exp", "log", "pow", "atan", "tanh", "lgamma", "cbrt");
    private static final double[] X = {0.3, -0.0, 1e-310, 2.5, -3.75, 1e9, 4e300, Double.NaN, Double.POSITIVE_INFINITY, 0.0, -1e-3, 88.0, 1.0, -2.0, 700.5, 1e17, 0.1, 7.0, -19.5};

    /** Twice everywhere, and once where a condition holds that differs from lane to lane. */
    private static String program(List<String> functions, String type) {
        var text = new StringBuilder("f(a:%s[n], b:%s[n]) {\n n = dim[0] a\n".formatted(type, type));
        var results = new ArrayList<String>();
        for (String f : functions) {
            String y = f.equals("pow") ? " z" : "";
            text.append((" r_%s = map(n) { i -> x = index a i; z = index b i; t = %s x%s; u = %s t%s; c = gt x z; w = cond c { v = %s z%s; yield v } { yield u }; yield w }\n")
                .formatted(f, f, y, f, y, f, y));
            results.add("r_" + f);
        }
        return text + " return " + String.join(", ", results) + " }";
    }

    private static LlvmModule emitted(String text, int vectorBytes) {
        Module m = Parser.parseModule(text);
        Verifier.verify(m);
        return Emitter.emit(new CompileRequest(m, "f", Collections.nCopies(m.get("f").out().size(), -1), false, 1), vectorBytes, true);
    }

    private static List<Tensor> arguments(String type) {
        double[] y = X.clone();
        for (int i = 0; i < y.length; i++) {
            y[i] = X[X.length - 1 - i];
        }
        if (type.equals("f64")) {
            return List.of(Tensors.of(X.clone()), Tensors.of(y));
        }
        var floats = new float[2][X.length];
        for (int i = 0; i < X.length; i++) {
            floats[0][i] = (float) X[i];
            floats[1][i] = (float) y[i];
        }
        return List.of(Tensors.of(floats[0]), Tensors.of(floats[1]));
    }

    private static void same(String type, int vectorBytes, String symbol) {
        LlvmModule all = emitted(program(FUNCTIONS, type), vectorBytes);
        assertTrue(all.text().contains("@math.sin." + symbol + "("), all.text());
        List<Tensor> together = new NativeRun(all, false).run(arguments(type)).results();
        for (int k = 0; k < FUNCTIONS.size(); k++) {
            LlvmModule alone = emitted(program(List.of(FUNCTIONS.get(k)), type), vectorBytes);
            assertTrue(!alone.text().contains("@math."), alone.text());
            Tensor want = new NativeRun(alone, false).run(arguments(type)).results().get(0);
            Comparison.EXACT.check(FUNCTIONS.get(k) + " of " + type + " in vectors of " + vectorBytes + " bytes", want, together.get(k));
        }
    }

    @Test
    void sameBitsOneByOne() {
        same("f64", 0, "f64");
    }

    @Test
    void sameBitsInLanes() {
        same("f64", 64, "f64.v8");
    }

    @Test
    void sameBitsOfFloats() {
        same("f32", 32, "f32.v4");
    }

    /** A formula stands in the text once, whatever the number of uses. */
    @Test
    void textIsBounded() {
        var text = new StringBuilder("f(x0:f64[]) {\n");
        for (int k = 1; k <= 1000; k++) {
            text.append("y%d = add x%d 0.25:f64\n x%d = sin y%d\n".formatted(k, k - 1, k, k));
        }
        String made = emitted(text.append("return x1000 }").toString(), 64).text();
        assertEquals(1000, made.split("call double @math.sin.f64", -1).length - 1);
        assertTrue(made.length() < 200_000, made.length() + " characters");
    }
}
