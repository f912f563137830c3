package dev.jacobi.transform.mesh;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Which axes of an equation's operands and results belong together, as factors: numbers from 0 on. Axes of one factor are divided alike, or not at all, and with them each device computes its block of the results.
 * A product {@code [m, k] x [k, n] -> [m, n]} has three of them.
 *
 * @param in the factor of each axis of each operand, {@link #WHOLE} for an axis that every device needs as a whole
 * @param out the same for each result
 * @param combined the factors over which results are combined, so that each device has a part of them, in an order that is the same in every run
 * @param combine the collective that does this
 * @param ruled false where a primitive has no rule, so that each device computes it as a whole
 */
record AxisFactors(List<List<Integer>> in, List<List<Integer>> out, List<Integer> combined, Prim combine, boolean ruled) {
    static final int WHOLE = -1;

    /** The rule of an equation. Its types have known extents where a rule compares them. */
    static AxisFactors of(Eqn e) {
        return switch (e.prim()) {
            case NEG, ABS, SIGN, NOT, POPCNT, CLZ, CTZ, FLOOR, CEIL, RINT, SQRT, CBRT, EXP, EXPM1, LOG, LOG1P, LOG10, SIN, COS, TAN, ASIN, ACOS, ATAN, SINH, COSH, TANH, ASINH, ACOSH, ATANH, ERF, ERF_INV,
                LGAMMA, DIGAMMA, ADD, SUB, MUL, DIV, REM, POW, ATAN2, HYPOT, MIN, MAX, AND, OR, XOR, SHL, SHR, USHR, MULHI, COPYSIGN, NEXTAFTER, EQ, NE, LT, LE, GT, GE, SELECT, FMA, CONVERT, BITCAST,
                THREEFRY2X32, COPY, STOP_GRADIENT, SHARD, OPT_BARRIER -> alike(e, Set.of());
            case FULL, ACC_NEW -> alike(e, Set.of());
            case IOTA -> alike(e, Set.of(rank(e) - 1));
            case BROADCAST -> broadcast(e, ((Params.Broadcast) e.params()).axes());
            case RESHAPE -> reshape(e);
            case TRANSPOSE -> first(e, ((Params.Axes) e.params()).axes());
            case REV -> alike(e, Set.copyOf(((Params.Axes) e.params()).axes()));
            case SLICE -> alike(e, uncut(e));
            case PAD -> alike(e, padded((Params.Pad) e.params()));
            case CONCAT, CUM_ADD, CUM_MUL, CUM_MIN, CUM_MAX, FFT -> alike(e, Set.of(((Params.Axis) e.params()).axis()));
            case SORT -> alike(e, Set.of(((Params.Sort) e.params()).axis()));
            case UPDATE_SLICE -> alike(e, shorter(e.in().get(0).type(), e.in().get(1).type()));
            case INDEX -> first(e, IntStream.range(e.in().size() - 1, rank(e.in().get(0))).boxed().toList());
            case UPDATE -> update(e);
            case GATHER -> gather(e);
            case SCATTER -> scatter(e);
            case REDUCE_ADD -> reduced(e, ((Params.Axes) e.params()).axes(), Prim.PSUM);
            case REDUCE_MIN -> reduced(e, ((Params.Axes) e.params()).axes(), Prim.PMIN);
            case REDUCE_MAX -> reduced(e, ((Params.Axes) e.params()).axes(), Prim.PMAX);
            case REDUCE_MUL, REDUCE_AND, REDUCE_OR, REDUCE_XOR -> reduced(e, ((Params.Axes) e.params()).axes(), null);
            case ARGMIN, ARGMAX -> reduced(e, List.of(((Params.Axis) e.params()).axis()), null);
            case DOT_GENERAL -> dot(e, (Params.Dot) e.params());
            case CONV -> conv(e, (Params.Conv) e.params());
            // no rule: each device computes the whole of it
            case DIM, CHOLESKY, TRIANGULAR_SOLVE, LU, QR, EIGH, SVD, COND, FOR, WHILE, MAP, REDUCE, SCAN, HIST, CALL, CHECK, DEBUG_CALLBACK, ACC_ADD, ACC_GET, PSUM, PMAX, PMIN, ALL_GATHER,
                AXIS_INDEX -> new AxisFactors(whole(e.in()), whole(e.out()), List.of(), null, false);
        };
    }

    /** How many factors there are. */
    int count() {
        return 1 + Math.max(greatest(in), greatest(out));
    }

    private static int greatest(List<List<Integer>> all) {
        return all.stream().flatMap(List::stream).mapToInt(k -> k).max().orElse(WHOLE);
    }

    private static int rank(Atom a) {
        return a.type().rank();
    }

    private static int rank(Eqn e) {
        return rank(e.result());
    }

    private static List<Integer> none(Atom a) {
        return Collections.nCopies(rank(a), WHOLE);
    }

    private static List<List<Integer>> whole(List<? extends Atom> all) {
        return all.stream().map(AxisFactors::none).toList();
    }

    private static AxisFactors plain(List<List<Integer>> in, List<List<Integer>> out) {
        return new AxisFactors(in, out, List.of(), null, true);
    }

    /** Arrays of one rank, axis by axis, but for some; numbers have no axes. */
    private static AxisFactors alike(Eqn e, Set<Integer> but) {
        int rank = rank(e);
        List<Integer> each = IntStream.range(0, rank).mapToObj(k -> but.contains(k) ? WHOLE : k).toList();
        return plain(e.in().stream().map(a -> rank(a) == rank ? each : none(a)).toList(), Collections.nCopies(e.out().size(), each));
    }

    /** The result's axes are these of the first operand. */
    private static AxisFactors first(Eqn e, List<Integer> axes) {
        var in = new ArrayList<>(whole(e.in()));
        in.set(0, IntStream.range(0, rank(e.in().get(0))).map(axes::indexOf).boxed().toList());
        return plain(in, List.of(IntStream.range(0, axes.size()).boxed().toList()));
    }

    private static AxisFactors broadcast(Eqn e, List<Integer> axes) {
        var in = new ArrayList<>(whole(e.in()));
        in.set(0, axes);
        return plain(in, List.of(IntStream.range(0, rank(e)).boxed().toList()));
    }

    /** Stretches of axes with as many elements on both sides belong together; the slowest of each may be divided. Axes of one element stand alone. */
    private static AxisFactors reshape(Eqn e) {
        Type from = e.in().get(0).type();
        Type to = e.result().type();
        var in = new ArrayList<>(whole(e.in()));
        var own = new ArrayList<>(in.get(0));
        var out = new ArrayList<>(none(e.result()));
        if (isKnown(from) && isKnown(to)) {
            List<Integer> a = longer(from);
            List<Integer> b = longer(to);
            int j = 0;
            for (int i = 0, factor = 0; i < a.size() && j < b.size(); factor++) {
                own.set(a.get(i), factor);
                out.set(b.get(j), factor);
                long m = length(from, a.get(i++));
                long n = length(to, b.get(j++));
                while (m != n && (m < n ? i < a.size() : j < b.size())) {
                    if (m < n) {
                        m *= length(from, a.get(i++));
                    } else {
                        n *= length(to, b.get(j++));
                    }
                }
            }
        }
        in.set(0, own);
        return plain(in, List.of(out));
    }

    private static boolean isKnown(Type t) {
        return t.dims().stream().allMatch(d -> d.isConst() && d.add() > 0);
    }

    private static long length(Type t, int axis) {
        return t.dims().get(axis).add();
    }

    private static List<Integer> longer(Type t) {
        return IntStream.range(0, t.rank()).filter(k -> length(t, k) > 1).boxed().toList();
    }

    /** The axes along which a slice leaves something out. */
    private static Set<Integer> uncut(Eqn e) {
        Type a = e.in().get(0).type();
        Set<Integer> cut = shorter(a, e.result().type());
        List<Long> strides = ((Params.Slice) e.params()).strides();
        for (int k = 0; k < strides.size(); k++) {
            if (strides.get(k) != 1) {
                cut.add(k);
            }
        }
        return cut;
    }

    /** Where a part is not certain to be as long as the whole. */
    private static Set<Integer> shorter(Type whole, Type part) {
        var out = new TreeSet<Integer>();
        for (int k = 0; k < whole.rank(); k++) {
            Dim d = whole.dims().get(k);
            if (!d.isConst() || !d.equals(part.dims().get(k))) {
                out.add(k);
            }
        }
        return out;
    }

    private static Set<Integer> padded(Params.Pad p) {
        var out = new TreeSet<Integer>();
        for (int k = 0; k < p.low().size(); k++) {
            if (p.low().get(k) != 0 || p.high().get(k) != 0 || p.interior().get(k) != 0) {
                out.add(k);
            }
        }
        return out;
    }

    private static AxisFactors update(Eqn e) {
        int fixed = e.indices().size();
        List<Integer> each = IntStream.range(0, rank(e)).mapToObj(k -> k < fixed ? WHOLE : k).toList();
        var in = new ArrayList<>(whole(e.in()));
        in.set(0, each);
        in.set(in.size() - 1, each.subList(fixed, each.size()));
        return plain(in, List.of(each));
    }

    private static AxisFactors gather(Eqn e) {
        int axis = ((Params.Access) e.params()).axis();
        int places = rank(e.in().get(1));
        List<Integer> table = IntStream.range(0, rank(e.in().get(0))).mapToObj(k -> k < axis ? k : k == axis ? WHOLE : k - 1 + places).toList();
        return plain(List.of(table, IntStream.range(axis, axis + places).boxed().toList()), List.of(IntStream.range(0, rank(e)).boxed().toList()));
    }

    /** The values that are stored have axes as the result of a gather has. Devices store parts of them where a collective combines what they have then; parts of sums are stored among zeros ({@link #addsParts}). */
    private static AxisFactors scatter(Eqn e) {
        Params.Access p = (Params.Access) e.params();
        int axis = p.axis();
        int places = rank(e.in().get(1));
        Prim by = p.op() == Prim.ADD ? Prim.PSUM : p.op() == Prim.MIN ? Prim.PMIN : p.op() == Prim.MAX ? Prim.PMAX : null;
        List<Integer> base = IntStream.range(0, rank(e)).map(k -> k < axis ? k : k == axis ? WHOLE : k - 1 + places).boxed().toList();
        List<Integer> stored = IntStream.range(axis, axis + places).boxed().toList();
        List<Integer> values = IntStream.range(0, rank(e.in().get(2))).map(k -> by == null && stored.contains(k) ? WHOLE : k).boxed().toList();
        return new AxisFactors(List.of(base, by == null ? none(e.in().get(1)) : stored, values), List.of(base), by == null ? List.of() : stored, by, true);
    }

    /** Whether devices that have a part of an equation's work each add to what is there already, which is one device's work only. */
    static boolean addsParts(Eqn e) {
        return e.prim() == Prim.SCATTER && ((Params.Access) e.params()).op() == Prim.ADD;
    }

    /** {@code by} is null where no collective combines what devices have. */
    private static AxisFactors reduced(Eqn e, List<Integer> axes, Prim by) {
        int rank = rank(e.in().get(0));
        List<Integer> each = IntStream.range(0, rank).mapToObj(k -> by == null && axes.contains(k) ? WHOLE : k).toList();
        List<Integer> kept = IntStream.range(0, rank).filter(k -> !axes.contains(k)).boxed().toList();
        return new AxisFactors(List.of(each), List.of(kept), by == null ? List.of() : axes, by, true);
    }

    private static AxisFactors dot(Eqn e, Params.Dot p) {
        var a = new ArrayList<>(none(e.in().get(0)));
        var b = new ArrayList<>(none(e.in().get(1)));
        int next = 0;
        for (int k = 0; k < p.batchA().size(); k++, next++) {
            a.set(p.batchA().get(k), next);
            b.set(p.batchB().get(k), next);
        }
        for (int k : p.freeA(a.size())) {
            a.set(k, next++);
        }
        for (int k : p.freeB(b.size())) {
            b.set(k, next++);
        }
        List<Integer> out = IntStream.range(0, next).boxed().toList();
        var summed = new ArrayList<Integer>();
        for (int k = 0; k < p.contractA().size(); k++, next++) {
            a.set(p.contractA().get(k), next);
            b.set(p.contractB().get(k), next);
            summed.add(next);
        }
        return new AxisFactors(List.of(a, b), List.of(out), summed, Prim.PSUM, true);
    }

    /** Examples and output channels may be divided, and input channels where there is one group of them. */
    private static AxisFactors conv(Eqn e, Params.Conv p) {
        var a = new ArrayList<>(none(e.in().get(0)));
        var b = new ArrayList<>(none(e.in().get(1)));
        var out = new ArrayList<>(none(e.result()));
        a.set(0, 0);
        out.set(0, 0);
        if (p.groups() > 1) {
            return plain(List.of(a, b), List.of(out));
        }
        b.set(0, 1);
        out.set(1, 1);
        a.set(1, 2);
        b.set(1, 2);
        return new AxisFactors(List.of(a, b), List.of(out), List.of(2), Prim.PSUM, true);
    }

    /** Whether the axes that an equation makes have lengths that are operands, the last ones. */
    static boolean takesExtents(Eqn e) {
        return switch (e.prim().group()) {
            case STRUCTURAL -> e.params() instanceof Params.Shape || e.params() instanceof Params.Broadcast || e.params() instanceof Params.Slice;
            case LINEAR -> e.params() instanceof Params.Shape;
            case UNARY, BINARY, COMPARE, TERNARY, CONVERSION, ACCESS, REDUCTION, LIBRARY, CONTROL, RANDOM, COLLECTIVE, MARK -> false;
        };
    }

    /** The equation's operands and params for results of these lengths. */
    static Eqn withExtents(Eqn e, List<Dim> dims) {
        var in = new ArrayList<Atom>(e.in().subList(0, e.in().size() - dims.size()));
        dims.forEach(d -> in.add(Lit.i32((int) d.add())));
        Params p = e.params() instanceof Params.Shape s ? new Params.Shape(s.dtype(), dims)
            : e.params() instanceof Params.Broadcast b ? new Params.Broadcast(b.axes(), dims) : new Params.Slice(dims, ((Params.Slice) e.params()).strides());
        return new Eqn(e.prim(), in, p, e.out());
    }
}
