package dev.jacobi.lift.exec;

import dev.jacobi.DType;
import dev.jacobi.NDArray;
import dev.jacobi.array.algorithms.AxisNumbers;
import dev.jacobi.array.core.Casts;
import dev.jacobi.array.core.Extent;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.core.Shape;
import dev.jacobi.array.core.Structural;
import dev.jacobi.array.core.Trace;
import dev.jacobi.array.host.ToJava;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.lift.heap.Heap;
import dev.jacobi.lift.request.Descriptors;
import dev.jacobi.lift.state.Env;
import dev.jacobi.lift.state.EquationBuilder;
import dev.jacobi.lift.state.HeapCell;
import dev.jacobi.lift.state.LiftContext;
import dev.jacobi.lift.state.Val;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Where arrays and Java's numbers and arrays meet in code that is lifted: each becomes the other without leaving the program. */
final class ArrayIntrinsics {
    static final String NDARRAY = "dev/jacobi/NDArray";
    private static final String CONTROL = "dev/jacobi/array/control/Control";
    private static final String SHAPE = "dev/jacobi/array/core/Shape";
    private static final String EXTENT = "dev/jacobi/array/core/Extent";
    /** Methods that give the only element, or all in a row, as numbers of a Java type. */
    private static final Map<String, DType> NUMBERS = Map.of("item", DType.F64, "toDouble", DType.F64, "toFloat", DType.F32, "toInt", DType.I32, "toLong", DType.I64, "itemLong", DType.I64,
        "toBoolean", DType.BOOL);
    private static final Map<String, DType> ROWS = Map.of("toDoubleArray", DType.F64, "toFloatArray", DType.F32, "toIntArray", DType.I32, "toLongArray", DType.I64, "toBooleanArray", DType.BOOL);
    /** Methods that give the element at a place. */
    private static final Map<String, DType> ELEMENTS = Map.of("getDouble", DType.F64, "getLong", DType.I64);
    private final LiftContext context;
    private final EquationBuilder ir;
    private final Heap heap;
    private final HostValues values;

    ArrayIntrinsics(LiftContext context, Heap heap) {
        this.context = context;
        this.ir = context.ir();
        this.heap = heap;
        this.values = new HostValues(context, heap);
    }

    /** The value of a call; null for all others. */
    Val of(String owner, String name, String desc, List<Val> args, Env env, String place) {
        if (!args.isEmpty() && args.get(0) instanceof Val.Array x) {
            return ofArray(x, name, args, env, place);
        }
        if (owner.equals(CONTROL) && (name.equals("isTracing") || name.equals("isLifted"))) {
            return new Val.Sc(Lit.i32(name.equals("isLifted") ? 1 : 0));
        }
        if (owner.equals(NDARRAY) && (name.equals("of") || name.equals("scalar"))) {
            return made(name, args, env);
        } else if (owner.equals(SHAPE) && (name.equals("of") || name.equals("asked")) && desc.startsWith("([I)")) {
            return shape(args.get(0), env);
        } else if (owner.equals(EXTENT) && name.equals("of") && args.get(0) instanceof Val.Sc s && !(s.atom() instanceof Lit)) {
            return new Val.Opaque("an extent", extent(ir.convert(ir.i32IfBool(s.atom()), dev.jacobi.ir.DType.I32)));
        }
        return null;
    }

    private Val ofArray(Val.Array x, String name, List<Val> args, Env env, String place) {
        Trace t = values.trace();
        NDArray a = t.array(x.element(), x.weak(), x.atoms());
        Shape shape = a.shapeOf();
        if (name.equals("shape") && args.size() == 1) {
            return extents(shape, env, place);
        } else if (name.equals("shape") && args.get(1) instanceof Val.Sc s && s.atom() instanceof Lit l) {
            int axis = (int) l.asLong();
            return known(a.shapeOf().get(AxisNumbers.of("NDArray.shape", axis, shape.rank())));
        } else if (name.equals("size") && args.size() == 1) {
            return known(shape.size());
        } else if ((name.equals("rank") || name.equals("ndim")) && args.size() == 1) {
            return new Val.Sc(Lit.i32(shape.rank()));
        } else if (NUMBERS.containsKey(name) && args.size() == 1) {
            return number(t, name, a, NUMBERS.get(name));
        } else if (ROWS.containsKey(name) && args.size() == 1) {
            NDArray row = Structural.reshape(Casts.to(a, ROWS.get(name)), new Shape(List.of(shape.size())));
            return heap.fresh(env, t.atom(row), place + "row");
        } else if (name.equals("toArray") && args.size() == 1 && a.rank() > 0 && !a.dtype().isComplex()) {
            return heap.fresh(env, t.atom(Casts.to(a, ToJava.natural(a.dtype()))), place + "rows");
        } else if (ELEMENTS.containsKey(name) && args.size() == 2 && !a.dtype().isComplex()) {
            return element(t, a, ELEMENTS.get(name), args.get(1), env);
        }
        return null;
    }

