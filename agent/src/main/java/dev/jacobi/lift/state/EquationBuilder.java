package dev.jacobi.lift.state;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Eval;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.Facts;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.report.ReasonCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Emits equations. Folds the few things that decide about control flow; the rest is left to the simplifier. */
public final class EquationBuilder {
    /** Code of one region with what its lifting yielded (null when its end is never reached). */
    public record Captured<T>(List<Eqn> code, T result) {
    }

    private static final Set<Prim> ARITHMETIC = Set.of(Prim.ADD, Prim.SUB, Prim.MUL, Prim.DIV, Prim.REM);
    private static final Set<Prim> FOLDED = Set.of(Prim.ADD, Prim.SUB, Prim.MUL, Prim.DIV, Prim.REM, Prim.MIN, Prim.MAX, Prim.AND, Prim.OR, Prim.XOR, Prim.SHL, Prim.SHR, Prim.USHR);
    private static final Set<Prim> ROUNDED = Set.of(Prim.FLOOR, Prim.CEIL, Prim.SQRT);
    private static final int MOST_VALUES = 1_000_000;
    private final Builder b = new Builder();
    private final Map<Var, Atom> bools = new HashMap<>();
    private final Map<Var, Dim> extents = new HashMap<>();
    private final Map<Var, Eqn> made = new HashMap<>();
    private final Map<Atom, List<Atom>> lengths = new HashMap<>();
    private final Map<Atom, List<Atom>> read = new HashMap<>();
    private final Set<Atom> zeros = new HashSet<>();
    private final Set<Atom> orders = new HashSet<>();
    private final Set<Atom> carried = new HashSet<>();
    /** Arrays of more constants are not looked into. */
    private static final int MOST_KNOWN = 16;
    private final Runnable each;
    private final Supplier<String> where;
    private int count;
    /** What stands in short arrays of ints. */
    private final Map<Atom, List<Atom>> known = new HashMap<>();
    private final Map<Atom, List<List<Integer>>> knownRows = new HashMap<>();

    /** {@code each} is told of each value before it is made, {@code where} says which line of the source is being lifted. */
    public EquationBuilder(Runnable each, Supplier<String> where) {
        this.each = each;
        this.where = where;
    }

    public Builder builder() {
        return b;
    }

    public Var fresh(Type t) {
        count();
        return b.fresh(t);
    }

    private void count() {
        each.run();
        if (count++ > MOST_VALUES) {
            throw new Refusal(ReasonCode.TOO_LARGE, "its code with everything it calls is too large", "?");
        }
    }

    /** Variables made from now on have at least this id. */
    public int mark() {
        return fresh(Type.BOOL).id();
    }

    public Atom op(Prim p, Atom... in) {
        Atom f = fold(p, in);
        if (f != null) {
            return f;
        }
        count();
        Var v = b.emit(p, in);
        made.put(v, new Eqn(p, List.of(in), Params.NONE, List.of(v)));
        return v;
    }

    private Atom fold(Prim p, Atom[] in) {
        boolean known = in.length == 1 && (p == Prim.NOT && in[0].dtype() == DType.BOOL || p == Prim.NEG && in[0].dtype().isInt() || ROUNDED.contains(p) && in[0].dtype() == DType.F64);
        if (known && in[0] instanceof Lit l) {
            return p == Prim.NOT ? Lit.bool(!l.asBool()) : Eval.fold(p, Params.NONE, List.of(l));
        }
        if (p == Prim.SELECT && (in[0] instanceof Lit || in[1].equals(in[2]))) {
            return in[0] instanceof Lit l && !l.asBool() ? in[2] : in[1];
        }
        if (in.length != 2) {
            return null;
        }
        if (p == Prim.AND || p == Prim.OR) {
            for (int k = 0; k < 2; k++) {
                if (in[k] instanceof Lit l && l.dtype() == DType.BOOL) {
                    return l.asBool() == (p == Prim.AND) ? in[1 - k] : l;
                }
            }
        }
        boolean constant = in[0] instanceof Lit x && in[1] instanceof Lit y && x.dtype() == y.dtype();
        return constant && (p.group() == Prim.Group.COMPARE || FOLDED.contains(p) && (in[0].dtype() != DType.BOOL || !ARITHMETIC.contains(p)))
            ? Eval.fold(p, Params.NONE, List.of((Lit) in[0], (Lit) in[1])) : null;
    }

