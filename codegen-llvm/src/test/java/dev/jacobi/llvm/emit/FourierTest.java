package dev.jacobi.llvm.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Module;
import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import dev.jacobi.llvm.jit.NativeRun;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Fourier transforms of compiled code against the interpreter's, which are made by the definition, and for long lines against terms of known sums. */
class FourierTest {
    private static String program(String type, int axis, boolean inverse) {
        return "f(re:" + type + ", im:" + type + ") { a, b = fft[" + axis + (inverse ? " reverse" : "") + "] re im; return a, b }";
    }

    private static NativeRun code(String program) {
        Module m = Parser.parseModule(program);
        return new NativeRun(Emitter.emit(new CompileRequest(m, "f", List.of(-1, -1), false, 2), 64, true), true);
    }

    private static double[] doubles(Random r, int n) {
        return r.doubles(n, -1, 1).toArray();
    }

    private static void close(List<Tensor> expected, List<Tensor> got, double bound, String what) {
        double norm = 0;
        double error = 0;
        for (int k = 0; k < 2; k++) {
            for (int i = 0; i < expected.get(k).size(); i++) {
                double x = expected.get(k).get(i).asDouble();
                norm += x * x;
                error += Math.pow(x - got.get(k).get(i).asDouble(), 2);
            }
        }
        assertTrue(Math.sqrt(error) <= bound * Math.sqrt(norm), what + ": " + Math.sqrt(error / norm));
    }

    private static void check(String program, double bound, Tensor re, Tensor im, NativeRun code) {
        List<Tensor> in = List.of(re, im);
        NativeRun.Outcome got = code.run(in);
        close(Interpreter.run(Parser.parseModule(program), "f", in), got.results(), bound, program + " of " + Arrays.toString(re.dims()));
    }

    @Test
    void allShortLengths() {
        var r = new Random(1);
        for (boolean inverse : new boolean[] {false, true}) {
            String program = program("f64[n]", 0, inverse);
            NativeRun code = code(program);
            for (int n = 0; n <= 64; n++) {
                check(program, 1e-14, Tensor.of(doubles(r, n), n), Tensor.of(doubles(r, n), n), code);
            }
        }
    }

    @Test
    void allAxesAndTypes() {
        var r = new Random(2);
        for (int axis = 0; axis < 3; axis++) {
            String wide = program("f64[a,b,c]", axis, axis == 1);
            check(wide, 1e-14, Tensor.of(doubles(r, 60), 3, 4, 5), Tensor.of(doubles(r, 60), 3, 4, 5), code(wide));
            String narrow = program("f32[a,b,c]", axis, axis != 1);
            float[] re = new float[60];
            float[] im = new float[60];
            for (int i = 0; i < 60; i++) {
                re[i] = r.nextFloat();
                im[i] = r.nextFloat();
            }
            check(narrow, 1e-7, Tensor.of(re, 5, 3, 4), Tensor.of(im, 5, 3, 4), code(narrow));
        }
        String none = program("f64[a,b]", 1, false);
        assertEquals(0, code(none).run(List.of(Tensor.of(new double[0], 0, 4), Tensor.of(new double[0], 0, 4))).results().get(0).size());
    }

    @Test
    void manyLinesTogether() {
        var r = new Random(3);
        String program = program("f64[a,b]", 1, false);
        check(program, 1e-14, Tensor.of(doubles(r, 20_000 * 3), 20_000, 3), Tensor.of(doubles(r, 20_000 * 3), 20_000, 3), code(program));
    }

    /** Lines of one wave: exp(2 pi i k p / n) has n at k = p and nothing elsewhere; and the inverse of the transform of noise is the noise. */
    @Test
    void longLengths() {
        NativeRun forward = code(program("f64[n]", 0, false));
        NativeRun back = code(program("f64[n]", 0, true));
        var r = new Random(4);
        for (int n : new int[] {997, 10_007, 65_537, 65_536, 100_000, 1 << 20}) {
            double bound = 1e-14 * Math.log(n) / Math.log(2);
            int p = n / 3;
            double[] re = new double[n];
            double[] im = new double[n];
            double[] peak = new double[n];
            peak[p] = n;
            for (int k = 0; k < n; k++) {
                double angle = 2 * Math.PI * ((long) k * p % n) / n;
                re[k] = Math.cos(angle);
                im[k] = Math.sin(angle);
            }
            close(List.of(Tensor.of(peak, n), Tensor.of(new double[n], n)), forward.run(List.of(Tensor.of(re, n), Tensor.of(im, n))).results(), bound, "a wave of " + n);
            List<Tensor> noise = List.of(Tensor.of(doubles(r, n), n), Tensor.of(doubles(r, n), n));
            close(noise, back.run(forward.run(noise).results()).results(), bound, "there and back, " + n);
        }
    }

    @Test
    void inALoop() {
        String program = """
            f(re:f64[a,b], im:f64[a,b]) { n = dim[0] re; m = dim[1] re
              x, y = map[a](n) { i -> u = index re i; v = index im i; p, q = fft[0] u v; yield p, q }
              return x, y }
            """;
        var r = new Random(5);
        check(program, 1e-14, Tensor.of(doubles(r, 600), 100, 6), Tensor.of(doubles(r, 600), 100, 6), code(program));
    }
}
