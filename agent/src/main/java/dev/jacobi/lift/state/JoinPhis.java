package dev.jacobi.lift.state;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** The values that differ between the arms of a {@link dev.jacobi.lift.join.StateJoin}, and the fresh variables that stand for them afterwards. */
public final class JoinPhis {
    /** A merged value: its key is stable over repeated merges of the same place; {@code in} holds its value in each arm. */
    public record Leaf(String key, Var var, Atom[] in) {
    }

    private final LiftContext context;
    private final EquationBuilder ir;
    private final List<List<Eqn>> code;
    private final int marker;
    private final boolean loop;
    private final boolean intsOnly;
    private final Set<String> forced;
    private final List<Leaf> leaves = new ArrayList<>();
    private final StringBuilder signature = new StringBuilder();

    public JoinPhis(LiftContext context, List<List<Eqn>> code, int marker, boolean loop, boolean intsOnly, Set<String> forced) {
        this.context = context;
        this.ir = context.ir();
        this.code = code;
        this.marker = marker;
        this.loop = loop;
        this.intsOnly = intsOnly;
        this.forced = forced;
    }

    public List<Leaf> list() {
        return leaves;
    }

    /** Adds to the description of the merged state's shape. */
    public void note(String text) {
        signature.append(text).append(';');
    }

    public String signature() {
        return signature.toString();
    }

    /** A number; null when the arms hold numbers of different types. */
    public Atom scalar(String key, Atom[] in) {
        DType d = null;
        boolean mixed = false;
        boolean bools = !intsOnly;
        for (Atom a : in) {
            if (a == null) {
                continue;
            }
            bools &= ir.boolOf(a) != null;
            mixed |= d != null && d != a.dtype();
            if (d != null && d != a.dtype() && (!isInt(d) || !isInt(a.dtype()))) {
                return null;
            }
            d = a.dtype();
        }
        Atom[] same = in.clone();
        if (mixed || intsOnly && d == DType.BOOL) {
            for (int i = 0; i < in.length; i++) {
                Atom a = in[i];
                if (a != null) {
                    same[i] = bools ? ir.boolOf(a) : a.dtype() == DType.BOOL ? emitIn(i, () -> ir.i32(a)) : a;
                }
            }
        }
        return leaf(key, same);
    }

    private static boolean isInt(DType d) {
        return d == DType.BOOL || d == DType.I32;
    }

    /** Emits at the end of an arm. */
    public Atom emitIn(int arm, Supplier<Atom> f) {
        return ir.into(code.get(arm), f);
    }

    /** True for what can be used behind all arms. */
    public boolean isOuter(Atom a) {
        return a instanceof Lit || ((Var) a).id() < marker || context.inputs().has((Var) a);
    }

    /** A value: the one that all arms have, or a leaf. Null entries are undefined. */
    public Atom leaf(String key, Atom[] in) {
        Atom same = null;
        Type type = null;
        boolean equal = true;
        boolean holes = false;
        for (Atom a : in) {
            if (a == null) {
                holes = true;
                continue;
            }
            equal &= same == null || same.equals(a);
            same = a;
            type = type == null ? a.type() : join(type, a.type());
        }
        if (!forced.contains(key)) {
            if (equal && (!holes || isOuter(same))) {
                return same;
            }
            if (loop && in[in.length - 1] == null) {
                return in[0];
            }
        }
        signature.append(key).append(':').append(type).append(';');
        Atom[] full = in.clone();
        Type t = type;
        for (int i = 0; i < full.length; i++) {
            if (full[i] == null) {
                full[i] = t.isScalar() ? Lit.zero(t.dtype()) : emitIn(i, () -> ir.empty(t));
            }
        }
        for (Leaf l : loop ? List.<Leaf>of() : leaves) {
            if (Arrays.equals(l.in(), full)) {
                return l.var();
            }
        }
        Var v = ir.fresh(type);
        ir.like(v, same(full));
        leaves.add(new Leaf(key, v, full));
        return v;
    }

    /** Null where an arm has null, else this value, by a tag. An arm may have a choice of both already. */
    public Val perhapsNull(String key, Val[] in, Val value) {
        Atom[] tags = new Atom[in.length];
        for (int k = 0; k < in.length; k++) {
            tags[k] = in[k] == null ? null : in[k] instanceof Val.Choice c
                ? emitIn(k, () -> ir.renumber(c.tag(), c.options().stream().mapToInt(o -> o instanceof Val.Null ? 0 : 1).toArray())) : Lit.i32(in[k] instanceof Val.Null ? 0 : 1);
        }
        return new Val.Choice(leaf(key + "t", tags), List.of(new Val.Null(), value));
    }

    /** Whether there is to be a leaf even when all arms agree. */
    public boolean isForced(String key) {
        return forced.contains(key);
    }

    private Atom same(Atom[] in) {
        for (Atom a : in) {
            if (ir.lengths(a) != null) {
                return a;
            }
        }
        return in[0];
    }

    private static Type join(Type a, Type b) {
        var dims = new ArrayList<Dim>();
        for (int i = 0; i < a.rank(); i++) {
            dims.add(a.dims().get(i).join(b.dims().get(i)));
        }
        return new Type(a.dtype(), dims);
    }
}