    public Atom and(Atom x, Atom y) {
        return op(Prim.AND, x, y);
    }

    /** The negation; that of a comparison of integers is the opposite comparison. */
    public Atom not(Atom x) {
        Eqn e = definition(x);
        if (e != null && e.prim() == Prim.NOT) {
            return e.in().get(0);
        }
        boolean hasOpposite = e != null && e.prim().group() == Prim.Group.COMPARE && (e.prim() == Prim.EQ || e.prim() == Prim.NE || !e.in().get(0).dtype().isFloat());
        return hasOpposite ? op(Facts.negated(e.prim()), e.in().get(0), e.in().get(1)) : op(Prim.NOT, x);
    }

    /** The i32 {@code to[tag]}. */
    public Atom renumber(Atom tag, int[] to) {
        if (IntStream.range(0, to.length).allMatch(k -> to[k] == k)) {
            return tag;
        }
        Atom r = Lit.i32(to[to.length - 1]);
        for (int k = to.length - 2; k >= 0; k--) {
            r = select(op(Prim.EQ, tag, Lit.i32(k)), Lit.i32(to[k]), r);
        }
        return r;
    }

    /** A scalar by tag, which is one of so many. */
    public Atom byTag(Atom tag, int n, IntFunction<Atom> option) {
        Atom r = option.apply(0);
        for (int k = 1; k < n; k++) {
            Atom is = op(Prim.EQ, tag, Lit.i32(k));
            r = select(is, option.apply(k), r);
        }
        return r;
    }

    /** An array by tag. */
    public Atom either(Atom tag, int option, Atom then, Atom otherwise) {
        Region no = new Region(List.of(), List.of(), List.of(otherwise));
        Region yes = new Region(List.of(), List.of(), List.of(then));
        return b.emit(Prim.COND, new Params.Branches(List.of(no, yes)), op(Prim.EQ, tag, Lit.i32(option)));
    }

    public Atom select(Atom c, Atom whenTrue, Atom whenFalse) {
        return op(Prim.SELECT, c, whenTrue, whenFalse);
    }

    public Atom convert(Atom a, DType to) {
        if (a.dtype() == to) {
            return a;
        }
        if (a instanceof Lit l && !to.isFloat() && (!l.dtype().isFloat() || l.dtype() == DType.F64 && to == DType.I32)) {
            return Lit.of(to, l.dtype().isFloat() ? (int) Double.longBitsToDouble(l.bits()) : l.asLong());
        }
        if (a instanceof Lit l && !l.dtype().isFloat() && to == DType.F64 && l.dtype() != DType.I64) {
            return Lit.f64(l.asLong());
        }
        if (to == DType.BOOL && a instanceof Var v && bools.containsKey(v)) {
            return bools.get(v);
        }
        Var v = b.convert(a, to);
        made.put(v, new Eqn(Prim.CONVERT, List.of(a), new Params.To(to), List.of(v)));
        if (a.dtype() == DType.BOOL && to == DType.I32) {
            bools.put(v, a);
        }
        return v;
    }

    /** A Java int: bools become 0 and 1. */
    public Atom i32(Atom a) {
        return convert(a, DType.I32);
    }

    public Atom i32IfBool(Atom a) {
        return a.dtype() == DType.BOOL ? i32(a) : a;
    }

    /** Java's small integer types are ints on the stack. */
    public Atom widen(Atom a) {
        return switch (a.dtype()) {
            case I8, I16, U16 -> convert(a, DType.I32);
            case BOOL, I32, I64, BF16, F16, F32, F64 -> a;
        };
    }

    /** The element or field to store for a value on the stack. */
    public Atom narrow(Atom a, DType to) {
        if (to == DType.BOOL) {
            Atom known = boolOf(a);
            return known != null ? known : op(Prim.NE, op(Prim.AND, a, Lit.i32(1)), Lit.i32(0));
        }
        return convert(i32IfBool(a), to);
    }

    /** The bool that an int was made from, or null. */
    public Atom boolOf(Atom a) {
        return a.dtype() == DType.BOOL ? a : a instanceof Var v ? bools.get(v)
            : a instanceof Lit l && l.dtype() == DType.I32 && (l.asLong() == 0 || l.asLong() == 1) ? Lit.bool(l.asLong() == 1) : null;
    }

