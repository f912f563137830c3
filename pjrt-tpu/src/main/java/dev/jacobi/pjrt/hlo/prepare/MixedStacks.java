package dev.jacobi.pjrt.hlo.prepare;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.simplify.Inline;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The stacks of f64 that reverse mode makes for recursive functions, with integers on them as their bits; {@link F64Representation} makes them arrays of integers. To be
 * such a stack, an array must come from one that is full of {@link Lit#unset}, have integers on it, and only be read and written by element.
 */
final class MixedStacks {
    private final Map<Key, Key> parent = new HashMap<>();
    private final Map<Key, Eqn> defs = new HashMap<>();
    private final Set<Key> made = new HashSet<>();
    private final Set<Key> bits = new HashSet<>();
    private final Set<Key> other = new HashSet<>();
    private final Module module;

    /** A variable of a function; those of calls' results are known by place. */
    private record Key(String func, int id) {
    }

    MixedStacks(Module m) {
        module = m;
        m.funcs().forEach((name, f) -> {
            body(name, f.body());
            for (int k = 0; k < f.out().size(); k++) {
                same(new Key(name, -1 - k), name, f.out().get(k));
            }
        });
        m.funcs().forEach(this::outside);
    }

    /** What nobody calls gets its arrays from outside, and hands them there. */
    private void outside(String func, Func f) {
        if (module.funcs().values().stream().noneMatch(g -> Inline.callees(g).contains(func))) {
            f.in().forEach(v -> other(func, v));
            f.out().forEach(a -> other(func, a));
        }
    }

    private Key find(Key k) {
        Key p = parent.get(k);
        if (p == null) {
            return k;
        }
        Key root = find(p);
        parent.put(k, root);
        return root;
    }

    private void same(Key a, String func, Atom b) {
        if (b instanceof Var v && !v.type().isScalar()) {
            Key x = find(a);
            Key y = find(new Key(func, v.id()));
            if (!x.equals(y)) {
                parent.put(x, y);
            }
        }
    }

    private void same(String func, List<? extends Atom> a, List<? extends Atom> b) {
        for (int k = 0; k < a.size() && k < b.size(); k++) {
            if (a.get(k) instanceof Var v && !v.type().isScalar()) {
                same(new Key(func, v.id()), func, b.get(k));
            }
        }
    }

    private void body(String func, List<Eqn> body) {
        for (Eqn e : body) {
            e.out().forEach(v -> defs.put(new Key(func, v.id()), e));
            integers(func, e);
            boolean passes = e.prim() == Prim.UPDATE && ((Params.Access) e.params()).op() == null || e.prim() == Prim.UPDATE_SLICE || e.prim() == Prim.INDEX
                || e.prim() == Prim.DIM;
            if (e.prim() == Prim.FULL && e.in().get(0) instanceof Lit l && l.isUnset() && e.result().type().rank() == 1) {
                made.add(new Key(func, e.result().id()));
            } else if (e.prim() == Prim.UPDATE || e.prim() == Prim.UPDATE_SLICE) {
                same(func, e.in().subList(0, 1), e.out());
                if (e.prim() == Prim.UPDATE_SLICE) {
                    same(func, e.in().subList(1, 2), e.out());
                }
            } else if (e.prim() == Prim.COND || e.prim() == Prim.FOR || e.prim() == Prim.WHILE) {
                for (RegionView.Slot s : RegionView.of(e).slots()) {
                    var all = new ArrayList<Atom>(s.params());
                    all.addAll(s.yields());
                    all.add(s.init());
                    all.forEach(x -> same(func, s.results(), Collections.singletonList(x)));
                }
                passes = true;
            } else if (e.params() instanceof Params.Call c && module.get(c.name()) != null) {
                Func f = module.get(c.name());
                for (int k = 0; k < e.in().size(); k++) {
                    same(new Key(c.name(), f.in().get(k).id()), func, e.in().get(k));
                }
                for (int k = 0; k < e.out().size(); k++) {
                    same(new Key(c.name(), -1 - k), func, e.out().get(k));
                }
                passes = true;
            }
            if (!passes) {
                e.in().forEach(a -> other(func, a));
                e.out().stream().filter(v -> e.prim() != Prim.FULL).forEach(v -> other(func, v));
                Regions.of(e).forEach(r -> {
                    r.params().forEach(v -> other(func, v));
                    r.out().forEach(v -> other(func, v));
                });
            }
            Regions.of(e).forEach(r -> body(func, r.body()));
        }
    }

    /** Remembers the arrays that bits of integers are written to or read from. */
    private void integers(String func, Eqn e) {
        Atom moved = e.prim() == Prim.UPDATE ? e.in().get(e.in().size() - 1) : e.prim() == Prim.BITCAST ? e.in().get(0) : null;
        Eqn from = moved instanceof Var v ? defs.get(new Key(func, v.id())) : null;
        boolean written = from != null && e.prim() == Prim.UPDATE && from.prim() == Prim.BITCAST;
        boolean read = from != null && e.prim() == Prim.BITCAST && from.prim() == Prim.INDEX;
        if ((written || read) && (written ? e : from).in().get(0) instanceof Var array) {
            bits.add(new Key(func, array.id()));
        }
    }

    private void other(String func, Atom a) {
        if (a instanceof Var v) {
            other.add(new Key(func, v.id()));
        }
    }

    /** The ids of a function's variables that are such stacks. */
    Set<Integer> of(String func) {
        Set<Key> no = new HashSet<>();
        other.forEach(k -> no.add(find(k)));
        Set<Key> mixed = new HashSet<>();
        bits.forEach(k -> mixed.add(find(k)));
        Set<Key> yes = new HashSet<>();
        made.forEach(k -> yes.add(find(k)));
        yes.retainAll(mixed);
        yes.removeAll(no);
        var out = new HashSet<Integer>();
        Func f = module.get(func);
        f.in().forEach(v -> add(func, v.id(), yes, out));
        Regions.definitions(f.body(), id -> add(func, id, yes, out));
        return out;
    }

    private void add(String func, int id, Set<Key> yes, Set<Integer> out) {
        if (yes.contains(find(new Key(func, id)))) {
            out.add(id);
        }
    }

    /**
     * The integer that a value on a stack stands for, or null when it is a real.
     *
     * @param wide also one of more than 32 bits
     */
    Atom integer(String func, Atom value, boolean wide) {
        Eqn bits = value instanceof Var v ? defs.get(new Key(func, v.id())) : null;
        if (bits == null || bits.prim() != Prim.BITCAST) {
            return null;
        }
        Atom all = bits.in().get(0);
        Eqn converts = all instanceof Var v ? defs.get(new Key(func, v.id())) : null;
        if (wide || converts == null || converts.prim() != Prim.CONVERT) {
            return wide ? all : null;
        }
        Atom small = converts.in().get(0);
        return switch (small.dtype()) {
            case BOOL, I8, I16, U16, I32 -> small;
            case I64, BF16, F16, F32, F64 -> null;
        };
    }

    /** The equation that defines a value as the bits of an element of a stack, or null. */
    Eqn read(String func, Atom bits, Set<Integer> stacks) {
        Eqn e = bits instanceof Var v ? defs.get(new Key(func, v.id())) : null;
        return e != null && e.prim() == Prim.INDEX && e.in().get(0) instanceof Var a && stacks.contains(a.id()) ? e : null;
    }

    /** Real constants whose f64 bits are a small integer may stand for that. */
    static boolean ambiguous(Lit l) {
        return l.dtype() == DType.F64 && l.bits() != 0 && l.bits() == (int) l.bits();
    }
}