    /** The number at a place, of which there is a number for each axis; null where it is not known how many there are. */
    private Val element(Trace t, NDArray a, DType to, Val place, Env env) {
        List<Atom> given = place instanceof Val.Ref r && context.cell(env, r.loc()) instanceof HeapCell.Arr arr ? ir.elements(arr.content()) : null;
        if (given == null || given.size() != a.rank()) {
            return null;
        }
        var at = new ArrayList<Atom>();
        for (int k = 0; k < a.rank(); k++) {
            Atom i = given.get(k);
            Atom n = length(a.shapeOf().get(k));
            at.add(ir.select(ir.op(Prim.LT, i, Lit.i32(0)), ir.op(Prim.ADD, i, n), i));
            context.check(ir.and(ir.op(Prim.GE, at.get(k), Lit.i32(0)), ir.op(Prim.LT, at.get(k), n)), Params.Code.INDEX);
        }
        return number(t, "item", t.array(a.dtype(), false, List.of(ir.index(t.atom(a), at))), to);
    }

    /** An array as a value of another one's kind: an array, a number, a boxed number, or a Java array. Null for other kinds. */
    Val back(Val.Array x, Val like, Env env, String place) {
        if (like instanceof Val.Array) {
            return x;
        }
        Trace t = values.trace();
        NDArray a = t.array(x.element(), x.weak(), x.atoms());
        HeapCell.Obj box = context.object(env, like);
        if (like instanceof Val.Sc s) {
            return number(t, "item", a, java(s.atom().dtype()));
        } else if (box != null && Descriptors.boxed(box.cls()) != null) {
            return context.put(env, place, new HeapCell.Obj(box.cls(), Map.of(box.cls() + ".value", number(t, "item", a, java(Descriptors.boxed(box.cls())))), "", true));
        } else if (like instanceof Val.Ref r && context.cell(env, r.loc()) instanceof HeapCell.Arr) {
            return heap.fresh(env, t.atom(Casts.to(a, java(heap.content(env, like).dtype()))), place);
        }
        return null;
    }

    private Val known(Extent e) {
        return new Val.Sc(length(e));
    }

    /** Its value, of which the program remembers that it is this length. */
    private Atom length(Extent e) {
        Atom n = e.atom();
        ir.isLength(n, e.dim());
        return n;
    }

    /** The length that a value of the program is. */
    private Extent extent(Atom n) {
        Trace t = values.trace();
        Eqn e = ir.definition(n);
        if (e == null) {
            return t.extent(n, ir.extent(n));
        } else if (e.prim() == Prim.DIM) {
            return t.shape(e.in().get(0)).get(((Params.Axis) e.params()).axis());
        }
        boolean right = e.in().size() == 2 && e.in().get(1) instanceof Lit;
        boolean left = e.in().size() == 2 && e.in().get(0) instanceof Lit;
        if ((e.prim() == Prim.ADD || e.prim() == Prim.MUL) && (right || left) || e.prim() == Prim.SUB && right) {
            Extent a = extent(e.in().get(0));
            Extent b = extent(e.in().get(1));
            return e.prim() == Prim.ADD ? a.plus(b) : e.prim() == Prim.SUB ? a.minus(b) : a.times(b);
        }
        return t.extent(n, ir.extent(n));
    }

    /** The shape as a Java array. */
    private Val extents(Shape shape, Env env, String place) {
        Atom a = ir.zeros(dev.jacobi.ir.DType.I32, List.of(Lit.i32(shape.rank())));
        ir.know(a, Collections.nCopies(shape.rank(), 0));
        for (int k = 0; k < shape.rank(); k++) {
            a = ir.update(a, List.of(Lit.i32(k)), length(shape.get(k)));
        }
        return heap.fresh(env, a, place + "shape");
    }