    public Atom dim(Atom array, int axis) {
        Dim d = array.type().dims().get(axis);
        if (d.isConst()) {
            return Lit.i32((int) d.add());
        }
        Var v = b.dim(array, axis);
        made.put(v, new Eqn(Prim.DIM, List.of(array), new Params.Axis(axis, false), List.of(v)));
        extents.put(v, d);
        return v;
    }

    /** The indices that an element was read with; empty for any other value. */
    public List<Atom> read(Atom element) {
        return read.getOrDefault(element, List.of());
    }

    /** The equation that made a number by {@link #op}, {@link #convert} or {@link #dim}; null for any other. */
    public Eqn definition(Atom a) {
        return a instanceof Var v ? made.get(v) : null;
    }

    /** The int that was made a long by {@link #convert}; any other number itself. */
    public Atom asInt(Atom a) {
        Eqn e = definition(a);
        return e != null && e.prim() == Prim.CONVERT && a.dtype() == DType.I64 ? e.in().get(0) : a;
    }

    /** A new array of zeros. */
    public Atom zeros(DType element, List<Atom> extents) {
        Atom a = b.full(Lit.zero(element), extents.stream().map(this::extent).toList(), extents);
        lengths.put(a, List.copyOf(extents));
        zeros.add(a);
        long all = extents.stream().mapToLong(e -> e instanceof Lit n ? n.asLong() : MOST_KNOWN + 1L).reduce(1, (x, y) -> x < 0 || y < 0 || x > MOST_KNOWN ? MOST_KNOWN + 1L : x * y);
        if (element == DType.I32 && all <= MOST_KNOWN) {
            know(a, Collections.nCopies((int) all, 0));
        }
        return a;
    }

    /** The variable is one of a loop's that is being lifted. */
    public void carried(Var v) {
        carried.add(v);
    }

    public boolean isCarried(Atom a) {
        return carried.contains(a);
    }

    /** A new table of rows: 0, 1, 2, ... */
    public Atom order(Atom n) {
        Atom a = b.emit(Prim.IOTA, new Params.Shape(DType.I32, List.of(extent(n))), n);
        orders.add(a);
        if (n instanceof Lit l && l.asLong() >= 0 && l.asLong() <= MOST_KNOWN) {
            know(a, IntStream.range(0, (int) l.asLong()).boxed().toList());
        }
        return a;
    }

    /** True for what {@link #order} made. */
    public boolean isInOrder(Atom array) {
        return orders.contains(array);
    }

    /** True for what {@link #zeros} made. */
    public boolean isZeros(Atom array) {
        return zeros.contains(array);
    }

    /** The array has the lengths of another, as far as can be guessed: nothing may rely on it. */
    public void like(Atom array, Atom other) {
        List<Atom> l = lengths.get(other);
        if (l != null && array != null) {
            lengths.putIfAbsent(array, l);
        }
    }

    /** What the lengths of an array most likely are, or null. */
    public List<Atom> lengths(Atom array) {
        return lengths.get(array);
    }

    /** What is known about an extent given as a value. */
    public Dim extent(Atom n) {
        return n instanceof Lit l ? Dim.of(l.asLong()) : extents.getOrDefault(n, Dim.UNKNOWN);
    }

    /** True when the value is certainly not negative. */
    public boolean isExtent(Atom n) {
        return n instanceof Lit l ? l.asLong() >= 0 : extents.containsKey(n);
    }

    public void check(Atom ok, Params.Code code, String where) {
        if (ok instanceof Lit l && l.asBool()) {
            return;
        }
        b.check(ok, code, where);
        if (ok instanceof Lit) {
            throw new DeadPath();
        }
    }

    /** Notes the elements of an array of ints, all of which are constants. */
    public void know(Atom array, List<Integer> elements) {
        known.put(array, elements.stream().map(e -> (Atom) Lit.i32(e)).toList());
    }

    /** Notes that an array has the elements of another one. */
    public void copies(Atom copy, Atom array) {
        like(copy, array);
        if (known.containsKey(array)) {
            known.put(copy, known.get(array));
        }
    }

    /** The elements of a small array of constant ints, or null; those of an array of arrays row by row. */
    public List<Integer> known(Atom array) {
        List<Atom> all = known.get(array);
        return all == null || !all.stream().allMatch(Lit.class::isInstance) ? null : all.stream().map(e -> (int) ((Lit) e).asLong()).toList();
    }

    /** The elements of a small array of ints as values of the program, such as a shape that the program computes, or null. */
    public List<Atom> elements(Atom array) {
        return known.get(array);
    }

