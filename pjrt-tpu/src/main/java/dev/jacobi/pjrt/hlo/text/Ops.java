package dev.jacobi.pjrt.hlo.text;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.pjrt.hlo.text.RegionText.Tensor;
import dev.jacobi.pjrt.program.HloProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Writes single StableHLO operations on tensors of known shapes; what changes nothing is not written. */
public final class Ops {
    private final KnownParts parts = new KnownParts(this);
    private final FoldOps folds = new FoldOps(this);
    private RegionText code = new RegionText(null);
    private HloProgram.Origin origin;
    private int next;
    private String precision = "HIGHEST";

    /** How exactly the factors of products of floats are taken, as StableHLO names it. */
    public String precision() {
        return precision;
    }

    /** Says how exactly products of floats are made from here on. */
    public void precision(String name) {
        precision = name;
    }

    /** The region that is being written. */
    public RegionText code() {
        return code;
    }

    /** Says for which equation lines are written from here on; null for none. */
    public void origin(HloProgram.Origin equation) {
        origin = equation;
    }

    // Regions.

    /** What {@code body} writes, as a region of its own. */
    public RegionText region(Runnable body) {
        return region(new RegionText(code), body);
    }

    /** As {@link #region}, for the functions that reductions, scatters and sorts call: these see nothing around them. */
    public RegionText closed(Runnable body) {
        return region(new RegionText(null), body);
    }

    /** Writes on at the end of a region. */
    public void into(RegionText inner, Runnable body) {
        region(inner, body);
    }

    private RegionText region(RegionText inner, Runnable body) {
        RegionText before = code;
        code = inner;
        try {
            body.run();
        } finally {
            code = before;
        }
        return inner;
    }

    public String name() {
        return "%" + next++;
    }

    public void line(String text) {
        code.line(text, origin);
    }

    /** Writes an operation, and returns its result of this type. */
    public Tensor def(DType d, int[] shape, String text) {
        String n = name();
        line(n + " = " + text);
        return new Tensor(n, d, shape);
    }

    /** The same for a text without types: those of its operands and of the result are put behind it. */
    public Tensor def(DType d, int[] shape, String text, Tensor... from) {
        return def(d, shape, text + " : (" + types(List.of(from)) + ") -> " + RegionText.type(d, shape));
    }

    private static String list(int[] v) {
        return Arrays.stream(v).mapToObj(Integer::toString).collect(Collectors.joining(", ", "[", "]"));
    }

    /** Numbers as a list in brackets. */
    public static String list(List<Integer> v) {
        return v.stream().map(k -> Integer.toString(k)).collect(Collectors.joining(", ", "[", "]"));
    }

    /** Numbers as an array attribute. */
    public static String array(int[] v) {
        return v.length == 0 ? "array<i64>" : Arrays.stream(v).mapToObj(Integer::toString).collect(Collectors.joining(", ", "array<i64: ", ">"));
    }

    /** Both lists of numbers, one behind the other. */
    public static int[] join(int[] a, int... b) {
        return IntStream.concat(Arrays.stream(a), Arrays.stream(b)).toArray();
    }

    // Constants.

    /** A tensor of these extents, all of whose elements are one value. */
    public Tensor constant(Lit v, int... shape) {
        Object key = List.of("constant", v, Arrays.stream(shape).boxed().toList());
        Tensor t = code.known(key);
        return t != null ? t
            : code.remember(key, def(v.dtype(), shape, "stablehlo.constant dense<" + Constants.text(v) + "> : " + RegionText.type(v.dtype(), shape)));
    }

    public Tensor constant(DType d, long v, int... shape) {
        return constant(Lit.of(d, v), shape);
    }

    Tensor real(DType d, double v, int... shape) {
        return constant(Lit.real(d, v), shape);
    }

    /** A tensor of these extents, whose elements are their numbers along an axis. */
    public Tensor iota(DType d, int axis, int... shape) {
        Object key = List.of("iota", d, axis, Arrays.stream(shape).boxed().toList());
        Tensor t = code.known(key);
        return t != null ? t : code.remember(key, def(d, shape, "stablehlo.iota dim = " + axis + " : " + RegionText.type(d, shape)));
    }

    // Elementwise.

    /** The elementwise operation of this name, on operands of one type. */
    public Tensor op(String name, Tensor... in) {
        String names = Arrays.stream(in).map(Tensor::name).collect(Collectors.joining(", "));
        return def(in[0].dtype(), in[0].shape(), "stablehlo." + name + " " + names + " : " + in[0].type());
    }

