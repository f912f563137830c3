package dev.jacobi.autodiff;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.autodiff.vjp.Vjp;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.harness.Comparison;
import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.simplify.Simplify;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.ir.verify.Verifier;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;

/** Compares gradients with central differences on the interpreter. */
public final class Gradients {
    private Gradients() {
    }

    public static Module module(String text) {
        Module m = text.trim().startsWith("f(") && !text.contains("\n\ng(") ? Module.of("f", Parser.parseFunc(text)) : Parser.parseModule(text);
        Verifier.verify(m);
        return m;
    }

    public static Module simplified(Module m) {
        var out = new LinkedHashMap<String, Func>();
        m.funcs().forEach((name, f) -> out.put(name, new Simplify().run(f)));
        var s = new Module(out);
        Verifier.verify(s);
        return s;
    }

    public static List<Boolean> floats(Func f) {
        return f.in().stream().map(v -> v.dtype().isFloat()).toList();
    }

    /** The gradient of a random weighted sum of all results with respect to all floating inputs agrees with central differences. */
    public static Module check(Module m, String entry, List<Tensor> args, double tolerance) {
        Verifier.verify(m);
        Func f = m.get(entry);
        Module v = Vjp.of(m, entry, floats(f));
        try {
            Verifier.verify(v);
        } catch (RuntimeException e) {
            throw new AssertionError(e.getMessage() + "\n" + v.get("vjp(" + entry + ")"), e);
        }
        Module s = simplified(v);
        for (Module w : List.of(v, s)) {
            compare(m, w, entry, args, tolerance);
        }
        return s;
    }

    static void compare(Module m, Module v, String entry, List<Tensor> args, double tolerance) {
        Func f = m.get(entry);
        List<Tensor> want = Interpreter.run(m, entry, args);
        var random = new Random(5);
        List<Tensor> cts = Tensors.like(Tensors.floats(want), random);
        var in = new ArrayList<Tensor>(args);
        in.addAll(cts);
        List<Tensor> have;
        try {
            have = Interpreter.run(v, "vjp(" + entry + ")", in);
        } catch (RuntimeException e) {
            throw new AssertionError(e + "\n" + v.get("vjp(" + entry + ")"), e);
        }
        Comparison.EXACT.check("primal results", want, have.subList(0, want.size()));
        int g = want.size();
        for (int k = 0; k < args.size(); k++) {
            if (!args.get(k).dtype().isFloat()) {
                continue;
            }
            Tensor grad = have.get(g++);
            assertEquals(Arrays.toString(args.get(k).dims()), Arrays.toString(grad.dims()), "shape of gradient " + k);
            for (int i = 0; i < args.get(k).size(); i++) {
                double numeric = numeric(m, entry, args, cts, k, i);
                double exact = grad.get(i).asDouble();
                if (!(Math.abs(exact - numeric) <= tolerance * Math.max(1, Math.max(Math.abs(numeric), Math.abs(exact))))) {
                    throw new AssertionError("gradient " + k + " at " + i + " is " + exact + ", differences give " + numeric + "\n" + m.get(entry) + v.get("vjp(" + entry + ")"));
                }
            }
        }
        assertEquals(g, have.size());
    }

    private static double numeric(Module m, String entry, List<Tensor> args, List<Tensor> cts, int k, int i) {
        double h = args.get(k).dtype() == DType.F64 ? 1e-6 : 1e-2;
        double x = args.get(k).get(i).asDouble();
        h *= Math.max(1, Math.abs(x));
        double[] f = new double[2];
        double[] at = new double[2];
        for (int side = 0; side < 2; side++) {
            List<Tensor> moved = Tensors.copies(args);
            Array.set(moved.get(k).data(), i, args.get(k).dtype() == DType.F64 ? (Object) (side == 0 ? x - h : x + h) : (Object) (float) (side == 0 ? x - h : x + h));
            at[side] = moved.get(k).get(i).asDouble();
            int c = 0;
            for (Tensor y : Interpreter.run(m, entry, moved)) {
                if (y.dtype().isFloat()) {
                    for (int j = 0; j < y.size(); j++) {
                        f[side] += cts.get(c).get(j).asDouble() * y.get(j).asDouble();
                    }
                    c++;
                }
            }
        }
        return (f[1] - f[0]) / (at[1] - at[0]);
    }

    public static float[] floats(double[] d) {
        float[] f = new float[d.length];
        for (int i = 0; i < d.length; i++) {
            f[i] = (float) d[i];
        }
        return f;
    }

    public static Tensor scalar(double v) {
        return Tensor.of(Lit.f64(v));
    }

    public static Tensor scalar(int v) {
        return Tensor.of(Lit.i32(v));
    }

    /** n numbers between low and high, by a fixed seed. */
    public static Tensor random(long seed, double low, double high, int... dims) {
        return new Tensor(DType.F64, dims, new Random(seed).doubles(Tensors.count(dims), low, high).toArray());
    }
}