    private Val number(Trace t, String name, NDArray a, DType to) {
        NDArray x = a.rank() == 0 ? a : Structural.reshape(a, Shape.SCALAR);
        for (int k = 0; k < a.rank(); k++) {
            t.mustBeEqual(a.shapeOf().get(k), Extent.of(1), () -> "NDArray." + name + ": an array of shape " + a.shapeOf()
                + " has more than one element, so it is no number; take one with get(), or reduce it with sum(), all() or any().");
        }
        Atom v = t.atom(Casts.to(x, to));
        return new Val.Sc(to == DType.BOOL ? ir.i32(v) : v);
    }

    /** An array of a Java number or array that the program computes. */
    private Val made(String name, List<Val> args, Env env) {
        Val v = args.get(0);
        boolean weak = name.equals("scalar");
        DType wanted = args.size() > 1 && args.get(1) instanceof Val.Opaque o && o.constant() instanceof DType d ? d : null;
        Atom a = null;
        if (v instanceof Val.Sc s) {
            a = s.atom();
        } else if (v instanceof Val.Ref r && context.cell(env, r.loc()) instanceof HeapCell.Arr) {
            a = heap.content(env, v);
        } else if (context.object(env, v) != null && Descriptors.boxed(context.object(env, v).cls()) != null) {
            HeapCell.Obj o = context.object(env, v);
            a = o.fields().get(o.cls() + ".value") instanceof Val.Sc s ? ir.narrow(s.atom(), Descriptors.boxed(o.cls())) : null;
        } else if (v instanceof Val.Array x && !weak) {
            return wanted == null ? x : converted(values.trace().array(x.element(), x.weak(), x.atoms()), wanted);
        }
        if (a == null) {
            return null;
        }
        DType own = java(a.dtype());
        Trace t = values.trace();
        if (own == DType.I64 && wanted == null && !weak) {
            mustFit(t, a);
        }
        NDArray x = t.array(own, weak, List.of(a));
        return converted(x, wanted != null ? wanted : weak ? own : JavaArrays.standard(own));
    }

    /** Refuses long numbers that the default type of their array does not hold. */
    private static void mustFit(Trace t, Atom numbers) {
        DType to = JavaArrays.standard(DType.I64);
        if (numbers instanceof Lit l) {
            Casts.mustFit(l.asLong(), to);
        } else if (to != DType.I64) {
            NDArray x = t.array(DType.I64, false, List.of(numbers));
            t.mustHold(t.atom(t.during(() -> Casts.to(Casts.to(x, to), DType.I64).eq(x).all())));
        }
    }

    private Val converted(NDArray x, DType to) {
        Trace t = values.trace();
        NDArray y = t.during(() -> x.isWeak() ? new NDArray(to, true, Casts.to(x, to).value()) : Casts.to(x, to));
        return new Val.Array(to, y.isWeak(), t.atoms(y));
    }

    private static DType java(dev.jacobi.ir.DType d) {
        return switch (d) {
            case BOOL -> DType.BOOL;
            case I8 -> DType.I8;
            case I16 -> DType.I16;
            case U16 -> DType.U16;
            case I32 -> DType.I32;
            case I64 -> DType.I64;
            case BF16 -> DType.BF16;
            case F16 -> DType.F16;
            case F32 -> DType.F32;
            case F64 -> DType.F64;
        };
    }

    /** A shape of numbers that the program computes; null where they are constants, or how many there are is not known. */
    private Val shape(Val v, Env env) {
        if (!(v instanceof Val.Ref r) || !(context.cell(env, r.loc()) instanceof HeapCell.Arr arr) || arr.content().dtype() != dev.jacobi.ir.DType.I32 || ir.known(arr.content()) != null) {
            return null;
        }
        List<Atom> elements = ir.elements(arr.content());
        if (elements == null) {
            List<Atom> lengths = ir.lengths(arr.content());
            if (lengths == null || lengths.size() != 1 || !(lengths.get(0) instanceof Lit n)) {
                return null;
            }
            elements = IntStream.range(0, (int) n.asLong()).mapToObj(k -> ir.index(arr.content(), List.of(Lit.i32(k)))).toList();
        }
        return new Val.Opaque("a shape", new Shape(elements.stream().map(this::extent).toList()));
    }
}