    /** An operation of the chlo dialect, which plugins expand before they compile. */
    Tensor chlo(String name, Tensor a) {
        return def(a.dtype(), a.shape(), "chlo." + name + " " + a.name() + " : " + a.type() + " -> " + a.type());
    }

    public Tensor add(Tensor a, Tensor b) {
        return op("add", a, b);
    }

    Tensor sub(Tensor a, Tensor b) {
        return op("subtract", a, b);
    }

    public Tensor mul(Tensor a, Tensor b) {
        return op("multiply", a, b);
    }

    public Tensor and(Tensor a, Tensor b) {
        return op("and", a, b);
    }

    public Tensor or(Tensor a, Tensor b) {
        return op("or", a, b);
    }

    public Tensor not(Tensor a) {
        return op("not", a);
    }

    /** EQ, NE, LT, LE, GT or GE. */
    public Tensor compare(String how, Tensor a, Tensor b) {
        return compare(how, a, b, a.dtype().isFloat() ? "FLOAT" : a.dtype() == DType.BOOL || a.dtype() == DType.U16 ? "UNSIGNED" : "SIGNED");
    }

    /** An elementwise comparison: its direction ({@code EQ}, {@code LT}, ..) and the order of floats ({@code FLOAT}, {@code TOTALORDER}). */
    public Tensor compare(String how, Tensor a, Tensor b, String kind) {
        return def(DType.BOOL, a.shape(), "stablehlo.compare " + how + ", " + a.name() + ", " + b.name() + ", " + kind, a, b);
    }

    /** Per element {@code yes} where {@code p} holds, else {@code no}. */
    public Tensor select(Tensor p, Tensor yes, Tensor no) {
        return def(yes.dtype(), yes.shape(), "stablehlo.select " + p.name() + ", " + yes.name() + ", " + no.name() + " : " + p.type() + ", " + yes.type());
    }

    private Tensor changed(String how, Tensor a, DType to) {
        return a.dtype() == to ? a : def(to, a.shape(), "stablehlo." + how + " " + a.name(), a);
    }

    /** The plugin's conversion, which does not say what becomes of values that do not fit. */
    public Tensor convert(Tensor a, DType to) {
        return changed("convert", a, to);
    }

    Tensor bits(Tensor a, DType to) {
        return changed("bitcast_convert", a, to);
    }

    /** A constant in the shape of another tensor. */
    public Tensor like(Tensor a, double v) {
        return a.dtype().isFloat() ? real(a.dtype(), v, a.shape()) : constant(a.dtype(), (long) v, a.shape());
    }

    // Shapes.

    /** Axis k of the operand becomes axis {@code axes[k]}. */
    public Tensor broadcast(Tensor a, int[] axes, int... shape) {
        if (Arrays.equals(a.shape(), shape) && Arrays.equals(axes, IntStream.range(0, shape.length).toArray())) {
            return a;
        }
        return def(a.dtype(), shape, "stablehlo.broadcast_in_dim " + a.name() + ", dims = " + list(axes), a);
    }

    /** The same elements with other extents. */
    public Tensor reshape(Tensor a, int... shape) {
        return Arrays.equals(a.shape(), shape) ? a : def(a.dtype(), shape, "stablehlo.reshape " + a.name(), a);
    }

    /** Axis k of the result is axis {@code order[k]}. */
    public Tensor transpose(Tensor a, int... order) {
        if (Arrays.equals(order, IntStream.range(0, order.length).toArray())) {
            return a;
        }
        int[] shape = Arrays.stream(order).map(k -> a.shape()[k]).toArray();
        return def(a.dtype(), shape, "stablehlo.transpose " + a.name() + ", dims = " + list(order), a);
    }

    /** The elements the other way round along these axes. */
    public Tensor reverse(Tensor a, List<Integer> axes) {
        if (axes.isEmpty()) {
            return a;
        }
        Tensor r = def(a.dtype(), a.shape(), "stablehlo.reverse " + a.name() + ", dims = " + list(axes) + " : " + a.type());
        parts.reversed(a, axes, r);
        return r;
    }

    /** The elements from {@code start} to in front of {@code limit} along each axis. */
    public Tensor slice(Tensor a, int[] start, int[] limit) {
        return slice(a, start, limit, IntStream.generate(() -> 1).limit(start.length).toArray());
    }

