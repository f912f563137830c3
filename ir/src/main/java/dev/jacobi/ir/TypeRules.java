package dev.jacobi.ir;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The type rule of every primitive: result types from operand types and params. Rejects what does not fit with a sentence. */
public final class TypeRules {
    /** Operands that do not fit a primitive. The message says which and why. */
    public static final class TypeError extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        public TypeError(String message) {
            super(message);
        }
    }

    private TypeRules() {
    }

    /** Result types of an equation; throws {@link TypeError} when the operands do not fit the primitive. */
    public static List<Type> infer(Prim p, List<Atom> in, Params params) {
        return switch (p.form()) {
            case ELEMENTWISE, FUNCTION -> elementwise(p, in, params);
            case SELECT -> select(in);
            case FULL -> shape(p, in, 1, (Params.Shape) params);
            case IOTA, ACC_NEW -> shape(p, in, 0, (Params.Shape) params);
            case COPY, REV, ACC_GET, STOP_GRADIENT, CHOLESKY, CUM_ADD, CUM_MUL, CUM_MIN, CUM_MAX, PSUM, PMAX, PMIN ->
                List.of(one(p, in));
            case FFT -> List.of(one(p, in), in.get(1).type());
            case DIM -> dim(one(p, in), ((Params.Axis) params).axis());
            case BROADCAST -> broadcast(in, (Params.Broadcast) params);
            case RESHAPE -> shape(p, in, 1, (Params.Shape) params);
            case TRANSPOSE -> transpose(one(p, in), ((Params.Axes) params).axes());
            case SLICE -> slice(in, (Params.Slice) params);
            case UPDATE_SLICE -> updateSlice(in);
            case PAD -> pad(in.get(0).type(), (Params.Pad) params);
            case CONCAT -> concat(in, ((Params.Axis) params).axis());
            case INDEX -> index(in);
            case UPDATE, ACC_ADD -> update(p, in);
            case GATHER -> gather(in.get(0).type(), in.get(1).type(), ((Params.Access) params).axis());
            case SCATTER -> List.of(in.get(0).type());
            case REDUCE_ADD, REDUCE_MUL, REDUCE_MIN, REDUCE_MAX, REDUCE_AND, REDUCE_OR, REDUCE_XOR ->
                List.of(without(one(p, in), ((Params.Axes) params).axes()));
            case ARGMIN, ARGMAX -> List.of(without(one(p, in), List.of(((Params.Axis) params).axis())).with(DType.I32));
            case DOT_GENERAL -> dot(in.get(0).type(), in.get(1).type(), (Params.Dot) params);
            case CONV -> conv(in.get(0).type(), in.get(1).type(), (Params.Conv) params);
            case SORT -> in.stream().map(Atom::type).toList();
            case TRIANGULAR_SOLVE -> List.of(in.get(1).type());
            case LU, QR, EIGH, SVD -> FactorTypes.infer(p, in, params);
            case COND -> cond(in, (Params.Branches) params);
            case FOR -> carry(p, in.subList(1, in.size()), ((Params.Loop) params).body(), 1);
            case WHILE -> carry(p, in, ((Params.While) params).body(), 0);
            case MAP -> map(in, (Params.Loop) params);
            case REDUCE -> in.subList(1, in.size()).stream().map(Atom::type).toList();
            case SCAN -> scan(in, (Params.Fold) params);
            case HIST -> List.of(in.get(1).type());
            case CALL -> ((Params.Call) params).results();
            case CHECK -> check(one(p, in));
            case DEBUG_CALLBACK -> List.of();
            case THREEFRY2X32 -> threefry(in);
            case ALL_GATHER -> List.of(one(p, in).stacked(Dim.UNKNOWN));
            case AXIS_INDEX -> List.of(Type.I32);
            case SHARD -> shard(one(p, in), (Params.Layout) params);
            case OPT_BARRIER -> in.stream().map(Atom::type).toList();
        };
    }

    private static List<Type> elementwise(Prim p, List<Atom> in, Params params) {
        return switch (p.group()) {
            case UNARY -> same(p, in, 1);
            case BINARY -> same(p, in, 2);
            case COMPARE -> List.of(same(p, in, 2).get(0).with(DType.BOOL));
            case TERNARY -> same(p, in, 3);
            case CONVERSION -> p == Prim.BITCAST ? bitcast(in, ((Params.To) params).dtype()) : List.of(one(p, in).with(((Params.To) params).dtype()));
            case STRUCTURAL, ACCESS, REDUCTION, LIBRARY, CONTROL, LINEAR, RANDOM, COLLECTIVE, MARK -> throw new IllegalArgumentException(p.text() + " is not elementwise");
        };
    }

    private static List<Type> dim(Type a, int axis) {
        need(axis < a.rank(), Prim.DIM, "the axis is outside the operand's rank");
        return List.of(Type.I32);
    }

    private static List<Type> updateSlice(List<Atom> in) {
        Type a = in.get(0).type();
        need(in.size() == 2 + a.rank() && in.get(1).type().rank() == a.rank(), Prim.UPDATE_SLICE, "it takes one start per axis");
        return List.of(a);
    }

    private static List<Type> index(List<Atom> in) {
        int k = in.size() - 1;
        need(k >= 1 && k <= in.get(0).type().rank(), Prim.INDEX, "there are more indices than axes");
        return List.of(in.get(0).type().drop(k));
    }

    private static List<Type> shard(Type a, Params.Layout on) {
        need(on.axes().size() == a.rank(), Prim.SHARD, "its layout is one for each axis");
        return List.of(a);
    }

    private static List<Type> check(Type condition) {
        need(condition.equals(Type.BOOL), Prim.CHECK, "it takes one bool");
        return List.of();
    }

    private static List<Type> threefry(List<Atom> in) {
        Type t = in.get(2).type();
        need(in.size() == 4 && t.dtype() == DType.I32, Prim.THREEFRY2X32, "it takes four i32 operands");
        return List.of(t, t);
    }

    static void need(boolean ok, Prim p, String why) {
        if (!ok) {
            throw new TypeError(p.text() + ": " + why);
        }
    }

    /** The sentence is only made when it is needed: this is the compiler's hot path. */
    private static void need(boolean ok, Prim p, Supplier<String> why) {
        if (!ok) {
            throw new TypeError(p.text() + ": " + why.get());
        }
    }

    private static Type one(Prim p, List<Atom> in) {
        need(!in.isEmpty(), p, "an operand is missing");
        return in.get(0).type();
    }

    private static List<Type> same(Prim p, List<Atom> in, int arity) {
        need(in.size() == arity, p, () -> "it takes " + arity + " operands, not " + in.size());
        Type t = in.get(0).type();
        need(p.operands().has(t.dtype()), p, () -> "it is not defined for " + t.dtype().text());
        for (Atom a : in) {
            need(t.accepts(a.type()), p, () -> "operand types differ: " + t + " and " + a.type());
        }
        return List.of(joined(in));
    }

    private static Type joined(List<Atom> in) {
        Type t = in.get(0).type();
        if (t.isScalar()) {
            return t;
        }
        var dims = new ArrayList<Dim>(t.dims());
        for (Atom a : in) {
            for (int i = 0; i < dims.size(); i++) {
                if (dims.get(i).isUnknown() || a.type().dims().get(i).isConst()) {
                    dims.set(i, a.type().dims().get(i));
                }
            }
        }
        return new Type(t.dtype(), dims);
    }

    private static List<Type> select(List<Atom> in) {
        need(in.size() == 3 && in.get(0).dtype() == DType.BOOL, Prim.SELECT, "the first of three operands is a bool");
        Type a = in.get(1).type();
        need(a.accepts(in.get(2).type()), Prim.SELECT, () -> "operand types differ: " + a + " and " + in.get(2).type());
        Type s = in.get(0).type();
        need(s.isScalar() || a.with(DType.BOOL).accepts(s), Prim.SELECT, "the selector's shape differs from the operands'");
        return List.of(joined(in.subList(1, 3)));
    }

    private static List<Type> bitcast(List<Atom> in, DType to) {
        Type t = one(Prim.BITCAST, in);
        need(t.dtype().bits() == to.bits(), Prim.BITCAST, () -> t.dtype().text() + " and " + to.text() + " differ in width");
        return List.of(t.with(to));
    }

    private static List<Type> shape(Prim p, List<Atom> in, int first, Params.Shape s) {
        need(in.size() == first + s.dims().size(), p, "one extent operand per axis is needed");
        for (int i = 0; i < s.dims().size(); i++) {
            need(in.get(first + i).type().isScalar() && in.get(first + i).dtype().isInt(), p, "an extent is not an integer scalar");
        }
        return List.of(new Type(s.dtype(), s.dims()));
    }

    private static List<Type> broadcast(List<Atom> in, Params.Broadcast b) {
        need(in.size() == 1 + b.dims().size(), Prim.BROADCAST, "one extent operand per axis is needed");
        need(b.axes().size() == in.get(0).type().rank() && b.axes().stream().allMatch(k -> k >= 0 && k < b.dims().size())
            && b.axes().stream().distinct().count() == b.axes().size(), Prim.BROADCAST, "the operand's axes do not map to axes of the result");
        return List.of(new Type(in.get(0).dtype(), b.dims()));
    }

    private static List<Type> transpose(Type t, List<Integer> perm) {
        need(perm.size() == t.rank() && perm.stream().distinct().count() == t.rank(), Prim.TRANSPOSE, "not a permutation of the axes");
        return List.of(new Type(t.dtype(), perm.stream().map(t.dims()::get).toList()));
    }

    private static List<Type> slice(List<Atom> in, Params.Slice s) {
        Type a = in.get(0).type();
        need(in.size() == 1 + 2 * a.rank() && s.dims().size() == a.rank() && s.strides().size() == a.rank(), Prim.SLICE, "it takes one start and one size per axis");
        return List.of(new Type(a.dtype(), s.dims()));
    }

    private static List<Type> pad(Type a, Params.Pad p) {
        need(p.low().size() == a.rank() && p.high().size() == a.rank() && p.interior().size() == a.rank(), Prim.PAD, "one width per axis is needed");
        var dims = new ArrayList<Dim>();
        for (int i = 0; i < a.rank(); i++) {
            Dim d = a.dims().get(i);
            long edges = p.low().get(i) + p.high().get(i);
            long step = p.interior().get(i) + 1;
            dims.add(d.isConst() ? Dim.of(Math.max(0, d.add() - 1) * step + Math.min(1, d.add()) + edges)
                : d.isUnknown() || step != 1 ? Dim.UNKNOWN : new Dim(d.sym(), d.mul(), d.add() + edges));
        }
        return List.of(new Type(a.dtype(), dims));
    }

    private static List<Type> concat(List<Atom> in, int axis) {
        Type t = one(Prim.CONCAT, in);
        Dim sum = Dim.of(0);
        for (Atom a : in) {
            need(a.dtype() == t.dtype() && a.type().rank() == t.rank() && axis < t.rank(), Prim.CONCAT, () -> "operand types differ: " + t + " and " + a.type());
            Dim d = a.type().dims().get(axis);
            sum = d.isUnknown() || sum.isUnknown() || (!d.isConst() && !sum.isConst()) ? Dim.UNKNOWN
                : d.isConst() ? new Dim(sum.sym(), sum.mul(), sum.add() + d.add()) : new Dim(d.sym(), d.mul(), sum.add() + d.add());
        }
        var dims = new ArrayList<Dim>(t.dims());
        dims.set(axis, sum);
        return List.of(new Type(t.dtype(), dims));
    }

    private static List<Type> update(Prim p, List<Atom> in) {
        Type a = in.get(0).type();
        int k = in.size() - 2;
        need(k >= 0 && k <= a.rank(), p, "there are more indices than axes");
        Type v = in.get(in.size() - 1).type();
        need(a.drop(k).accepts(v), p, () -> "a value of type " + v + " does not fit into " + a.drop(k));
        return List.of(a);
    }

    private static List<Type> gather(Type a, Type idx, int axis) {
        var dims = new ArrayList<Dim>(a.dims().subList(0, axis));
        dims.addAll(idx.dims());
        dims.addAll(a.dims().subList(axis + 1, a.rank()));
        return List.of(new Type(a.dtype(), dims));
    }

    private static Type without(Type t, List<Integer> axes) {
        var dims = new ArrayList<Dim>();
        for (int i = 0; i < t.rank(); i++) {
            if (!axes.contains(i)) {
                dims.add(t.dims().get(i));
            }
        }
        return new Type(t.dtype(), dims);
    }

    private static List<Type> dot(Type a, Type b, Params.Dot p) {
        need(a.dtype() == b.dtype(), Prim.DOT_GENERAL, "operand dtypes differ");
        need(p.contractA().size() == p.contractB().size() && p.batchA().size() == p.batchB().size() && inRank(p.contractA(), a)
            && inRank(p.batchA(), a) && inRank(p.contractB(), b) && inRank(p.batchB(), b), Prim.DOT_GENERAL, "the axes do not pair up");
        var dims = new ArrayList<Dim>();
        p.batchA().forEach(i -> dims.add(a.dims().get(i)));
        p.freeA(a.rank()).forEach(i -> dims.add(a.dims().get(i)));
        p.freeB(b.rank()).forEach(i -> dims.add(b.dims().get(i)));
        return List.of(new Type(a.dtype(), dims));
    }

    private static boolean inRank(List<Integer> axes, Type t) {
        return axes.stream().allMatch(k -> k >= 0 && k < t.rank());
    }

    private static List<Type> conv(Type a, Type b, Params.Conv p) {
        int k0 = a.rank() - 2;
        need(k0 >= 0 && b.rank() == a.rank() && p.strides().size() == k0 && p.padLow().size() == k0 && p.padHigh().size() == k0
            && p.dilation().size() == k0, Prim.CONV, "one stride, pad and dilation per spatial axis is needed");
        var dims = new ArrayList<Dim>();
        dims.add(a.dims().get(0));
        dims.add(b.dims().get(0));
        for (int i = 0; i < p.strides().size(); i++) {
            Dim d = a.dims().get(2 + i);
            Dim k = b.dims().get(2 + i);
            dims.add(d.isConst() && k.isConst()
                ? Dim.of((d.add() + p.padLow().get(i) + p.padHigh().get(i) - (p.dilation().get(i) * (k.add() - 1) + 1)) / p.strides().get(i) + 1)
                : Dim.UNKNOWN);
        }
        return List.of(new Type(a.dtype(), dims));
    }

    private static List<Type> cond(List<Atom> in, Params.Branches b) {
        need(in.size() == 1 && in.get(0).type().isScalar() && !in.get(0).dtype().isFloat(), Prim.COND, "it takes one bool or integer selector");
        need(!b.regions().isEmpty(), Prim.COND, "it has no branch");
        List<Atom> first = b.regions().get(0).out();
        var types = new ArrayList<Type>(first.stream().map(Atom::type).toList());
        for (Region r : b.regions()) {
            need(r.out().size() == types.size(), Prim.COND, "the branches yield different numbers of values");
            for (int i = 0; i < types.size(); i++) {
                int k = i;
                need(types.get(i).dtype() == r.out().get(i).dtype() && types.get(i).rank() == r.out().get(i).type().rank(), Prim.COND,
                    () -> "result " + k + " is " + types.get(k) + " in one branch and " + r.out().get(k).type() + " in another");
                types.set(i, join(types.get(i), r.out().get(i).type()));
            }
        }
        return types;
    }

    private static Type join(Type a, Type b) {
        var dims = new ArrayList<Dim>();
        for (int i = 0; i < a.rank(); i++) {
            dims.add(a.dims().get(i).join(b.dims().get(i)));
        }
        return new Type(a.dtype(), dims);
    }

    private static List<Type> carry(Prim p, List<Atom> init, Region body, int skip) {
        need(body.params().size() == init.size() + skip, p, () -> "the body takes " + body.params().size() + " values for a carry of " + init.size());
        need(body.out().size() == init.size(), p, () -> "the body yields " + body.out().size() + " values for a carry of " + init.size());
        for (int i = 0; i < init.size(); i++) {
            int k = i;
            Type t = body.params().get(i + skip).type();
            need(t.accepts(init.get(i).type()) && t.accepts(body.out().get(i).type()), p,
                () -> "carry " + k + " is " + t + ", starts as " + init.get(k).type() + " and is yielded as " + body.out().get(k).type());
        }
        return body.params().subList(skip, body.params().size()).stream().map(Var::type).toList();
    }

    private static List<Type> map(List<Atom> in, Params.Loop l) {
        int dests = in.size() - 1;
        var types = new ArrayList<Type>();
        for (int i = 0; i < l.body().out().size(); i++) {
            types.add(i < dests ? in.get(1 + i).type() : l.body().out().get(i).type().stacked(l.extent()));
        }
        return types;
    }

    private static List<Type> scan(List<Atom> in, Params.Fold f) {
        var types = new ArrayList<Type>();
        in.subList(1, in.size()).forEach(a -> types.add(a.type()));
        in.subList(1, in.size()).forEach(a -> types.add(a.type().stacked(f.extent())));
        return types;
    }
}
