package dev.jacobi.llvm.choice;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Definitions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Choices of what a loop hands to its next trip, between values that are there long before it is known which of them it is: {@code if (error < tolerance) y = next; else h *= 0.5;}. A select waits for the error in
 * each trip. A processor that foresees a branch begins the next trip meanwhile, and where it errs in half of the cases, it has still lost less than the select, once the error takes twice as long as beginning again.
 * The same holds where one of the values is there from the beginning and the other one takes long: {@code if (w < floor) w = floor;} after a division by which {@code w} follows from the trip before.
 */
public final class LateChoices {
    /** Cycles between what is chosen from and the choice, from which a branch is better however often it is foreseen: what is lost where it is not. */
    private static final double LATE = 24;
    /** The same between one of the values and the choice, where the other one takes so long: trips that take it have waited in any case. */
    private static final double ONE_EARLY = 40;
    /** The same where reals are compared and it is not simply the larger or the smaller of them that goes on, {@code if (v > 1) { v = 0; spikes++; }}: a select waits for as long as four additions take, and trips that begin anew wait for none. */
    private static final double ANEW = 12;
    /** Bodies with more equations keep choices in their order, as values may have to go to memory where they are defined. */
    private static final int SHORT = 200;
    /** Cycles of a loop inside, or of a call. */
    private static final double LONG = 100;
    private final Set<Var> found = new HashSet<>();
    /** When values are there, in cycles from the beginning of a trip; what does not follow from what is chosen is there from the beginning. */
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
        List<Eqn> body = loop.body().body();
        if (body.size() > SHORT) {
            return;
        }
        Definitions defs = Definitions.in(body);
        Map<Atom, List<RegionView.Slot>> chosen = new LinkedHashMap<>();
        for (RegionView.Slot s : loop.carried()) {
            Eqn e = defs.of(s.yield());
            if (e != null && s.param().type().isScalar() && Definitions.ways(e, s.yield()) != null && e.in().get(0).dtype() == DType.BOOL) {
                chosen.computeIfAbsent(e.in().get(0), c -> new ArrayList<>()).add(s);
            }
        }
        chosen.forEach((condition, slots) -> {
            double early = asksReals(condition, defs) && slots.stream().noneMatch(s -> isExtreme(condition, s, defs)) ? ANEW : ONE_EARLY;
            if (lead(condition, slots, body, defs) >= LATE || Math.max(ofOneWay(condition, slots, defs, true), ofOneWay(condition, slots, defs, false)) >= early) {
                body.stream().filter(e -> isChoice(e) && e.in().get(0).equals(condition)).forEach(e -> found.add(e.out().get(0)));
            }
        });
    }

    /** Whether reals are compared for it. */
    private static boolean asksReals(Atom condition, Definitions defs) {
        Eqn e = defs.of(condition);
        return e != null && (e.prim().group() == Prim.Group.COMPARE ? e.in().get(0).dtype().isFloat() : (e.prim() == Prim.AND || e.prim() == Prim.OR || e.prim() == Prim.NOT) && e.in().stream().anyMatch(a -> asksReals(a, defs)));
    }

    /** Whether the larger or the smaller of what is compared is chosen, which is a single instruction. */
    private static boolean isExtreme(Atom condition, RegionView.Slot s, Definitions defs) {
        return Set.copyOf(defs.of(condition).in()).equals(Set.copyOf(Definitions.ways(defs.of(s.yield()), s.yield())));
    }

    /** How long after what it chooses from a condition is known that chooses what these slots hand on, counted from what they have been handed: what trips do not wait for has time. */
    private double lead(Atom condition, List<RegionView.Slot> slots, List<Eqn> body, Definitions defs) {
        times.clear();
        slots.forEach(s -> times.put(s.param(), 0.0));
        body.forEach(this::time);
        if (!times.containsKey(condition)) {
            return 0;
        }
        Set<Atom> leading = leading(slots, body, defs);
        return at(condition) - slots.stream().filter(s -> leading.contains(s.param())).flatMap(s -> Definitions.ways(defs.of(s.yield()), s.yield()).stream()).mapToDouble(this::at).max().orElse(0);
    }

    /** How long after all that these slots hand on where the condition is true, or false, it is known to be so; by the times that the lead was counted by. */
    private double ofOneWay(Atom condition, List<RegionView.Slot> slots, Definitions defs, boolean way) {
        return at(condition) - slots.stream().mapToDouble(s -> {
            Eqn e = defs.of(s.yield());
            return at(Definitions.ways(e, s.yield()).get(way == (e.prim() == Prim.SELECT) ? 0 : 1));
        }).max().orElse(0);
    }

    /** The values from which something follows that may be chosen: the others, such as the best value so far, are looked at by the condition alone. */
    private static Set<Atom> leading(List<RegionView.Slot> slots, List<Eqn> body, Definitions defs) {
        var all = new HashSet<Atom>();
        slots.forEach(s -> Definitions.ways(defs.of(s.yield()), s.yield()).stream().filter(w -> slots.stream().noneMatch(o -> o.param().equals(w))).forEach(all::add));
        for (int k = body.size() - 1; k >= 0; k--) {
            if (body.get(k).out().stream().anyMatch(all::contains)) {
                all.addAll(Regions.captures(List.of(body.get(k))));
            }
        }
        return all;
    }

    private static boolean isChoice(Eqn e) {
        return (e.prim() == Prim.SELECT || e.prim() == Prim.COND) && !e.out().isEmpty() && e.out().stream().allMatch(v -> v.type().isScalar());
    }

    private double at(Atom a) {
        return times.getOrDefault(a, 0.0);
    }

    private void time(Eqn e) {
        List<Var> from = Regions.captures(List.of(e)).stream().filter(times::containsKey).toList();
        if (!from.isEmpty()) {
            double begin = 0;
            for (Var v : from) {
                begin = Math.max(begin, at(v));
            }
            double end = begin + cycles(e);
            e.out().forEach(v -> times.put(v, end));
        }
    }

    /** About how long an equation takes once its operands are there. */
    private static double cycles(Eqn e) {
        if (e.prim() == Prim.COND) {
            double most = 0;
            for (Region r : Regions.of(e)) {
                double sum = 0;
                for (Eqn x : r.body()) {
                    sum += cycles(x);
                }
                most = Math.max(most, sum);
            }
            return most;
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
