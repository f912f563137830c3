package dev.jacobi.autodiff.vjp;

import dev.jacobi.autodiff.analysis.BlockTree;
import dev.jacobi.autodiff.code.FormulaBuilder;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The cotangents known while the adjoint of one block is written. A variable without an entry has cotangent zero. What is
 * defined outside of the block reaches it lazily: a loop's scope takes a carry for it at the first contact, a branch reads it from
 * around and yields the new value.
 */
final class Scope {
    enum Kind {
        FUNCTION, LOOP, PARALLEL, BRANCH
    }

    final Kind kind;
    final BlockTree.Block block;
    final Scope parent;
    final FormulaBuilder code;
    private final Adjoint adjoint;
    private final Map<Integer, Atom> cotangents = new HashMap<>();
    /** Where scalars' cotangents hold that do not hold everywhere. */
    private final Map<Integer, CotangentMask> masks = new HashMap<>();
    /** Carries of a loop for what is defined around it, by the variable whose cotangent (or the level whose counter) they are. */
    final Map<Var, Var> entries = new LinkedHashMap<>();
    /** What is defined around the block and has changed in it. */
    final Set<Var> touched = new LinkedHashSet<>();
    private final Set<Atom> zeros = new HashSet<>();

    Scope(Kind kind, BlockTree.Block block, Scope parent, Adjoint adjoint) {
        this.kind = kind;
        this.block = block;
        this.parent = parent;
        this.adjoint = adjoint;
        code = new FormulaBuilder(adjoint.ids) {
            @Override
            public List<Var> emitAll(Prim p, Params params, List<? extends Atom> in) {
                // a slow function that the program computes itself, as where it has both the sine and the cosine of an angle, is a value to be had like others
                Var known = params == Params.NONE ? adjoint.prog.slow(block, p, in) : null;
                return known == null ? super.emitAll(p, params, in) : List.of(known);
            }
        };
    }

    /** The stack's counter before this trip's or activation's values are popped, and where they lie; null where nothing is popped. */
    private Var before;
    private Var popped;

    /** The block's adjoint begins by popping from the stack with this counter; how much is known when it has been written. */
    void pop(Var counter, Var before) {
        this.before = before;
        popped = code.fresh(before.type());
        if (parent != null) {
            touched.add(counter);
            entries.put(counter, before);
        }
        cotangents.put(counter.id(), popped);
    }

    Var popped() {
        return popped;
    }

    /** The equation in front that pops so many values. */
    List<Eqn> pop(int count) {
        return popped == null ? List.of() : List.of(new Eqn(Prim.SUB, List.of(before, Lit.i32(count)), Params.NONE, List.of(popped)));
    }

    private boolean owns(Var v) {
        return parent == null || adjoint.prog.home(v) == block;
    }

    /** Whether the cotangent may be another than zero. */
    boolean has(Var v) {
        return cotangents.containsKey(v.id());
    }

    /** The cotangent as far as it is known here; null for zero. */
    Atom get(Var v) {
        CotangentMask m = masks.remove(v.id());
        if (m != null) {
            cotangents.put(v.id(), m.of(code, cotangents.get(v.id())));
        }
        return cotangents.get(v.id());
    }

    /** Sets a cotangent, or the value of a counter. */
    void set(Var v, Atom value) {
        contact(v);
        masks.remove(v.id());
        cotangents.put(v.id(), value);
    }

    /** What has come together so far, which the caller now passes on; the variable's cotangent is then zero. */
    Atom take(Var v) {
        get(v);
        return cotangents.remove(v.id());
    }

    /** Where the cotangent holds that {@link #takeMasked} gives. */
    CotangentMask mask(Var v) {
        return masks.getOrDefault(v.id(), CotangentMask.EVERYWHERE);
    }

    /** A {@link #take} of what holds where {@link #mask} says. */
    Atom takeMasked(Var v) {
        masks.remove(v.id());
        return cotangents.remove(v.id());
    }

