package dev.jacobi.pjrt.hlo.prepare;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.pjrt.hlo.prepare.PaddedLengths.Axis;
import dev.jacobi.pjrt.hlo.prepare.PaddedLengths.Length;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which arrays of a function have elements behind their end when some axes of its arguments have, and whether nothing ever looks at those. An array is as long as a multiple of a padded axis and a constant
 * on each of its axes, or is not padded there.
 */
final class PaddedArrays {
    /** Multiples and constants within these, of axes of at most 2^24 elements, do not wrap around. */
    private static final long MOST_FACTOR = 64;
    private static final long MOST_MORE = 1 << 20;
    private final Func f;
    private final List<Axis> axes;
    private final Map<Integer, List<Length>> arrays = new HashMap<>();
    private final Map<Integer, Length> numbers = new HashMap<>();

    PaddedArrays(Func f, List<Axis> axes) {
        this.f = f;
        this.axes = axes;
    }

    /** The lengths of an array's axes; null for those that are not padded. */
    List<Length> lengths(Atom a) {
        return a instanceof Var v && arrays.containsKey(v.id()) ? arrays.get(v.id()) : Collections.nCopies(a.type().rank(), null);
    }

    /** The length of one axis, or null. */
    Length axis(Atom a, int axis) {
        return lengths(a).get(axis);
    }

    private boolean padded(Atom a) {
        return a instanceof Var v && arrays.containsKey(v.id());
    }

    private void set(Var v, List<Length> lengths) {
        if (lengths.stream().anyMatch(l -> l != null)) {
            arrays.put(v.id(), lengths);
        }
    }

    /** Goes through the function; false when something may look behind the end of an array. */
    boolean follow() {
        var symbols = axes.stream().map(a -> f.in().get(a.input()).type().dims().get(a.axis())).toList();
        for (int k = 0; k < f.in().size(); k++) {
            Var v = f.in().get(k);
            Length[] own = new Length[v.type().rank()];
            for (int d = 0; d < own.length; d++) {
                int at = axes.indexOf(new Axis(k, d));
                Dim dim = v.type().dims().get(d);
                if (at < 0 ? !dim.isConst() && !dim.isUnknown() && symbols.contains(dim) : dim.isConst()) {
                    return false;
                }
                own[d] = at < 0 ? null : new Length(at, 1, 0);
            }
            set(v, Arrays.asList(own));
        }
        return follow(f.body());
    }

    private boolean follow(List<Eqn> body) {
        return body.stream().allMatch(this::follow);
    }

    private boolean follow(Eqn e) {
        List<Atom> in = e.in();
        if (!Regions.of(e).isEmpty()) {
            return regions(RegionView.of(e));
        }
        boolean untouched = in.stream().noneMatch(this::padded);
        return switch (e.prim().form()) {
            case DIM -> number(e.result(), axis(in.get(0), ((Params.Axis) e.params()).axis()));
            case FULL -> made(e.result(), in.subList(1, in.size()));
            case ACC_NEW -> made(e.result(), in);
            case ELEMENTWISE -> e.result().isArray() ? alike(e) : number(e.result(), in.size() == 2 ? number(e.prim(), in.get(0), in.get(1)) : null);
            case FUNCTION, SELECT, COPY, ACC_GET, STOP_GRADIENT -> alike(e);
            case INDEX -> untouched || promised(e) && taken(e);
            case UPDATE, ACC_ADD -> untouched || promised(e) && stored(e);
            case IOTA, BROADCAST, RESHAPE, TRANSPOSE, REV, SLICE, UPDATE_SLICE, PAD, CONCAT, GATHER, SCATTER, REDUCE_ADD, REDUCE_MUL, REDUCE_MIN, REDUCE_MAX, REDUCE_AND, REDUCE_OR,
                 REDUCE_XOR, ARGMIN, ARGMAX, CUM_ADD, CUM_MUL, CUM_MIN, CUM_MAX, DOT_GENERAL, CONV, SORT, FFT, CHOLESKY, TRIANGULAR_SOLVE, LU, QR, EIGH, SVD, COND, FOR, WHILE, MAP,
                 REDUCE, SCAN, HIST, CALL, CHECK, DEBUG_CALLBACK, THREEFRY2X32, PSUM, PMAX, PMIN, ALL_GATHER, AXIS_INDEX, SHARD, OPT_BARRIER -> untouched;
        };
    }

