package dev.jacobi.ir.analysis;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds the flags by which a {@code while} with several exits ends: carried values that the condition only compares with a constant
 * ({@code not found}, {@code kind == 13}) and that the body sets. With such a flag tested at the end of the body, where it is made, the loop
 * is left by a branch, and what is chosen by the flag ({@code i' = found ? i : i + 1}) is no longer chosen in each trip: neither way has to
 * wait for the comparison. {@link #staying} is what a trip yields given that the flags let the loop go on, {@link #leaving} given that they end it.
 */
public final class EarlyExit {
    /** A term of the condition: the carry at this position compared with a constant. */
    public record Flag(int position, Prim prim, Lit with) {
    }

    private static final int DEPTH = 8;
    private final Function<Atom, Eqn> definitions;
    private final List<Atom> yields;
    private final Set<Var> made = new HashSet<>();
    private final List<Flag> flags = new ArrayList<>();
    private final Map<List<Atom>, List<Eqn>> comparisons = new HashMap<>();

    /** {@code e} is a while; {@code definitions} gives the equation that makes a variable, null for parameters and literals. */
    public EarlyExit(Function<Atom, Eqn> definitions, Eqn e) {
        this.definitions = definitions;
        Params.While w = (Params.While) e.params();
        yields = w.body().out();
        terms(w.cond(), condition(w.cond()));
        for (Eqn x : w.body().body()) {
            made.addAll(x.out());
            if (x.in().size() == 2 && x.prim().group() == Prim.Group.COMPARE) {
                comparisons.computeIfAbsent(x.in(), k -> new ArrayList<>()).add(x);
            }
        }
    }

    /** The flags; empty when the loop has a single exit. */
    public List<Flag> flags() {
        return flags;
    }

    /**
     * What must be true for the loop to go on. A check in the condition is made whenever the condition is computed, so nothing is known
     * unless it stands in the second part of a short circuit: then it is the first part.
     */
    private Atom condition(Region cond) {
        Atom out = cond.out().get(0);
        Eqn circuit = out instanceof Var v ? definitions.apply(v) : null;
        boolean short1 = circuit != null && circuit.prim() == Prim.COND && circuit.in().get(0).dtype() == DType.BOOL
            && Regions.of(circuit).get(0).out().get(circuit.out().indexOf(out)).equals(Lit.bool(false));
        boolean fails = Regions.any(cond.body().stream().filter(x -> !short1 || x != circuit).toList(), y -> y.prim() == Prim.CHECK || y.prim() == Prim.CALL);
        return fails ? Lit.bool(true) : short1 ? circuit.in().get(0) : out;
    }

    private void terms(Region cond, Atom a) {
        Eqn e = a instanceof Var v ? definitions.apply(v) : null;
        if (e == null) {
            flag(cond, a, Prim.EQ, Lit.bool(true));
        } else if (e.prim() == Prim.AND && a.dtype() == DType.BOOL) {
            e.in().forEach(x -> terms(cond, x));
        } else if (e.prim() == Prim.NOT && a.dtype() == DType.BOOL) {
            flag(cond, e.in().get(0), Prim.EQ, Lit.bool(false));
        } else if ((e.prim() == Prim.EQ || e.prim() == Prim.NE) && e.in().get(1) instanceof Lit l && !l.dtype().isFloat()) {
            flag(cond, e.in().get(0), e.prim(), l);
        }
    }

    private void flag(Region cond, Atom a, Prim p, Lit with) {
        int k = cond.params().indexOf(a);
        if (k >= 0 && yields.get(k) instanceof Var y && isSet(y)) {
            flags.add(new Flag(k, p, with));
        }
    }

    /** True when the value comes out of a decision rather than of arithmetic. */
    private boolean isSet(Var y) {
        Eqn e = definitions.apply(y);
        return e != null && (y.dtype() == DType.BOOL || e.prim() == Prim.COND || e.prim() == Prim.WHILE
            || e.prim() == Prim.SELECT && e.in().subList(1, 3).stream().anyMatch(Lit.class::isInstance));
    }

    /** What a trip yields when every flag lets the loop go on. */
    public List<Atom> staying() {
        var known = new HashMap<Atom, Lit>();
        flags.forEach(f -> assume(known, yields.get(f.position), f.prim == Prim.EQ, f.with, DEPTH));
        return yields.stream().map(a -> resolve(known, a)).toList();
    }

    /** What a trip yields when the flags end the loop. */
    public List<Atom> leaving() {
        var known = new HashMap<Atom, Lit>();
        if (flags.size() == 1) {
            Flag f = flags.get(0);
            assume(known, yields.get(f.position), f.prim != Prim.EQ, f.with, DEPTH);
        }
        return yields.stream().map(a -> resolve(known, a)).toList();
    }

    /** Notes what follows from {@code a == with} being as said. */
    private void assume(Map<Atom, Lit> known, Atom a, boolean equal, Lit with, int depth) {
        if (depth == 0 || !(a instanceof Var v) || known.containsKey(a)) {
            return;
        }
        if (equal || a.dtype() == DType.BOOL) {
            known.put(a, equal ? with : Lit.bool(with.bits() == 0));
        }
        Eqn e = definitions.apply(v);
        if (e == null) {
            return;
        }
        boolean bool = a.dtype() == DType.BOOL;
        boolean yes = bool && known.get(a).bits() != 0;
        if (e.prim().group() == Prim.Group.COMPARE) {
            compared(known, e, yes);
        } else if (e.prim() == Prim.SELECT) {
            selected(known, e, equal, with, depth);
        } else if (bool && e.prim() == Prim.NOT) {
            assume(known, e.in().get(0), true, Lit.bool(!yes), depth - 1);
        } else if (bool && e.prim() == (yes ? Prim.AND : Prim.OR)) {
            e.in().forEach(x -> assume(known, x, true, Lit.bool(yes), depth - 1));
        }
    }

    /** A comparison that holds, or does not: the opposite one of the same operands is known too. */
    private void compared(Map<Atom, Lit> known, Eqn e, boolean yes) {
        boolean exact = !e.in().get(0).dtype().isFloat() || e.prim() == Prim.EQ || e.prim() == Prim.NE;
        for (Eqn other : comparisons.getOrDefault(e.in(), List.of())) {
            if (exact && other.prim() == Facts.negated(e.prim())) {
                known.putIfAbsent(other.result(), Lit.bool(!yes));
            }
        }
    }

    private void selected(Map<Atom, Lit> known, Eqn e, boolean equal, Lit with, int depth) {
        for (int k = 1; k <= 2; k++) {
            if (e.in().get(k) instanceof Lit l && (l.bits() == with.bits()) != equal) {
                assume(known, e.in().get(0), true, Lit.bool(k == 2), depth - 1);
                assume(known, e.in().get(3 - k), equal, with, depth - 1);
                return;
            }
        }
    }

    /** The value where the facts hold: known, or the side of a select that they choose. */
    private Atom resolve(Map<Atom, Lit> known, Atom a) {
        Atom now = a;
        for (int k = 0; k < DEPTH; k++) {
            if (known.containsKey(now)) {
                return known.get(now);
            }
            // What stands in front of the loop may use what the loop's surroundings, a function of their own perhaps, do not know.
            Eqn e = now instanceof Var v && made.contains(v) ? definitions.apply(v) : null;
            Lit c = e != null && e.prim() == Prim.SELECT && now.type().isScalar() ? e.in().get(0) instanceof Lit l ? l : known.get(e.in().get(0)) : null;
            if (c == null) {
                return now;
            }
            now = e.in().get(c.bits() != 0 ? 1 : 2);
        }
        return now;
    }
}
