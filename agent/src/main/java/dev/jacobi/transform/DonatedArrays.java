package dev.jacobi.transform;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Type;
import dev.jacobi.lift.request.Program;
import dev.jacobi.lift.request.ValueTree;
import dev.jacobi.spi.Transformation;
import dev.jacobi.transform.program.ArgumentNumbers;
import java.util.ArrayList;
import java.util.List;

/** Arrays that the caller of a compiled function gives away, in whose memory results may be put. */
final class DonatedArrays {
    private DonatedArrays() {
    }

    /** The Java arrays among the leaves of donated arguments that the program does not write anyway; an NDArray never changes. */
    static List<Integer> of(TransformedFunction f, Program p) {
        var out = new ArrayList<Integer>();
        if (f.transformation() instanceof Transformation.Jit j) {
            for (int k : ArgumentNumbers.of(j.donate(), p.args().size(), "donate")) {
                int first = ValueTree.leaves(p.args().subList(0, k)).size();
                List<ValueTree.Leaf> leaves = p.args().get(k).leaves();
                for (int i = 0; i < leaves.size(); i++) {
                    if (!leaves.get(i).isNDArray()) {
                        out.add(first + i);
                    }
                }
            }
        }
        p.writes().forEach(w -> out.remove((Integer) w.input()));
        return out;
    }

    /** The input in whose memory an output fits, an array of the same known extent; -1 when there is none. */
    static int place(Func f, int output, List<Integer> free) {
        Type t = f.out().get(output).type();
        if (t.rank() == 1 && !t.dims().get(0).isUnknown()) {
            for (int i : free) {
                if (f.in().get(i).type().equals(t)) {
                    return i;
                }
            }
        }
        return -1;
    }
}
