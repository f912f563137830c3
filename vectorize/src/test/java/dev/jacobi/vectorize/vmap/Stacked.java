package dev.jacobi.vectorize.vmap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jacobi.ir.Module;
import dev.jacobi.ir.harness.Comparison;
import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import java.util.ArrayList;
import java.util.List;

/** The meaning of vmap, written out: take each example, run the function on it, stack the results. */
final class Stacked {
    private Stacked() {
    }

    /** {@code have} along {@code axis} is, bit for bit, these examples; a batch without examples is one of no elements. */
    static void same(String where, List<Tensor> want, Tensor have, int axis) {
        assertEquals(want.size(), have.dims()[axis], where + ": lanes");
        if (want.isEmpty()) {
            assertEquals(0, have.size(), where);
        }
        for (int lane = 0; lane < want.size(); lane++) {
            Comparison.EXACT.check(where + ", lane " + lane, want.get(lane), Tensors.part(have, axis, lane));
        }
    }

    /** The lanes' results, by output; {@code inAxes} as for {@link Batch#of}. */
    static List<List<Tensor>> run(Module m, String entry, List<Integer> inAxes, int lanes, List<Tensor> in) {
        var out = new ArrayList<List<Tensor>>();
        m.get(entry).out().forEach(o -> out.add(new ArrayList<>()));
        for (int lane = 0; lane < lanes; lane++) {
            var mine = new ArrayList<Tensor>();
            for (int k = 0; k < in.size(); k++) {
                mine.add(inAxes.get(k) < 0 ? in.get(k) : Tensors.part(in.get(k), inAxes.get(k), lane));
            }
            List<Tensor> r = Interpreter.run(m, entry, mine);
            for (int k = 0; k < r.size(); k++) {
                out.get(k).add(r.get(k));
            }
        }
        return out;
    }
}