    /** The elements from {@code start} to in front of {@code limit} along one axis. */
    public Tensor slice(Tensor a, int axis, int start, int limit) {
        int[] from = new int[a.rank()];
        int[] to = a.shape().clone();
        from[axis] = start;
        to[axis] = limit;
        return slice(a, from, to);
    }

    /** The elements {@code by} places further along an axis, as far as there is room, behind {@code value}; by places less, before it, where that is negative. */
    public Tensor shift(Tensor a, Tensor value, int axis, int by) {
        int[] low = new int[a.rank()];
        int[] high = new int[a.rank()];
        low[axis] = by;
        high[axis] = -by;
        return pad(a, value, low, high);
    }

    /** The elements from {@code start} to in front of {@code limit}, by steps, along each axis. */
    public Tensor slice(Tensor a, int[] start, int[] limit, int[] stride) {
        KnownParts.Place in = Arrays.stream(stride).allMatch(s -> s == 1) ? parts.place(a, start, limit) : null;
        if (in != null) {
            int[] from = start.clone();
            int[] to = limit.clone();
            from[in.axis()] -= in.first();
            to[in.axis()] -= in.first();
            return slice(in.of(), from, to, stride);
        }
        int[] shape = IntStream.range(0, start.length).map(k -> Math.max(0, (limit[k] - start[k] + stride[k] - 1) / stride[k])).toArray();
        if (Arrays.equals(shape, a.shape())) {
            return a;
        }
        String ranges = IntStream.range(0, start.length).mapToObj(k -> start[k] + ":" + limit[k] + (stride[k] == 1 ? "" : ":" + stride[k]))
            .collect(Collectors.joining(", ", "[", "]"));
        Tensor r = def(a.dtype(), shape, "stablehlo.slice " + a.name() + " " + ranges, a);
        if (Arrays.stream(stride).allMatch(s -> s == 1)) {
            parts.sliced(a, start, limit, r);
        }
        return r;
    }

    /** More elements of one value in front, behind and in between, along each axis; a negative number takes elements away. */
    public Tensor pad(Tensor a, Tensor value, int[] low, int[] high, int[] interior) {
        int[] shape = new int[a.rank()];
        boolean same = true;
        for (int k = 0; k < shape.length; k++) {
            int n = a.shape()[k];
            shape[k] = Math.max(0, low[k] + high[k] + n + Math.max(0, n - 1) * interior[k]);
            same &= low[k] == 0 && high[k] == 0 && (interior[k] == 0 || n <= 1);
        }
        return same ? a : def(a.dtype(), shape, "stablehlo.pad " + a.name() + ", " + value.name() + ", low = " + list(low) + ", high = " + list(high)
            + ", interior = " + list(interior), a, value);
    }

    /** The same with nothing in between. */
    public Tensor pad(Tensor a, Tensor value, int[] low, int[] high) {
        return pad(a, value, low, high, new int[low.length]);
    }

    /** Tensors one behind the other along an axis. */
    public Tensor concat(List<Tensor> parts, int axis) {
        if (parts.size() == 1) {
            return parts.get(0);
        }
        int[] shape = parts.get(0).shape().clone();
        shape[axis] = parts.stream().mapToInt(p -> p.shape()[axis]).sum();
        return def(parts.get(0).dtype(), shape, "stablehlo.concatenate " + names(parts) + ", dim = " + axis, parts.toArray(new Tensor[0]));
    }

    public static String names(List<Tensor> ts) {
        return ts.stream().map(Tensor::name).collect(Collectors.joining(", "));
    }

    public static String types(List<Tensor> ts) {
        return ts.stream().map(Tensor::type).collect(Collectors.joining(", "));
    }

    /** A part of these sizes, whose starts are scalars that clamp so that it fits. */
    public Tensor dynamicSlice(Tensor a, List<Tensor> starts, int... sizes) {
        if (Arrays.equals(a.shape(), sizes)) {
            return a;
        }
        return def(a.dtype(), sizes, "stablehlo.dynamic_slice " + a.name() + ", " + names(starts) + ", sizes = " + list(sizes), with(starts, a));
    }

    /** The tensor with a part put in at starts that clamp so that it fits. */
    public Tensor dynamicUpdate(Tensor a, Tensor u, List<Tensor> starts) {
        if (starts.isEmpty() || Arrays.equals(a.shape(), u.shape())) {
            return u;
        }
        return def(a.dtype(), a.shape(), "stablehlo.dynamic_update_slice " + a.name() + ", " + u.name() + ", " + names(starts), with(starts, a, u));
    }

