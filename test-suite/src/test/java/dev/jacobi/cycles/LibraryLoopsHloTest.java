// Cholesky's factor and triangular systems as people write them, in every order of the loops: the library's operation in fast mode, with the loops' results; what is nearly such a loop stays one.
package dev.jacobi.cycles;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.Fn1;
import dev.jacobi.Fn2;
import dev.jacobi.Fp;
import dev.jacobi.Jacobi;
import dev.jacobi.Lowered;
import dev.jacobi.Options;
import dev.jacobi.texts.DeviceTexts;
import dev.jacobi.tpu.Lazily;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class LibraryLoopsHloTest {
    private static final Options FAST = Options.DEFAULT.fp(Fp.FAST);
    private static final double TOLERANCE = 1e-3;

    /** A method lowered, and how many of the library's operations it has to have. */
    private record Row(String name, Lowered lowered, int operations) {
    }

    private static int operations(String text) {
        return text.split("stablehlo.cholesky |\"stablehlo.triangular_solve\"", -1).length - 1;
    }

    private static <A, R> Row row(String name, int operations, Fn1<A, R> f, A a) {
        return new Row(name, Jacobi.lower(Jacobi.jit(f, FAST), new Object[] {a}), operations);
    }

    private static <A, B, R> Row row(String name, int operations, Fn2<A, B, R> f, A a, B b) {
        return new Row(name, Jacobi.lower(Jacobi.jit(f, FAST), a, b), operations);
    }

    private static float[] flat(float[][] a) {
        float[] out = new float[a.length * a.length];
        for (int i = 0; i < a.length; i++) {
            System.arraycopy(a[i], 0, out, i * a.length, a.length);
        }
        return out;
    }

    @TestFactory
    Stream<DynamicTest> loops() {
        var oracle = Lazily.oracle();
        float[][] a = MethodTable.dominant(7);
        float[] b = MethodTable.floats(7);
        var rows = new ArrayList<Row>(List.of(
            row("by rows", 1, TriangularLoops::choleskyRows, a), row("by rows, diagonal apart", 1, TriangularLoops::choleskyDiagonal, a),
            row("by columns", 1, TriangularLoops::choleskyColumns, a), row("right-looking", 1, TriangularLoops::choleskyRight, a), row("flat", 1, TriangularLoops::choleskyFlat, flat(a)),
            row("in place", 1, TriangularLoops::choleskyInPlace, a), row("upper factor", 1, TriangularLoops::choleskyUpper, a),
            row("solve", 1, TriangularLoops::lower, a, b), row("solve column by column", 1, TriangularLoops::lowerColumns, a, b), row("solve, unit diagonal", 1, TriangularLoops::unit, a, b),
            row("solve upper", 1, TriangularLoops::upper, a, b), row("solve transposed", 1, TriangularLoops::transposed, a, b), row("solve flat", 1, TriangularLoops::flat, flat(a), b),
            row("solve in place", 1, TriangularLoops::inPlace, a, b), row("factor and solve", 3, TriangularLoops::system, a, b),
            row("gradient of a solution", 2, Jacobi.grad((float[] r, float[][] m) -> MethodTable.half(TriangularLoops.lower(m, r))), b, a),
            row("gradient of the factor", 3, Jacobi.grad((float[][] m) -> MethodTable.half(TriangularLoops.choleskyRight(m))), a),
            row("jitter", 0, TriangularLoops::jitter, a), row("one row less", 0, TriangularLoops::short1, a, b), row("upper half read", 0, TriangularLoops::average, a),
            row("elements left out", 0, TriangularLoops::clipped, a, b), row("the other half changed", 0, TriangularLoops::wholeSquare, MethodTable.dominant(7)),
            row("left out in large systems", 0, TriangularLoops::wrapped, a, b), row("left out by a counter", 0, TriangularLoops::doubled, a, b),
            row("left out by what is handed on", 0, TriangularLoops::handedOn, a, b)));
        return rows.stream().map(r -> DynamicTest.dynamicTest(r.name, () -> {
            assertEquals(r.operations, operations(r.lowered.text("stablehlo")), () -> r.lowered.text("stablehlo"));
            new DeviceTexts(r.name, r.lowered).jaxlibFast(oracle.get(), TOLERANCE);
        })).onClose(oracle::stop);
    }
}
