package dev.jacobi.ptx.emit;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Var;
import dev.jacobi.ptx.emit.KernelBuilder.Operands;
import dev.jacobi.ptx.emit.KernelText.Operand;
import dev.jacobi.ptx.emit.TeamKernels.Part;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the parts of a kernel work on: scalars of an item, which are indices or what parts before have computed, and operands of the launch. */
final class PartValues {
    private final KernelText k;
    private final Operands operands;
    private final Map<Var, Operand> scalars = new HashMap<>();

    PartValues(KernelText k, Operands operands) {
        this.k = k;
        this.operands = operands;
    }

    /** Declares the operands of all parts, which has to be done before the kernel's text is written. */
    void declare(List<Var> indices, List<Part> parts) {
        var inside = new HashSet<Var>(indices);
        parts.forEach(p -> declare(p, inside));
    }

    private void declare(Part p, Set<Var> inside) {
        if (p instanceof Part.Scalars s) {
            declare(s.f().in(), inside);
            inside.addAll(s.out());
        } else if (p instanceof Part.Fold f) {
            declare(inputs(f.f().in()), inside);
            declare(List.of(f.start(), f.n()), inside);
            declare(f.init(), inside);
            inside.addAll(f.out());
        } else if (p instanceof Part.Each e) {
            declare(inputs(e.f().in()), inside);
            declare(List.of(e.n()), inside);
        } else if (p instanceof Part.Ordered o) {
            var own = new HashSet<>(inside);
            own.addAll(o.carries());
            own.addAll(o.crossing());
            own.addAll(o.kept());
            declare(inputs(o.before().in()), own);
            declare(inputs(o.chain().in()), own);
            if (o.after() != null) {
                declare(inputs(o.after().in()), own);
            }
            declare(List.of(o.n()), inside);
            declare(o.init(), inside);
            inside.addAll(o.out());
        } else if (p instanceof Part.Alone a) {
            declare(a.f().in(), inside);
            inside.addAll(a.out());
        } else if (p instanceof Part.Loop l) {
            declare(List.of(l.n()), inside);
            declare(l.init(), inside);
            inside.add(l.index());
            inside.addAll(l.carries());
            l.body().forEach(x -> declare(x, inside));
            declare(l.yields(), inside);
            inside.addAll(l.out());
        } else if (p instanceof Part.Branch b) {
            declare(List.of(b.condition()), inside);
            b.yes().forEach(x -> declare(x, inside));
            b.no().forEach(x -> declare(x, inside));
            declare(b.yesOut(), inside);
            declare(b.noOut(), inside);
            inside.addAll(b.out());
        }
    }

    /** Without the trip's number. */
    private static List<Var> inputs(List<Var> in) {
        return in.subList(1, in.size());
    }

    private void declare(List<? extends Atom> atoms, Set<Var> inside) {
        atoms.stream().filter(a -> !(a instanceof Var v && inside.contains(v))).forEach(operands::get);
    }

    /** Says which item it is about. */
    void at(List<Var> indices, List<String> index) {
        for (int d = 0; d < indices.size(); d++) {
            set(indices.get(d), k.narrow(indices.get(d).dtype(), index.get(d)));
        }
    }

    void set(Var v, String value) {
        scalars.put(v, new Operand(v.dtype(), value, null));
    }

    void set(List<Var> all, List<String> values) {
        for (int o = 0; o < all.size(); o++) {
            set(all.get(o), values.get(o));
        }
    }

    boolean isScalar(Var v) {
        return scalars.containsKey(v);
    }

    Operand get(Atom a) {
        return a instanceof Var v && scalars.containsKey(v) ? scalars.get(v) : operands.get(a);
    }

    List<String> args(List<Var> in) {
        return in.stream().map(v -> get(v).args()).toList();
    }
}