    /** The rows of a small array of arrays of constant ints, or null. */
    public List<List<Integer>> knownRows(Atom array) {
        List<List<Integer>> rows = knownRows.get(array);
        List<Integer> all = rows == null && array.type().rank() == 2 && array.type().dims().stream().allMatch(Dim::isConst) ? known(array) : null;
        if (all != null) {
            int width = (int) array.type().dims().get(1).add();
            return IntStream.range(0, (int) array.type().dims().get(0).add()).mapToObj(i -> all.subList(i * width, (i + 1) * width)).toList();
        }
        return rows == null || rows.contains(null) ? null : rows;
    }

    /** Notes a row that is stored where all others are constants or still to come. */
    public void knowRow(Atom before, Atom after, Atom at, Atom row) {
        if (before.type().rank() != 2 || !before.type().dims().get(0).isConst() || !(at instanceof Lit i) || known(row) == null) {
            return;
        }
        int n = (int) before.type().dims().get(0).add();
        List<List<Integer>> rows = new ArrayList<>(knownRows.getOrDefault(before, Collections.nCopies(n, null)));
        if (i.asLong() >= 0 && i.asLong() < n) {
            rows.set((int) i.asLong(), known(row));
            knownRows.put(after, rows);
        }
    }

    /** Notes that a value is the length of an axis. */
    public void isLength(Atom n, Dim d) {
        if (n instanceof Var v) {
            extents.put(v, d);
        }
    }

    /** The element of an array; of a short one of ints, such as a shape, what was stored there. */
    public Atom index(Atom a, List<Atom> at) {
        List<Atom> all = at.isEmpty() ? null : known.get(a);
        int k = all == null ? -1 : place(a, at, all.size());
        if (k >= 0) {
            return all.get(k);
        }
        Atom v = at.isEmpty() ? a : b.index(a, Params.Access.promised(where.get()), at);
        read.put(v, at);
        return v;
    }

    public Atom update(Atom a, List<Atom> at, Atom v) {
        if (at.isEmpty()) {
            like(v, a);
            return v;
        }
        Atom r = b.update(a, Params.Access.promised(where.get()), at, v);
        like(r, a);
        List<Atom> old = known.get(a);
        int k = old == null ? -1 : place(a, at, old.size());
        if (k >= 0) {
            var now = new ArrayList<>(old);
            now.set(k, v);
            known.put(r, now);
        }
        return r;
    }

    /** The number of an element in row-major order, where extents and indices are constants; -1 where they are not, or there is no such element. */
    /** The place of an element whose index is known among all elements, of which there are so many; else -1. */
    private static int place(Atom a, List<Atom> at, int count) {
        int k = 0;
        for (int axis = 0; axis < at.size(); axis++) {
            Dim d = a.type().dims().get(axis);
            long n = a.type().rank() == 1 ? count : d.isConst() ? d.add() : 0;
            if (at.size() < a.type().rank() || !(at.get(axis) instanceof Lit i) || i.asLong() < 0 || i.asLong() >= n) {
                return -1;
            }
            k = (int) (k * n + i.asLong());
        }
        return k;
    }

    /** Runs the code with its equations going to a list of their own. */
    public <T> Captured<T> capture(Supplier<T> run) {
        T result = null;
        b.open();
        Region r = null;
        try {
            result = run.get();
        } catch (DeadPath e) {
            result = null;
        } finally {
            r = b.close(List.of(), List.of());
        }
        return new Captured<>(new ArrayList<>(r.body()), result);
    }

    /** Emits more code at the end of a list. */
    public Atom into(List<Eqn> code, Supplier<Atom> run) {
        Captured<Atom> c = capture(run);
        code.addAll(c.code());
        return c.result();
    }

    public void append(List<Eqn> code) {
        code.forEach(b::append);
    }

    /** An array of zeros, to stand where a value is never looked at: an empty one where the extents of the type are not constants. */
    public Atom empty(Type t) {
        List<Dim> dims = t.dims().stream().allMatch(Dim::isConst) ? t.dims() : t.dims().stream().map(d -> Dim.UNKNOWN).toList();
        return t.isScalar() ? Lit.zero(t.dtype()) : b.full(Lit.zero(t.dtype()), dims, dims.stream().map(d -> Lit.i32(d.isConst() ? (int) d.add() : 0)).toList());
    }
}
