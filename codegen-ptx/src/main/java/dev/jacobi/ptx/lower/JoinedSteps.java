package dev.jacobi.ptx.lower;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.FoldIdentity;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The steps of a recurrence as something that can be joined: {@code s -> a * s + b}, of which two make {@code s -> (a2 * a1) * s + (a2 * b1 + b2)}, or the choice of the larger
 * or smaller one of s and x, with ties as written.
 */
final class JoinedSteps {
    private final OrderedSplit s;
    private final int carry;
    /** The comparison and what is compared, of choices; else null. */
    private final Eqn choice;
    private final boolean valueFirst;

    private JoinedSteps(OrderedSplit s, int carry, Eqn choice, boolean valueFirst) {
        this.s = s;
        this.carry = carry;
        this.choice = choice;
        this.valueFirst = valueFirst;
    }

    /** Those of a carry; {@code others}: what depends on other carries, which the steps must not. Null where they cannot be joined. */
    static JoinedSteps of(OrderedSplit s, int carry, Set<Var> others, boolean fast) {
        Var c = s.carries().get(carry);
        Atom yield = s.yields().get(carry);
        JoinedSteps choice = choice(s, carry, others);
        if (choice != null) {
            return choice;
        }
        boolean number = c.dtype() == DType.I32 || c.dtype() == DType.I64 || fast && (c.dtype() == DType.F32 || c.dtype() == DType.F64);
        if (!number || !(yield instanceof Var)) {
            return null;
        }
        var late = new HashSet<Var>(Set.of(c));
        for (Eqn x : s.chain()) {
            if (x.in().stream().anyMatch(late::contains) || OrderedSplit.uses(x).stream().anyMatch(late::contains)) {
                if (!linear(x, late)) {
                    // what other carries need
                    continue;
                }
                late.add(x.result());
            }
        }
        var needed = new HashSet<Var>(Set.of((Var) yield));
        for (int k = s.chain().size() - 1; k >= 0; k--) {
            Eqn x = s.chain().get(k);
            if (x.out().stream().anyMatch(needed::contains)) {
                boolean depends = OrderedSplit.uses(x).stream().anyMatch(v -> late.contains(v));
                if (x.out().stream().anyMatch(others::contains) || depends && !late.contains(x.result())) {
                    return null;
                }
                needed.addAll(OrderedSplit.uses(x));
            }
        }
        boolean all = late.contains(yield) && needed.stream().noneMatch(others::contains);
        return all ? new JoinedSteps(s, carry, null, false) : null;
    }

    /** Whether the result is linear in the recurrence's value, when the operands in {@code late} are. */
    private static boolean linear(Eqn x, Set<Var> late) {
        if (x.out().size() != 1 || x.in().isEmpty()) {
            return false;
        }
        boolean first = late.contains(x.in().get(0));
        boolean second = x.in().size() > 1 && late.contains(x.in().get(1));
        boolean real = x.result().dtype().isFloat();
        Prim p = x.prim();
        return p == Prim.ADD || p == Prim.SUB || p == Prim.NEG || p == Prim.MUL && first != second || p == Prim.DIV && real && first && !second || p == Prim.SHL && !real && first && !second;
    }

    private static JoinedSteps choice(OrderedSplit s, int carry, Set<Var> others) {
        Var c = s.carries().get(carry);
        Eqn select = Regions.definition(s.chain(), s.yields().get(carry));
        if (select == null || select.prim() != Prim.SELECT || !select.in().contains(c) || c.dtype() == DType.BOOL) {
            return null;
        }
        Eqn compare = Regions.definition(s.chain(), select.in().get(0));
        Atom x = select.in().get(1).equals(c) ? select.in().get(2) : select.in().get(1);
        boolean taken = select.in().get(1).equals(x);
        boolean order = compare != null && (compare.prim() == Prim.LT || compare.prim() == Prim.GT || compare.prim() == Prim.LE || compare.prim() == Prim.GE);
        if (!order || !taken || x.equals(c) || !Set.copyOf(compare.in()).equals(Set.of(x, c)) || !(x instanceof Var v) || others.contains(v) || !s.crossing().contains(v)) {
            return null;
        }
        return new JoinedSteps(s, carry, compare, compare.in().get(0).equals(x));
    }

