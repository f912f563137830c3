package dev.jacobi.array.core;

import dev.jacobi.DType;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.array.data.ErasedExtents;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.TypeRules;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A program that operations on arrays append equations to. While one is being made it is the current one of its thread. Extents that no rule knows get a symbol each, so that arrays made of one
 * another are known to have the same shape.
 */
public final class Trace {
    private static final String INPUT = "n";
    private static final String COMPUTED = "e";
    private static final int MOST_CONSTANTS = 4096;
    private static final ThreadLocal<Trace> CURRENT = new ThreadLocal<>();
    private final Builder builder;
    private final Supplier<String> where;
    /** The functions that the program calls, by name; null for a program of which no derivative can be taken. */
    private final Map<String, Func> functions;
    /** How many lanes the axis of a name has, or null. */
    private final Function<String, Dim> lanes;

    /**
     * {@code where} says which place in the user's code is being compiled; {@code functions} gets those that the program calls; {@code lanes} knows the extents of the named axes that collectives are
     * over, or gives null.
     */
    public Trace(Builder builder, Supplier<String> where, Map<String, Func> functions, Function<String, Dim> lanes) {
        this.builder = builder;
        this.where = where;
        this.functions = functions;
        this.lanes = lanes;
    }

    /** A program that runs as it is made, of one operation. */
    static Trace ofKernel(Builder builder, Supplier<String> where) {
        return new Trace(builder, where, null, axis -> null);
    }

    /** The equations of a function that this program calls. */
    public Trace ofFunction(Builder body) {
        return new Trace(body, where, functions, lanes);
    }

    /** Adds functions that the program calls, unless the first is there already, with its rules: one name stands for one function. */
    public void define(String name, Supplier<Map<String, Func>> made) {
        if (!functions.containsKey(name)) {
            // while it is made, functions that it calls may call it
            functions.put(name, null);
            made.get().forEach((n, f) -> functions.put(n, f == null ? null : ErasedExtents.of(f)));
        }
    }

    /** Whether derivatives of this program may be taken. */
    public boolean isDerivable() {
        return functions != null;
    }

    /** The program that this thread makes, or null. */
    public static Trace current() {
        return CURRENT.get();
    }

    /** Runs what appends to this program. */
    public <T> T during(Supplier<T> work) {
        Trace before = CURRENT.get();
        CURRENT.set(this);
        try {
            return work.get();
        } finally {
            if (before == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(before);
            }
        }
    }

    /** Runs what makes no part of a program though one is being made: what it gives is known now. */
    public static <T> T outside(Supplier<T> work) {
        Trace before = CURRENT.get();
        CURRENT.remove();
        try {
            return work.get();
        } finally {
            if (before != null) {
                CURRENT.set(before);
            }
        }
    }

    public Builder builder() {
        return builder;
    }

    /** The symbol of the k-th length among those of a program's inputs. */
    public static Dim input(int k) {
        return Dim.sym(INPUT + k);
    }

    static boolean isInput(String symbol) {
        return symbol.startsWith(INPUT) && symbol.length() > INPUT.length() && Character.isDigit(symbol.charAt(1));
    }

    /** The number that {@link #input} had for a symbol; -1 for others. */
    public static int inputOf(String symbol) {
        return isInput(symbol) ? Integer.parseInt(symbol.substring(INPUT.length())) : -1;
    }

    /** A symbol for a length that no rule knows: one that no other object that appends to this program gives, either. */
    public Dim symbol() {
        return Dim.sym(COMPUTED + builder.fresh(Type.I32).id());
    }

    /** How many lanes the named axis has; null where that is not known. */
    public Extent lanes(String axis) {
        Dim n = lanes.apply(axis);
        if (n != null && !n.isConst()) {
            throw new NeedsExtent(n.sym());
        }
        return n == null ? null : Extent.of(n.add());
    }

    /** A length that the program computes, an i32; a constant is known. */
    public Extent extent(Atom a) {
        return extent(a, Dim.UNKNOWN);
    }

    /** The same, where something may be known about it. */
    public Extent extent(Atom a, Dim known) {
        return a instanceof Lit l ? Extent.of(l.asLong()) : new Extent(this, known.isUnknown() ? symbol() : known, a);
    }

    /** An array of the program. */
    public NDArray array(DType dtype, boolean weak, List<? extends Atom> atoms) {
        return new NDArray(dtype, weak, new ArrayValue.Traced(this, List.copyOf(atoms)));
    }

