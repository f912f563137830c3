package dev.jacobi.llvm.plan;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A carry whose values in all lanes follow from those of the lanes in a few steps, each twice as far as the one before: a running sum, {@code s += x}, or product, or extreme, or what the last trip had that had
 * anything, {@code if (c) s = x}.
 *
 * @param chain the equations that make the next value of the one before, in their order
 * @param op what the values are joined by; null where the last one counts
 * @param terms what is joined to the carry, in the order of the chain, with those that are taken away marked; or the only value that takes its place
 * @param condition where it takes its place; null for {@code op}
 * @param total whether nothing asks what it is between the trips: each lane then joins its own terms, and the lanes are joined behind the last trip
 */
public record Running(RegionView.Slot slot, List<Eqn> chain, Prim op, List<Term> terms, Condition condition, boolean total) {
    /** Steps of a chain that are looked at. */
    private static final int LONGEST = 16;

    /** A term, and whether it is subtracted. */
    public record Term(Atom value, boolean away) {
    }

    /** A new value comes where the selector is, or is not, true. */
    public record Condition(Atom selector, boolean when) {
    }

    /** The carry as such a one; null when it is none. {@code missing} is what is not known yet, {@code uses} counts who reads a variable; with {@code fast} floats may be added in any order. */
    static Running of(List<Eqn> body, RegionView.Slot slot, Set<? extends Atom> missing, Map<Integer, Integer> uses, boolean fast) {
        DType t = slot.param().dtype();
        boolean register = t == DType.I32 || t == DType.I64 || t == DType.F32 || t == DType.F64;
        Eqn last = slot.yield() instanceof Var v ? Regions.definition(body, v) : null;
        if (last == null || !register || !slot.param().type().isScalar()) {
            return null;
        }
        return last.prim() == Prim.COND || last.prim() == Prim.SELECT ? filled(slot, last, missing) : folded(body, slot, last, missing, uses, fast);
    }

    private static Running folded(List<Eqn> body, RegionView.Slot slot, Eqn last, Set<? extends Atom> missing, Map<Integer, Integer> uses, boolean fast) {
        DType t = slot.param().dtype();
        Prim op = last.prim() == Prim.SUB ? Prim.ADD : last.prim();
        boolean exact = !t.isFloat() || op == Prim.MIN || op == Prim.MAX;
        if (!op.isFold() || !exact && !fast) {
            return null;
        }
        var chain = new ArrayList<Eqn>();
        var terms = new ArrayList<Term>();
        Eqn e = last;
        while (e != null && chain.size() < LONGEST && (e.prim() == op || e.prim() == Prim.SUB && op == Prim.ADD) && (e == last || uses.getOrDefault(e.result().id(), 0) == 1)) {
            boolean second = missing.contains(e.in().get(1));
            if (second && (e.prim() == Prim.SUB || missing.contains(e.in().get(0))) || !missing.contains(e.in().get(second ? 1 : 0))) {
                return null;
            }
            chain.add(0, e);
            terms.add(0, new Term(e.in().get(second ? 0 : 1), e.prim() == Prim.SUB));
            Atom inner = e.in().get(second ? 1 : 0);
            if (inner.equals(slot.param())) {
                boolean total = uses.get(slot.param().id()) == 1 && uses.get(last.result().id()) == 1;
                return new Running(slot, List.copyOf(chain), op, List.copyOf(terms), null, total);
            }
            e = Regions.definition(body, inner);
        }
        return null;
    }

    /** A choice between the carry and a value that does not depend on it. */
    private static Running filled(RegionView.Slot slot, Eqn choice, Set<? extends Atom> missing) {
        Atom selector = choice.in().get(0);
        if (choice.out().size() != 1 || selector.dtype() != DType.BOOL || missing.contains(selector)) {
            return null;
        }
        boolean select = choice.prim() == Prim.SELECT;
        List<Region> ways = Regions.of(choice);
        if (!select && ways.size() != 2) {
            return null;
        }
        for (boolean when : new boolean[] {false, true}) {
            Atom kept = select ? choice.in().get(when ? 2 : 1) : ways.get(when ? 0 : 1).out().get(0);
            Atom taken = select ? choice.in().get(when ? 1 : 2) : ways.get(when ? 1 : 0).out().get(0);
            boolean plain = select || ways.get(when ? 0 : 1).body().isEmpty() && Regions.captures(ways.get(when ? 1 : 0)).stream().noneMatch(missing::contains);
            if (kept.equals(slot.param()) && !missing.contains(taken) && plain) {
                return new Running(slot, List.of(choice), null, List.of(new Term(taken, false)), new Condition(selector, when), false);
            }
        }
        return null;
    }
}
