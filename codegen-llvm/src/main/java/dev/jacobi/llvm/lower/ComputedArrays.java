package dev.jacobi.llvm.lower;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The arrays that are not made ({@link FusionPlan}), and how an element of each is computed. */
final class ComputedArrays {
    private final Builder b;
    /** The scalars that an elementwise equation gives for scalar operands. */
    private final BiFunction<Eqn, List<Atom>, Atom> scalar;
    private final Map<Atom, Formula> formulas = new HashMap<>();
    /** The variables that are extents of arrays, as the types of these have them. */
    private final Map<Atom, Dim> dims = new HashMap<>();

    /** Extents, as i64, and an element by its indices. {@code equation}: by which, for what is computed element by element of operands of its own shape; else null. */
    record Formula(List<Atom> extents, Function<List<Atom>, Atom> at, Eqn equation) {
        /** The one number that all elements are, or null. */
        Atom number() {
            return equation != null && !equation.in().get(0).isArray() && equation.prim().group() == Prim.Group.STRUCTURAL ? equation.in().get(0) : null;
        }
    }

    ComputedArrays(Builder b, BiFunction<Eqn, List<Atom>, Atom> scalar) {
        this.b = b;
        this.scalar = scalar;
    }

    /** What an array is computed by, null for one that is made. */
    Formula of(Atom a) {
        return formulas.get(a);
    }

    void put(Var v, Formula f) {
        formulas.put(v, f);
    }

    /** The array has been made. */
    void remove(Var v) {
        formulas.remove(v);
    }

    /** Notes where the number of a {@code dim} equation comes from. */
    void extent(Eqn e) {
        dims.put(e.result(), e.in().get(0).type().dims().get(((Params.Axis) e.params()).axis()));
    }

    /** Whether a number is certainly the extent of an axis of this type. */
    boolean isExtent(Atom number, Dim d) {
        return !d.isUnknown() && d.equals(dims.get(number));
    }

    /** An elementwise equation as a formula; it has an operand that is an array. */
    Formula elementwise(Eqn e, List<Atom> extents) {
        return new Formula(extents, i -> at(e, i, new HashMap<>()), e);
    }

    private Atom at(Eqn e, List<Atom> indices, Map<Atom, Atom> known) {
        return of(e, known, x -> new Nest(b, this).at(x, indices));
    }

    /** The element of an elementwise equation where {@code element} gives those of arrays that are made or have another shape; {@code known} are those that are computed already. */
    private Atom of(Eqn e, Map<Atom, Atom> known, Function<Atom, Atom> element) {
        var scalars = new ArrayList<Atom>();
        for (Atom a : e.in()) {
            if (!a.isArray()) {
                scalars.add(a);
                continue;
            }
            Atom x = known.get(a);
            if (x == null) {
                Formula f = formulas.get(a);
                x = f == null || f.equation == null ? element.apply(a) : f.number() != null ? f.number() : of(f.equation, known, element);
                known.put(a, x);
            }
            scalars.add(x);
        }
        return scalar.apply(e, scalars);
    }

    /** The arrays from whose elements at the same place an equation's are computed, in order; null when some have to be looked up by their indices. */
    List<Atom> sources(Eqn e) {
        return sources(List.of(e));
    }

    /** The same for several equations, each of which may read what those before it give. */
    List<Atom> sources(List<Eqn> all) {
        var out = new ArrayList<Atom>();
        var seen = new HashSet<Atom>();
        return all.stream().allMatch(e -> collect(e, out, seen)) ? out : null;
    }

    /** {@code seen}: operands that have been looked at, as formulas may share others many times over. */
    private boolean collect(Eqn e, List<Atom> out, Set<Atom> seen) {
        for (Atom a : e.in()) {
            if (!a.isArray() || !seen.add(a)) {
                continue;
            }
            Formula f = formulas.get(a);
            if (f == null) {
                out.add(a);
            } else if (f.equation == null || f.number() == null && !collect(f.equation, out, seen)) {
                return false;
            }
        }
        return true;
    }

    /** The element of an equation for those of its {@link #sources}. */
    Atom of(Eqn e, List<Atom> sources, List<Atom> elements) {
        return of(List.of(e), sources, elements).get(0);
    }

    /** The elements of several equations, each of which may read those of the ones before it. */
    List<Atom> of(List<Eqn> all, List<Atom> sources, List<Atom> elements) {
        var known = new HashMap<Atom, Atom>();
        for (int k = 0; k < sources.size(); k++) {
            known.put(sources.get(k), elements.get(k));
        }
        var out = new ArrayList<Atom>();
        for (Eqn e : all) {
            Atom x = known.get(e.result());
            if (x == null) {
                x = of(e, known, a -> {
                    throw new IllegalStateException("no element of " + a);
                });
                known.put(e.result(), x);
            }
            out.add(x);
        }
        return out;
    }
}