    /** The tensor with a part put in at known starts, at which it fits. */
    public Tensor update(Tensor a, Tensor u, int[] starts) {
        Tensor r = Arrays.equals(a.shape(), u.shape()) ? u : parts.put(a, u, starts);
        if (r == null) {
            r = dynamicUpdate(a, u, Arrays.stream(starts).mapToObj(k -> constant(Lit.i32(k))).toList());
            parts.updated(a, u, starts, r);
        }
        return r;
    }

    private static Tensor[] with(List<Tensor> last, Tensor... first) {
        return Stream.concat(Arrays.stream(first), last.stream()).toArray(Tensor[]::new);
    }

    // Operations with regions.

    /** Several results of one operation; {@code text} stands behind the equals sign. */
    public List<Tensor> defAll(List<Tensor> like, String text) {
        String n = name();
        line(n + (like.size() == 1 ? "" : ":" + like.size()) + " = " + text);
        return named(n, like);
    }

    /** The results of an operation with several, which are named {@code n#0}, {@code n#1} and so on. */
    public static List<Tensor> named(String n, List<Tensor> like) {
        return IntStream.range(0, like.size()).mapToObj(k -> new Tensor(like.size() == 1 ? n : n + "#" + k, like.get(k).dtype(), like.get(k).shape())).toList();
    }

    /** Ends a region, which yields these. */
    public void done(List<Tensor> out) {
        line("stablehlo.return" + (out.isEmpty() ? "" : " " + names(out) + " : " + types(out)));
    }

    /** A fold over axes from its identity; {@code identity} is a scalar. */
    public Tensor reduce(Prim op, Tensor a, Tensor identity, List<Integer> axes, ElementwiseOps arithmetic) {
        return folds.reduce(op, a, identity, axes, arithmetic);
    }

    /** Folds of windows of so many elements along one axis, one for each element: it has {@code before} of them in front of it, and the others are behind; {@code identity} is a scalar. */
    public Tensor window(Prim op, Tensor a, Tensor identity, int axis, int size, int before, ElementwiseOps arithmetic) {
        return folds.window(op, a, identity, axis, size, before, arithmetic);
    }

    /** A scatter; {@code attributes} are its dimension numbers. A null operator overwrites. */
    public Tensor scatter(Tensor a, Tensor at, Tensor u, Prim op, String attributes, ElementwiseOps arithmetic) {
        return folds.scatter(a, at, u, op, attributes, arithmetic);
    }

    /** Which region runs is told by an i32 (the last for others). */
    public List<Tensor> branch(Tensor which, List<RegionText> regions, List<Tensor> like) {
        String n = name();
        String head = like.isEmpty() ? "" : n + (like.size() == 1 ? "" : ":" + like.size()) + " = ";
        line(head + "\"stablehlo." + (which.dtype() == DType.BOOL ? "if" : "case") + "\"(" + which.name() + ") ({");
        for (int k = 0; k < regions.size(); k++) {
            if (k > 0) {
                line("}, {");
            }
            code.nested(regions.get(k));
        }
        line("}) : (" + which.type() + ") -> " + (like.size() == 1 ? types(like) : "(" + types(like) + ")"));
        return named(n, like);
    }

    /** A loop over carried values, whose names inside are {@code params}. */
    public List<Tensor> loop(List<Tensor> params, List<Tensor> init, RegionText cond, RegionText body) {
        body.keepTuple(this::name, init.get(0));
        String n = name();
        String carry = IntStream.range(0, init.size()).mapToObj(k -> params.get(k).name() + " = " + init.get(k).name()).collect(Collectors.joining(", "));
        line(n + (init.size() == 1 ? "" : ":" + init.size()) + " = stablehlo.while(" + carry + ") : " + types(init));
        line("cond {");
        code.nested(cond);
        line("} do {");
        code.nested(body);
        line("}");
        return named(n, init);
    }

    /** Fresh names for a region's parameters. */
    public List<Tensor> params(List<Tensor> like) {
        var out = new ArrayList<Tensor>();
        like.forEach(t -> out.add(new Tensor(name(), t.dtype(), t.shape())));
        return out;
    }

    /** Runs with other lines' origin. */
    public <T> T during(HloProgram.Origin o, Supplier<T> body) {
        HloProgram.Origin before = origin;
        origin = o;
        try {
            return body.get();
        } finally {
            origin = before;
        }
    }
}