    /** Adds to the cotangent of an operand what holds where the mask says. */
    void add(Atom operand, Atom x, CotangentMask mask) {
        if (x == null || !adjoint.activity.has(operand)) {
            return;
        }
        Var v = (Var) operand;
        Atom old = cotangents.get(v.id());
        CotangentMask before = mask(v);
        if (!owns(v) || !x.type().isScalar() || mask.isEverywhere() && before.isEverywhere()) {
            add(v, mask.of(code, x));
            return;
        }
        CotangentMask both = old == null ? mask : mask.common(before);
        cotangents.put(v.id(), old == null ? x : before.after(both).sum(code, old, mask.after(both), x));
        masks.put(v.id(), both);
    }

    /** Adds to the cotangent of an operand, if it has one. */
    void add(Atom operand, Atom x) {
        if (x == null || !adjoint.activity.has(operand)) {
            return;
        }
        Var v = (Var) operand;
        contact(v);
        Atom old = get(v);
        cotangents.put(v.id(), old == null || zeros.contains(old) ? x : code.add(old, x));
    }

    /**
     * Makes the block know of a variable from around: its value here, null for zero. Arrays are handed in as they are; scalars of
     * branches and of parallel loops start from zero and are added up outside.
     */
    private Atom contact(Var v) {
        Atom here = cotangents.get(v.id());
        if (here != null || owns(v)) {
            return here;
        }
        boolean scalar = v.type().isScalar() && !adjoint.isCounter(v);
        if (!touched.add(v)) {
            return null;
        }
        if (kind == Kind.BRANCH) {
            here = scalar ? null : parent.contact(v);
        } else if (kind == Kind.LOOP || !scalar) {
            Var p = code.fresh(v.type());
            entries.put(v, p);
            here = p;
        }
        if (here != null) {
            cotangents.put(v.id(), here);
            if (parent.zeros.contains(here)) {
                zeros.add(here);
            }
        }
        return here;
    }

    /** The cotangent of an array as an array that may be updated. */
    Atom array(Var v) {
        Atom here = contact(v);
        if (here != null) {
            return here;
        }
        if (owns(v)) {
            here = adjoint.zeros(code, v);
            zeros.add(here);
        } else {
            here = parent.array(v);
        }
        cotangents.put(v.id(), here);
        return here;
    }

    /** A counter's value here. */
    Atom counter(Var c) {
        Atom here = contact(c);
        if (here == null) {
            here = owns(c) ? c : parent.counter(c);
            cotangents.put(c.id(), here);
        }
        return here;
    }

    /** The value with which an entry of a loop starts. */
    Atom initial(Var v) {
        return adjoint.isCounter(v) ? counter(v) : v.type().isScalar() ? Lit.zero(v.dtype()) : array(v);
    }

    /** Takes over what a loop or branch made of a variable: arrays and counters are replaced, scalars are added. */
    void result(Var v, Atom value) {
        if (v.type().isScalar() && !adjoint.isCounter(v)) {
            add(v, value);
        } else {
            set(v, value);
        }
    }

    /** The cotangent, or zero of the variable's type. */
    Atom orZero(Var v) {
        Atom c = get(v);
        return c != null ? c : adjoint.zeros(code, v);
    }

    private record Moved(Atom before, List<Atom> at, Atom element) {
    }

    private final Map<Atom, Moved> moved = new HashMap<>();

    /** {@code after} is the array {@code before} with zero in place of an element. */
    void moved(Atom after, Atom before, List<Atom> at, Atom element) {
        moved.put(after, new Moved(before, at, element));
    }

    /** {@code v̄[at] += x}, in place; how a store {@code combines} with what is there is not how its adjoint does. */
    void addAt(Var v, Params.Access combines, List<? extends Atom> at, Atom x) {
        Params.Access access = combines.plain();
        Atom base = array(v);
        Moved m = moved.get(base);
        if (m != null && m.at.equals(at) && m.element.equals(x)) {
            // an element that was taken out comes back as it is
            set(v, m.before);
            return;
        }
        if (zeros.contains(base)) {
            set(v, code.update(base, access, at, x));
        } else if (x.type().isScalar() && (access.equals(Params.Access.PROMISED) || access.equals(Params.Access.CLAMP))) {
            set(v, code.emitAll(Prim.ACC_ADD, access, FormulaBuilder.<Atom>join(List.of(base), at, List.of(x))).get(0));
        } else {
            set(v, code.update(base, access, at, code.add(code.index(base, access, at), x)));
        }
    }
}
