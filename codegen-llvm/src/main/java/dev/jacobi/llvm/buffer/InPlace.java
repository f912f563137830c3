package dev.jacobi.llvm.buffer;

import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which operands an equation overwrites. */
public final class InPlace {
    private InPlace() {
    }

    /** Positions of operands whose memory becomes that of a result. {@code calls} says for each callee which input output k overwrites ({@link CallShapes}). */
    public static List<Integer> operands(Eqn e, Map<String, List<Integer>> calls) {
        return switch (e.prim().memory()) {
            case OVERWRITTEN -> List.of(0);
            case LOOP -> e.prim() == Prim.HIST ? List.of(1) : List.of();
            case CALLEE -> {
                var out = new ArrayList<Integer>();
                for (int j : calls.getOrDefault(((Params.Call) e.params()).name(), List.of())) {
                    if (CallShapes.input(j) >= 0) {
                        out.add(CallShapes.input(j));
                    }
                }
                yield out;
            }
            case NEW, SAME, VIEW, PART, CHOSEN, BRANCH -> List.of();
        };
    }
}
