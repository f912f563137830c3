package dev.jacobi.llvm.math;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import dev.jacobi.llvm.jit.NativeRun;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Native code of every function, in lanes and one by one, gives bit for bit what its formula means: rare lanes beside usual ones too. */
class MathNativeTest {
    /** With {@code mvn -Pfull}; a plain {@code mvn verify} takes two of the three. */
    private static final boolean ALL_WIDTHS = Integer.getInteger("tests.part", 1) == 1;

    static List<Prim> all() {
        return Arrays.stream(Prim.values()).filter(p -> MathLibrary.func(p, DType.F64) != null).toList();
    }

    @ParameterizedTest
    @MethodSource("all")
    void lanes(Prim p) {
        boolean two = p.group() == Prim.Group.BINARY;
        double[] edges = MathLibraryTest.EDGES;
        var random = new Random(7);
        int n = 16 * edges.length + 5;
        double[] x = new double[n];
        double[] y = new double[n];
        for (int k = 0; k < n; k++) {
            x[k] = k % 3 == 0 ? edges[random.nextInt(edges.length)] : random.nextGaussian() * 3;
            y[k] = k % 5 == 0 ? edges[random.nextInt(edges.length)] : random.nextGaussian() * 3;
        }
        Module m = Parser.parseModule("f(n:i32[], a:f64[n], b:f64[n]) {\n c:f64[n] = map[n](n) { i:i32[] ->\n x:f64[] = index a i\n z:f64[] = index b i\n"
            + " y:f64[] = " + p.text() + " x" + (two ? " z" : "") + "\n yield y\n }\n return c\n}\n");
        CompiledFunc.Fn f = CompiledFunc.compile(MathLibrary.func(p, DType.F64));
        for (int bytes : ALL_WIDTHS ? new int[] {64, 32, 0} : new int[] {64, p.ordinal() % 2 == 0 ? 32 : 0}) {
            var code = new NativeRun(Emitter.emit(new CompileRequest(m, "f", List.of(-1), false, 1), bytes), false);
            double[] got = (double[]) code.run(List.of(Tensor.of(Lit.i32(n)), Tensor.of(x), Tensor.of(y))).results().get(0).data();
            for (int k = 0; k < n; k++) {
                assertEquals(f.apply(x[k], y[k]), got[k], p.text() + "(" + x[k] + ", " + y[k] + ") with vectors of " + bytes + " bytes");
            }
        }
    }
}