    private boolean number(Var v, Length of) {
        if (of != null) {
            numbers.put(v.id(), of);
        }
        return true;
    }

    private Length number(Prim p, Atom x, Atom y) {
        if (x.dtype() != DType.I32 || x instanceof Lit == y instanceof Lit || p == Prim.SUB && x instanceof Lit) {
            return null;
        }
        Length of = numbers.get(((Var) (x instanceof Lit ? y : x)).id());
        if (of == null) {
            return null;
        }
        long c = (x instanceof Lit l ? l : (Lit) y).asLong();
        Length r = p == Prim.ADD ? new Length(of.of(), of.factor(), of.more() + c) : p == Prim.SUB ? new Length(of.of(), of.factor(), of.more() - c)
            : p == Prim.MUL ? new Length(of.of(), of.factor() * c, of.more() * c) : null;
        return r != null && r.factor() >= 1 && r.factor() <= MOST_FACTOR && Math.abs(r.more()) <= MOST_MORE ? r : null;
    }

    /** A new array with these extents. */
    private boolean made(Var v, List<Atom> extents) {
        set(v, extents.stream().map(a -> a instanceof Var n ? numbers.get(n.id()) : null).toList());
        return true;
    }

    /** A result like all operands that are arrays. */
    private boolean alike(Eqn e) {
        if (e.in().stream().noneMatch(this::padded)) {
            return true;
        }
        List<List<Length>> all = e.in().stream().filter(a -> !a.type().isScalar()).map(this::lengths).distinct().toList();
        if (all.size() != 1 || e.out().size() != 1 || e.result().type().rank() != all.get(0).size()) {
            return false;
        }
        set(e.result(), all.get(0));
        return true;
    }

    private static boolean promised(Eqn e) {
        return e.params() instanceof Params.Access a && a.mode() == Params.Mode.PROMISED;
    }

    /** An element or a row. */
    private boolean taken(Eqn e) {
        List<Length> of = lengths(e.in().get(0));
        if (e.in().stream().skip(1).anyMatch(a -> !a.type().isScalar())) {
            return false;
        }
        set(e.result(), of.subList(e.in().size() - 1, of.size()));
        return true;
    }

    /** An element or a row that is written. */
    private boolean stored(Eqn e) {
        int last = e.in().size() - 1;
        List<Length> of = lengths(e.in().get(0));
        Atom value = e.in().get(last);
        if (e.in().subList(1, last).stream().anyMatch(a -> !a.type().isScalar()) || !lengths(value).equals(of.subList(last - 1, of.size()))) {
            return false;
        }
        set(e.result(), of);
        return true;
    }

    /** Loops and branches: arrays come out as they went in. */
    private boolean regions(RegionView view) {
        Eqn e = view.eqn();
        if (e.prim() == Prim.SCAN) {
            // The prefixes are as many as the trips.
            return e.in().stream().noneMatch(this::padded) && !(view.head() instanceof Var n && numbers.containsKey(n.id())) && follow(view.body().body())
                && view.body().out().stream().noneMatch(this::padded);
        }
        for (RegionView.Slot s : view.carried()) {
            s.params().forEach(p -> set(p, lengths(s.init())));
        }
        if (!Regions.of(e).stream().allMatch(r -> follow(r.body()))) {
            return false;
        }
        return view.slots().stream().allMatch(s -> came(view, s));
    }

    private boolean came(RegionView view, RegionView.Slot s) {
        Atom first = s.role() == RegionView.Role.BRANCH ? s.yields().get(0) : s.init();
        return switch (s.role()) {
            case STACK -> !padded(s.yield()) && !(view.head() instanceof Var n && numbers.containsKey(n.id()));
            case BINS -> !padded(s.init()) && s.yields().stream().noneMatch(this::padded);
            case CARRY, DEST, FOLD, BRANCH -> {
                List<Length> lengths = lengths(first);
                boolean same = s.yields().stream().allMatch(y -> lengths(y).equals(lengths));
                set(s.result(), lengths);
                yield same;
            }
        };
    }
}
