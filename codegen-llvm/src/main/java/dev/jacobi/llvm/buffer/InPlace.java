package dev.jacobi.llvm.buffer;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which operands an equation overwrites, and how the carries of loops hang together. */
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

    /** A loop's carried values: initial atom, parameter of the body, what the body yields for it, result. */
    public record Carry(int operand, Atom init, Var param, Atom yield, Var out) {
    }

    /** Carries of for and while, destinations of map and reduce; empty for other equations. */
    public static List<Carry> carries(Eqn e) {
        if (Regions.of(e).isEmpty()) {
            return List.of();
        }
        var out = new ArrayList<Carry>();
        if (e.prim() == Prim.WHILE) {
            Region b = ((Params.While) e.params()).body();
            for (int k = 0; k < e.in().size(); k++) {
                out.add(new Carry(k, e.in().get(k), b.params().get(k), b.out().get(k), e.out().get(k)));
            }
        } else if (e.prim() == Prim.FOR || e.prim() == Prim.MAP) {
            Region b = ((Params.Loop) e.params()).body();
            for (int k = 1; k < e.in().size(); k++) {
                out.add(new Carry(k, e.in().get(k), b.params().get(k), b.out().get(k - 1), e.out().get(k - 1)));
            }
        } else if (e.prim() == Prim.REDUCE) {
            Params.Fold f = (Params.Fold) e.params();
            int ops = f.ops().size();
            for (int k = 1 + ops; k < e.in().size(); k++) {
                int d = k - 1 - ops;
                out.add(new Carry(k, e.in().get(k), f.body().params().get(1 + d), f.body().out().get(ops + d), e.out().get(ops + d)));
            }
        }
        return out;
    }
}