    /** The shape of an array of the program, of whatever element type; complex ones are two such atoms. */
    public Shape shape(Atom a) {
        return new Shape(IntStream.range(0, a.type().rank()).mapToObj(k -> {
            Dim d = a.type().dims().get(k);
            return d.isConst() ? Extent.of(d.add()) : new Extent(this, d, a, k);
        }).toList());
    }

    /** The atoms of an array; one whose elements are known becomes a constant of the program. */
    public List<Atom> atoms(NDArray x) {
        if (x.value() instanceof ArrayValue.Traced t) {
            if (t.trace().builder != builder) {
                throw new JacobiException("An array that belongs to a function which is being compiled is used outside of it; return it as a result, or pass it as an argument.");
            }
            return t.atoms();
        }
        return constant(x, (ArrayValue.Stored) x.value());
    }

    public Atom atom(NDArray x) {
        return atoms(x).get(0);
    }

    private List<Atom> constant(NDArray x, ArrayValue.Stored s) {
        var out = new ArrayList<Atom>();
        int n = Arrays.stream(s.dims()).reduce(1, Math::multiplyExact);
        if (n > MOST_CONSTANTS) {
            throw new JacobiException("An array of " + n + " elements is used inside of a function that is compiled without being passed to it; pass it as an argument or capture it in the lambda.");
        }
        for (Block part : s.parts()) {
            Lit[] elements = new Lit[n];
            for (int i = 0; i < n; i++) {
                elements[i] = Elements.literal(x.dtype(), part, i);
            }
            out.add(s.dims().length == 0 ? elements[0] : constant(elements, s.dims()));
        }
        return out;
    }

    /** An array of these elements. */
    private Atom constant(Lit[] elements, int[] dims) {
        Lit first = elements.length == 0 ? null : elements[0];
        List<Dim> types = Arrays.stream(dims).mapToObj(Dim::of).toList();
        List<Atom> extents = Arrays.stream(dims).<Atom>mapToObj(Lit::i32).toList();
        Atom a = builder.full(first == null ? Lit.i32(0) : first, types, extents);
        for (int i = 0; i < elements.length; i++) {
            if (!elements[i].equals(first)) {
                a = builder.update(a, Params.Access.PROMISED, at(i, dims), elements[i]);
            }
        }
        return a;
    }

    private static List<Lit> at(int index, int[] dims) {
        var at = new Lit[dims.length];
        int rest = index;
        for (int k = dims.length - 1; k >= 0; k--) {
            at[k] = Lit.i32(rest % dims[k]);
            rest /= dims[k];
        }
        return List.of(at);
    }

    /** Appends an equation; extents of results that the rules leave open get symbols. */
    public List<Var> emitAll(Prim p, Params params, List<? extends Atom> in) {
        List<Type> types;
        try {
            types = TypeRules.infer(p, List.copyOf(in), params);
        } catch (TypeRules.TypeError e) {
            throw new JacobiException(p.text() + ": operands of the types " + in.stream().map(a -> a.type().toString()).toList() + " do not fit (" + e.getMessage() + ").", e);
        }
        List<Var> out = types.stream().map(t -> builder.fresh(named(t))).toList();
        builder.append(new Eqn(p, List.copyOf(in), params, out));
        return out;
    }

    public Var emit(Prim p, Params params, Atom... in) {
        return emitAll(p, params, Arrays.asList(in)).get(0);
    }

    public Var emit(Prim p, Atom... in) {
        return emit(p, Params.NONE, in);
    }

    private Type named(Type t) {
        return t.dims().stream().noneMatch(Dim::isUnknown) ? t : new Type(t.dtype(), t.dims().stream().map(d -> d.isUnknown() ? symbol() : d).toList());
    }

    /** The program has no result unless both are equal; certainly different ones are refused by {@code sentence}. */
    public void mustBeEqual(Extent a, Extent b, Supplier<String> sentence) {
        if (a.same(b)) {
            return;
        }
        if (!a.mayBe(b)) {
            throw new JacobiException(sentence.get());
        }
        builder.check(builder.emit(Prim.EQ, a.atom(), b.atom()), Params.Code.SHAPE, where.get());
    }

    /** The program has no result unless this holds: operations that run as they were written say what is wrong then. */
    public void mustHold(Atom ok) {
        builder.check(ok, Params.Code.THROW, where.get());
    }

    /** The place in the user's code. */
    public String where() {
        return where.get();
    }
}
