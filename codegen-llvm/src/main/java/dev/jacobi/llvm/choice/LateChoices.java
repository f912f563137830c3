package dev.jacobi.llvm.choice;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Choices of what a loop hands to its next trip, between values that are there long before it is known which of them it is: {@code if (error < tolerance) y = next; else h *= 0.5;}. A select waits for the error in
 * each trip. A processor that foresees a branch begins the next trip meanwhile, and where it errs in half of the cases, it has still lost less than the select, once the error takes twice as long as beginning again.
 */
public final class LateChoices {
    /** Cycles between what is chosen from and the choice, from which a branch is better however often it is foreseen: what is lost where it is not. */
    private static final double LATE = 24;
    /** Cycles of a loop inside, or of a call. */
    private static final double LONG = 100;
    private final Set<Var> found = new HashSet<>();
    /** When values are there, in cycles from the beginning of a trip; what no trip waits for is there from the beginning. */
    private final Map<Atom, Double> times = new HashMap<>();

    private LateChoices() {
    }

    /** The first results of the selects and conds that choose so. */
    public static Set<Var> of(Func f) {
        var all = new LateChoices();
        Regions.each(f.body(), e -> {
            if (e.prim() == Prim.WHILE || e.prim() == Prim.FOR) {
                all.loop(RegionView.of(e));
            }
        });
        return Set.copyOf(all.found);
    }

    private void loop(RegionView loop) {
        times.clear();
        loop.params().forEach(p -> times.put(p, 0.0));
        List<Eqn> body = loop.body().body();
        body.forEach(this::time);
        Map<Atom, Double> late = new HashMap<>();
        Definitions defs = Definitions.in(body);
        for (RegionView.Slot s : loop.carried()) {
            Eqn e = defs.of(s.yield());
            List<Atom> ways = e == null || !s.param().type().isScalar() || e.in().isEmpty() || e.in().get(0).dtype() != DType.BOOL ? null : Definitions.ways(e, s.yield());
            if (ways != null) {
                double lead = at(e.in().get(0)) - ways.stream().mapToDouble(this::at).max().orElse(0);
                late.merge(e.in().get(0), lead, Math::min);
            }
        }
        // what is chosen together is there together
        for (Eqn e : body) {
            boolean chooses = (e.prim() == Prim.SELECT || e.prim() == Prim.COND) && !e.out().isEmpty() && e.out().stream().allMatch(v -> v.type().isScalar());
            if (chooses && late.getOrDefault(e.in().get(0), 0.0) >= LATE) {
                found.add(e.out().get(0));
            }
        }
    }

    private double at(Atom a) {
        return times.getOrDefault(a, 0.0);
    }

    private void time(Eqn e) {
        if (e.in().stream().noneMatch(times::containsKey) && Regions.captures(List.of(e)).stream().noneMatch(times::containsKey)) {
            return;
        }
        double start = Regions.captures(List.of(e)).stream().mapToDouble(this::at).max().orElse(0);
        double end = start + cycles(e);
        e.out().forEach(v -> times.put(v, end));
    }

    /** About how long an equation takes once its operands are there. */
    private static double cycles(Eqn e) {
        if (e.prim() == Prim.COND) {
            return Regions.of(e).stream().mapToDouble(r -> r.body().stream().mapToDouble(LateChoices::cycles).sum()).max().orElse(0);
        } else if (!Regions.of(e).isEmpty() || e.prim() == Prim.CALL) {
            return LONG;
        } else if (e.prim() == Prim.INDEX) {
            return 5;
        }
        boolean real = !e.in().isEmpty() && e.in().get(e.in().size() - 1).dtype().isFloat();
        if (real && (e.prim() == Prim.MIN || e.prim() == Prim.MAX || e.prim().group() == Prim.Group.COMPARE)) {
            // zeros of both signs and NaN are looked at, and what is found goes through other registers
            return 9;
        }
        return switch (e.prim().cost()) {
            case ONE, SCALAR, FUSED -> real && e.prim() != Prim.SELECT && e.prim() != Prim.ABS && e.prim() != Prim.NEG ? 4 : 1;
            case FEW -> 8;
            case SEVERAL -> 14;
            case MANY -> 40;
        };
    }
}
