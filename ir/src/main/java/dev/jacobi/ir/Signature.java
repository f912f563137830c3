package dev.jacobi.ir;

import java.util.Collections;

/** Which params record each primitive carries and how many operands it takes at least and at most. The verifier and the parser go by it. */
public final class Signature {
    static final int MANY = Integer.MAX_VALUE;

    private Signature() {
    }

    /** The one record class of the primitive's params. */
    public static Class<? extends Params> params(Prim p) {
        return switch (p.form()) {
            case ELEMENTWISE -> p.group() == Prim.Group.CONVERSION ? Params.To.class : Params.None.class;
            case FUNCTION, SELECT, COPY, UPDATE_SLICE, CHOLESKY, LU, ACC_GET, THREEFRY2X32, STOP_GRADIENT, OPT_BARRIER -> Params.None.class;
            case FULL, IOTA, RESHAPE, ACC_NEW -> Params.Shape.class;
            case DIM, CONCAT, ARGMIN, ARGMAX, CUM_ADD, CUM_MUL, CUM_MIN, CUM_MAX, FFT, TRIANGULAR_SOLVE -> Params.Axis.class;
            case BROADCAST -> Params.Broadcast.class;
            case TRANSPOSE, REV, REDUCE_ADD, REDUCE_MUL, REDUCE_MIN, REDUCE_MAX, REDUCE_AND, REDUCE_OR, REDUCE_XOR -> Params.Axes.class;
            case SLICE -> Params.Slice.class;
            case PAD -> Params.Pad.class;
            case INDEX, UPDATE, GATHER, SCATTER, ACC_ADD -> Params.Access.class;
            case DOT_GENERAL -> Params.Dot.class;
            case CONV -> Params.Conv.class;
            case SORT -> Params.Sort.class;
            case QR, EIGH, SVD -> Params.Factor.class;
            case COND -> Params.Branches.class;
            case WHILE -> Params.While.class;
            case FOR, MAP -> Params.Loop.class;
            case REDUCE, SCAN, HIST -> Params.Fold.class;
            case CALL -> Params.Call.class;
            case CHECK -> Params.Check.class;
            case DEBUG_CALLBACK, PSUM, PMAX, PMIN, ALL_GATHER, AXIS_INDEX -> Params.Name.class;
            case SHARD -> Params.Layout.class;
        };
    }

    /** The fewest operands; {@link #most} the most. What lies between is {@link TypeRules}' business. */
    public static int least(Prim p) {
        return switch (p.group()) {
            case UNARY, CONVERSION -> 1;
            case BINARY, COMPARE -> 2;
            case TERNARY -> 3;
            case STRUCTURAL -> p == Prim.IOTA ? 0 : p == Prim.UPDATE_SLICE || p == Prim.PAD ? 2 : 1;
            case ACCESS -> p == Prim.SCATTER ? 3 : 2;
            case REDUCTION -> 1;
            case LIBRARY -> p == Prim.DOT_GENERAL || p == Prim.CONV || p == Prim.FFT || p == Prim.TRIANGULAR_SOLVE ? 2 : 1;
            case CONTROL -> p == Prim.CALL || p == Prim.WHILE || p == Prim.DEBUG_CALLBACK ? 0 : p == Prim.HIST ? 2 : 1;
            case LINEAR -> p == Prim.ACC_NEW ? 0 : p == Prim.ACC_ADD ? 2 : 1;
            case RANDOM -> 4;
            case COLLECTIVE -> p == Prim.AXIS_INDEX ? 0 : 1;
            case MARK -> p == Prim.OPT_BARRIER ? 0 : 1;
        };
    }

    public static int most(Prim p) {
        return switch (p.group()) {
            case UNARY, CONVERSION, REDUCTION -> 1;
            case BINARY, COMPARE -> 2;
            case TERNARY -> 3;
            case STRUCTURAL -> p == Prim.COPY || p == Prim.DIM || p == Prim.TRANSPOSE || p == Prim.REV ? 1 : p == Prim.PAD ? 2 : MANY;
            case ACCESS -> p == Prim.SCATTER ? 3 : p == Prim.GATHER ? 2 : MANY;
            case LIBRARY -> p == Prim.SORT ? MANY : p == Prim.LU || p == Prim.QR || p == Prim.EIGH || p == Prim.SVD ? 2 : least(p);
            case CONTROL -> p == Prim.COND || p == Prim.CHECK ? 1 : p == Prim.HIST ? 2 : MANY;
            case LINEAR -> p == Prim.ACC_GET ? 1 : MANY;
            case RANDOM -> 4;
            case COLLECTIVE -> least(p);
            case MARK -> p == Prim.OPT_BARRIER ? MANY : 1;
        };
    }

    /** The highest axis that the params speak of, -1 for none, -2 when an axis is negative or repeated. */
    public static int axis(Params params) {
        if (params instanceof Params.Axis a) {
            return a.axis() < 0 ? -2 : a.axis();
        } else if (params instanceof Params.Sort s) {
            return s.axis() < 0 ? -2 : s.axis();
        } else if (params instanceof Params.Access a) {
            return a.axis() < 0 ? -2 : a.axis();
        } else if (params instanceof Params.Axes a) {
            boolean bad = a.axes().stream().anyMatch(k -> k < 0) || a.axes().stream().distinct().count() != a.axes().size();
            return bad ? -2 : a.axes().isEmpty() ? -1 : Collections.max(a.axes());
        }
        return -1;
    }
}
