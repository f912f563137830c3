package dev.jacobi.pjrt.hlo.text;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Prim;
import dev.jacobi.pjrt.hlo.text.RegionText.Tensor;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Operations that fold elements by a function of two, which is a region of its own: over axes, in windows, and into places of an array. {@link Ops} says what each does. */
final class FoldOps {
    private final Ops o;

    FoldOps(Ops o) {
        this.o = o;
    }

    /** A fold over axes from its identity; {@code identity} is a scalar. */
    Tensor reduce(Prim op, Tensor a, Tensor identity, List<Integer> axes, ElementwiseOps arithmetic) {
        int[] shape = IntStream.range(0, a.rank()).filter(k -> !axes.contains(k)).map(k -> a.shape()[k]).toArray();
        String short_ = simple(op, a.dtype());
        String head = "stablehlo.reduce(" + a.name() + " init: " + identity.name() + ")";
        String tail = " across dimensions = " + Ops.list(axes) + " : (" + a.type() + ", " + identity.type() + ") -> " + RegionText.type(a.dtype(), shape);
        if (axes.isEmpty()) {
            return a;
        } else if (short_ != null) {
            return o.def(a.dtype(), shape, head + " applies stablehlo." + short_ + tail);
        }
        Tensor r = o.def(a.dtype(), shape, head + tail);
        Tensor x = new Tensor(o.name(), a.dtype(), new int[0]);
        Tensor y = new Tensor(o.name(), a.dtype(), new int[0]);
        o.line(" reducer(" + x.name() + ": " + x.type() + ", " + y.name() + ": " + y.type() + ") {");
        o.code().nested(o.closed(() -> o.done(List.of(arithmetic.apply(op, x, y)))));
        o.line("}");
        return r;
    }

    /** Folds of windows of so many elements along one axis, one for each element: it has {@code before} of them in front of it, and the others are behind; {@code identity} is a scalar. */
    Tensor window(Prim op, Tensor a, Tensor identity, int axis, int size, int before, ElementwiseOps arithmetic) {
        int[] dims = IntStream.range(0, a.rank()).map(k -> k == axis ? size : 1).toArray();
        String pads = IntStream.range(0, a.rank()).mapToObj(k -> k == axis ? "[" + before + ", " + (size - 1 - before) + "]" : "[0, 0]").collect(Collectors.joining(", "));
        String n = o.name();
        Tensor x = new Tensor(o.name(), a.dtype(), new int[0]);
        Tensor y = new Tensor(o.name(), a.dtype(), new int[0]);
        o.line(n + " = \"stablehlo.reduce_window\"(" + a.name() + ", " + identity.name() + ") <{padding = dense<[" + pads + "]> : tensor<" + a.rank()
            + "x2xi64>, window_dimensions = " + Ops.array(dims) + "}> ({");
        o.line("^bb0(" + x.name() + ": " + x.type() + ", " + y.name() + ": " + y.type() + "):");
        o.code().nested(o.closed(() -> o.done(List.of(arithmetic.apply(op, x, y)))));
        o.line("}) : (" + Ops.types(List.of(a, identity)) + ") -> " + a.type());
        return new Tensor(n, a.dtype(), a.shape());
    }

    /** The one operation that a fold's operator is, or null when it takes several. */
    private static String simple(Prim op, DType d) {
        if (op == Prim.MIN || op == Prim.MAX) {
            return d.isFloat() ? null : op == Prim.MIN ? "minimum" : "maximum";
        }
        return op == Prim.MUL ? "multiply" : op.text();
    }

    /** A scatter; {@code attributes} are its dimension numbers. A null operator overwrites. */
    Tensor scatter(Tensor a, Tensor at, Tensor u, Prim op, String attributes, ElementwiseOps arithmetic) {
        String n = o.name();
        Tensor x = new Tensor(o.name(), a.dtype(), new int[0]);
        Tensor y = new Tensor(o.name(), a.dtype(), new int[0]);
        o.line(n + " = \"stablehlo.scatter\"(" + a.name() + ", " + at.name() + ", " + u.name() + ") <{indices_are_sorted = false, scatter_dimension_numbers = #stablehlo.scatter<"
            + attributes + ">, unique_indices = false}> ({");
        o.line("^bb0(" + x.name() + ": " + x.type() + ", " + y.name() + ": " + y.type() + "):");
        o.code().nested(o.closed(() -> o.done(List.of(op == null ? y : arithmetic.apply(op, x, y)))));
        o.line("}) : (" + Ops.types(List.of(a, at, u)) + ") -> " + a.type());
        return new Tensor(n, a.dtype(), a.shape());
    }
}
