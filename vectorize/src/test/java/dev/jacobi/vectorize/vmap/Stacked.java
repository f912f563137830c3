package dev.jacobi.vectorize.vmap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The meaning of vmap, written out: take each example, run the function on it, stack the results. */
final class Stacked {
    private Stacked() {
    }

    /** Example {@code lane} of a batch along the axis. */
    static Tensor part(Tensor t, int axis, int lane) {
        int[] dims = new int[t.dims().length - 1];
        System.arraycopy(t.dims(), 0, dims, 0, axis);
        System.arraycopy(t.dims(), axis + 1, dims, axis, dims.length - axis);
        int inner = count(t.dims(), axis + 1);
        int n = count(dims, 0);
        Object data = Array.newInstance(t.data().getClass().getComponentType(), n);
        for (int k = 0; k < n; k++) {
            Array.set(data, k, Array.get(t.data(), (k / inner * t.dims()[axis] + lane) * inner + k % inner));
        }
        return new Tensor(t.dtype(), dims, data);
    }

    private static int count(int[] dims, int from) {
        return Arrays.stream(dims, from, dims.length).reduce(1, (a, b) -> a * b);
    }

    /** {@code have} along {@code axis} is, bit for bit, these examples; a batch without examples is one of no elements. */
    static void same(String where, List<Tensor> want, Tensor have, int axis) {
        assertEquals(want.size(), have.dims()[axis], where + ": lanes");
        if (want.isEmpty()) {
            assertEquals(0, have.size(), where);
        }
        for (int lane = 0; lane < want.size(); lane++) {
            Tensor part = part(have, axis, lane);
            assertEquals(want.get(lane).dtype(), part.dtype(), where);
            assertArrayEquals(want.get(lane).dims(), part.dims(), where + ", lane " + lane);
            for (int k = 0; k < part.size(); k++) {
                Lit a = want.get(lane).get(k);
                Lit b = part.get(k);
                boolean nan = a.dtype().isFloat() && Double.isNaN(a.asDouble()) && Double.isNaN(b.asDouble());
                assertEquals(nan ? b : a, b, where + ", lane " + lane + ", element " + k);
            }
        }
    }

    /** The lanes' results, by output; {@code inAxes} as for {@link Batch#of}. */
    static List<List<Tensor>> run(Module m, String entry, List<Integer> inAxes, int lanes, List<Tensor> in) {
        var out = new ArrayList<List<Tensor>>();
        m.get(entry).out().forEach(o -> out.add(new ArrayList<>()));
        for (int lane = 0; lane < lanes; lane++) {
            var mine = new ArrayList<Tensor>();
            for (int k = 0; k < in.size(); k++) {
                mine.add(inAxes.get(k) < 0 ? in.get(k) : part(in.get(k), inAxes.get(k), lane));
            }
            List<Tensor> r = Interpreter.run(m, entry, mine);
            for (int k = 0; k < r.size(); k++) {
                out.get(k).add(r.get(k));
            }
        }
        return out;
    }
}
