package dev.jacobi.llvm.small;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What stands for the variables of a function that is written anew: a value, or the scalars of an array. An array that is needed after all is made of its scalars
 * once, in the outermost block that has them all, so that a loop which reads it makes it in front of its trips.
 */
final class ScalarValues {
    private final Builder b;
    private final Map<Integer, Atom> atoms = new HashMap<>();
    private final Map<Integer, Small> smalls = new HashMap<>();
    private final List<Block> blocks = new ArrayList<>();

    /** A block around the place that is written: the first id of its variables, the arrays made in it, and equations that belong in front of its next one. */
    private record Block(int firstId, Map<Small, Var> made, List<Eqn> before) {
    }

    ScalarValues(Builder b) {
        this.b = b;
        blocks.add(new Block(b.nextId(), new HashMap<>(), new ArrayList<>()));
    }

    void define(Var v, Atom a) {
        smalls.remove(v.id());
        atoms.put(v.id(), a);
    }

    void define(Var v, Small s) {
        atoms.remove(v.id());
        smalls.put(v.id(), s);
    }

    /** Defines a variable by its scalars, or by its value where there are none. */
    void define(Var v, Small s, Atom a) {
        if (s != null) {
            define(v, s);
        } else {
            define(v, a);
        }
    }

    /** The scalars of an array; null where it is in memory. */
    Small small(Atom a) {
        return a instanceof Var v ? smalls.get(v.id()) : null;
    }

    /** A value that is not scalars. */
    Atom atom(Atom a) {
        return a instanceof Var v ? atoms.getOrDefault(v.id(), v) : a;
    }

    /** A value, arrays in memory. */
    Atom array(Atom a) {
        Small s = small(a);
        return s == null ? atom(a) : made(s);
    }

    List<Atom> arrays(List<? extends Atom> as) {
        return Rewrite.replaced(as, this::array);
    }

    /** An array as scalars, which are read here where it is in memory. */
    Small scalars(Atom a) {
        return scalars(a, a.type());
    }

    /** The same of an array whose extents another type knows, that of the variable it goes to. */
    Small scalars(Atom a, Type type) {
        Small s = small(a);
        if (s != null) {
            return s;
        }
        List<Integer> dims = Small.dims(type);
        var out = new ArrayList<Atom>();
        for (int k = 0; k < Small.count(type); k++) {
            out.add(b.index(atom(a), Params.Access.PROMISED, indices(k, dims)));
        }
        return new Small(a.dtype(), dims, out);
    }

    /** The same for any value: a scalar is one without extents. */
    Small part(Atom a) {
        return a.isArray() ? scalars(a) : new Small(a.dtype(), List.of(), List.of(atom(a)));
    }

    /** Writes what is in a block; {@code firstId}: of its variables. */
    <T> T inside(int firstId, Supplier<T> write) {
        blocks.add(new Block(firstId, new HashMap<>(), new ArrayList<>()));
        T t = write.get();
        blocks.remove(blocks.size() - 1);
        return t;
    }

    /** Appends the arrays that blocks inside of the next equation read. */
    void beforeNext() {
        Block here = blocks.get(blocks.size() - 1);
        b.append(here.before);
        here.before.clear();
    }

    private Var made(Small s) {
        for (Block block : blocks) {
            if (block.made.containsKey(s)) {
                return block.made.get(s);
            }
        }
        int level = blocks.size() - 1;
        while (level > 0 && s.elements().stream().noneMatch(new DefinedFrom(blocks.get(level).firstId)::is)) {
            level--;
        }
        boolean here = level == blocks.size() - 1;
        var to = here ? b : new Builder(b);
        Var v = write(to, s);
        blocks.get(level).made.put(s, v);
        if (!here) {
            blocks.get(level).before.addAll(to.eqns());
        }
        return v;
    }

    /** Variables with this id or a later one. */
    private record DefinedFrom(int id) {
        boolean is(Atom a) {
            return a instanceof Var v && v.id() >= id;
        }
    }

    private static Var write(Builder b, Small s) {
        List<Atom> extents = s.dims().stream().map(d -> (Atom) Lit.i32(d)).toList();
        boolean alike = !s.elements().isEmpty() && s.elements().stream().allMatch(s.elements().get(0)::equals);
        Var v = b.full(alike ? s.elements().get(0) : Lit.zero(s.dtype()), s.dims().stream().map(Dim::of).toList(), extents);
        for (int k = 0; k < s.elements().size() && !alike; k++) {
            v = b.update(v, Params.Access.PROMISED, indices(k, s.dims()), s.elements().get(k));
        }
        return v;
    }

    private static List<Atom> indices(int k, List<Integer> dims) {
        var out = new ArrayList<Atom>();
        int rest = k;
        for (int d = dims.size() - 1; d >= 0; d--) {
            out.add(0, Lit.i32(rest % dims.get(d)));
            rest /= dims.get(d);
        }
        return out;
    }

    /** As many fresh variables as stand for one of this type. */
    List<Var> fresh(Type t, boolean scalars) {
        var out = new ArrayList<Var>();
        for (int k = 0; k < (scalars ? Small.count(t) : 1); k++) {
            out.add(b.fresh(scalars ? t.element() : t));
        }
        return out;
    }

    /** Defines a variable by {@link #fresh} ones. */
    void define(Var v, Type type, List<? extends Atom> now) {
        define(v, type.isScalar() ? null : new Small(v.dtype(), Small.dims(type), List.copyOf(now)), type.isScalar() ? now.get(0) : null);
    }
}