    /** What says that nothing is to be done. */
    List<Atom> none(DType t) {
        if (choice == null) {
            return List.of(t.isFloat() ? Lit.real(t, 1) : Lit.of(t, 1), Lit.zero(t));
        }
        boolean larger = (choice.prim() == Prim.GT || choice.prim() == Prim.GE) == valueFirst;
        return List.of(FoldIdentity.neutral(larger ? Prim.MAX : Prim.MIN, t));
    }

    /** The steps so far and the next one; {@code copy} knows what comes before the chain in this trip. */
    List<Atom> next(Builder b, Rewrite copy, List<Var> now) {
        if (choice != null) {
            Atom x = copy.atom(choice.in().get(valueFirst ? 0 : 1));
            return List.of(chosen(b, x, now.get(0)));
        }
        Var c = s.carries().get(carry);
        var forms = new HashMap<Var, Atom[]>();
        forms.put(c, new Atom[] {null, null});
        for (Eqn x : s.chain()) {
            boolean late = x.in().stream().anyMatch(forms::containsKey);
            if (late && linear(x, forms.keySet())) {
                forms.put(x.result(), form(b, x, copy, forms));
            }
        }
        Atom[] f = forms.get((Var) s.yields().get(carry));
        Atom a = f[0] == null ? now.get(0) : b.emit(Prim.MUL, f[0], now.get(0));
        Atom q = f[0] == null ? now.get(1) : b.emit(Prim.MUL, f[0], now.get(1));
        return List.of(a, f[1] == null ? q : b.emit(Prim.ADD, q, f[1]));
    }

    /** The factor (null: 1) and the summand (null: 0) of an equation that is linear. */
    private static Atom[] form(Builder b, Eqn x, Rewrite copy, Map<Var, Atom[]> forms) {
        List<Atom> in = x.in();
        Atom[] first = in.get(0) instanceof Var v ? forms.get(v) : null;
        Atom[] second = in.size() > 1 && in.get(1) instanceof Var v ? forms.get(v) : null;
        DType t = x.result().dtype();
        Atom one = t.isFloat() ? Lit.real(t, 1) : Lit.of(t, 1);
        if (x.prim() == Prim.NEG) {
            return new Atom[] {b.emit(Prim.NEG, first[0] == null ? one : first[0]), first[1] == null ? null : b.emit(Prim.NEG, first[1])};
        }
        if (first != null && second != null) {
            Atom factor = b.emit(x.prim(), first[0] == null ? one : first[0], second[0] == null ? one : second[0]);
            return new Atom[] {factor, b.emit(x.prim(), first[1] == null ? Lit.zero(t) : first[1], second[1] == null ? Lit.zero(t) : second[1])};
        }
        Atom other = copy.atom(in.get(first != null ? 1 : 0));
        if (x.prim() != Prim.ADD && x.prim() != Prim.SUB) {
            Atom[] f = first != null ? first : second;
            return new Atom[] {b.emit(x.prim(), f[0] == null ? one : f[0], other), f[1] == null ? null : b.emit(x.prim(), f[1], other)};
        }
        if (first != null) {
            return new Atom[] {first[0], first[1] == null ? x.prim() == Prim.ADD ? other : b.emit(Prim.NEG, other) : b.emit(x.prim(), first[1], other)};
        }
        Atom factor = x.prim() == Prim.ADD ? second[0] : b.emit(Prim.NEG, second[0] == null ? one : second[0]);
        return new Atom[] {factor, second[1] == null ? other : b.emit(x.prim(), other, second[1])};
    }

    private Atom chosen(Builder b, Atom x, Atom now) {
        return b.emit(Prim.SELECT, b.emit(choice.prim(), valueFirst ? x : now, valueFirst ? now : x), x, now);
    }

    /** What a block of steps makes of a value. */
    Atom applied(Builder b, List<Var> steps, Var value) {
        return choice != null ? chosen(b, steps.get(0), value) : b.emit(Prim.ADD, b.emit(Prim.MUL, steps.get(0), value), steps.get(1));
    }
}
