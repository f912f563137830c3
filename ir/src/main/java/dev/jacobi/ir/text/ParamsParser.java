package dev.jacobi.ir.text;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.Signature;
import dev.jacobi.ir.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** The text between the brackets of an equation, read as the params record that {@link Signature} assigns to the primitive. */
final class ParamsParser {
    private static final Region EMPTY = new Region(List.of(), List.of(), List.of());
    private final Scanner in;

    ParamsParser(Scanner in) {
        this.in = in;
    }

    Type type() {
        DType d = in.dtype();
        in.expect("[");
        List<Dim> dims = in.peek("]") ? List.of() : list(in::dim);
        in.expect("]");
        return new Type(d, dims);
    }

    /** What no brackets mean. */
    Params none(Prim prim) {
        Class<? extends Params> kind = Signature.params(prim);
        if (kind == Params.None.class) {
            return Params.NONE;
        } else if (kind == Params.Access.class) {
            return Params.Access.PROMISED;
        } else if (kind == Params.Branches.class) {
            return new Params.Branches(List.of());
        } else if (kind == Params.While.class) {
            return new Params.While(EMPTY, EMPTY);
        } else if (kind == Params.Loop.class) {
            return new Params.Loop(Dim.UNKNOWN, EMPTY);
        }
        throw in.error(prim.text() + " takes params in brackets");
    }

    /** Reads up to the closing bracket; regions stay empty. {@code written} are the types written for the results. */
    Params parse(Prim prim, List<Type> written) {
        Class<? extends Params> kind = Signature.params(prim);
        if (kind == Params.Axes.class) {
            return new Params.Axes(axes());
        } else if (kind == Params.Axis.class) {
            return new Params.Axis((int) in.integer(), in.word("reverse"));
        } else if (kind == Params.Shape.class) {
            Type t = type();
            return new Params.Shape(t.dtype(), t.dims());
        } else if (kind == Params.Broadcast.class) {
            List<Integer> axes = axes();
            in.expect("->");
            return new Params.Broadcast(axes, dims());
        } else if (kind == Params.Slice.class) {
            List<Dim> dims = dims();
            in.expect(";");
            return new Params.Slice(dims, longs());
        } else if (kind == Params.Pad.class) {
            List<List<Long>> l = lists(3);
            return new Params.Pad(l.get(0), l.get(1), l.get(2));
        } else if (kind == Params.To.class) {
            return new Params.To(in.dtype(), in.peek("\"") ? in.string() : "");
        } else if (kind == Params.Access.class) {
            Params.Mode mode = in.word("clamp") ? Params.Mode.CLAMP : Params.Mode.PROMISED;
            in.word("promised");
            int axis = in.startsLiteral() ? (int) in.integer() : 0;
            return new Params.Access(mode, axis, in.peek("]") ? null : in.prim());
        } else if (kind == Params.Dot.class) {
            List<List<Long>> l = lists(4);
            return new Params.Dot(ints(l.get(0)), ints(l.get(1)), ints(l.get(2)), ints(l.get(3)));
        } else if (kind == Params.Conv.class) {
            List<List<Long>> l = lists(5);
            return new Params.Conv(l.get(0), l.get(1), l.get(2), l.get(3), l.get(4).get(0).intValue());
        } else if (kind == Params.Sort.class) {
            int axis = (int) in.integer();
            in.expect(",");
            return new Params.Sort(axis, (int) in.integer());
        } else if (kind == Params.Factor.class) {
            return new Params.Factor(named(Params.Part.values(), "part of a factorisation"));
        } else if (kind == Params.Loop.class) {
            return new Params.Loop(in.dim(), EMPTY);
        } else if (kind == Params.Fold.class) {
            Dim extent = in.dim();
            var ops = new ArrayList<Prim>();
            while (in.accept(",")) {
                ops.add(in.prim());
            }
            return new Params.Fold(extent, ops, EMPTY);
        } else if (kind == Params.Call.class) {
            String name = in.functionName();
            return new Params.Call(name, in.accept("->") ? types() : written.contains(null) ? List.of() : written);
        } else if (kind == Params.Check.class) {
            return new Params.Check(named(Params.Code.values(), "check code"), in.peek("\"") ? in.string() : "", in.accept("early"));
        } else if (kind == Params.Name.class) {
            return new Params.Name(in.string());
        } else if (kind == Params.Layout.class) {
            return layout(in.string());
        }
        throw in.error(prim.text() + " takes no params in brackets");
    }

    private Params.Layout layout(String text) {
        try {
            return Params.Layout.parse(text);
        } catch (IllegalArgumentException e) {
            throw in.error(e.getMessage());
        }
    }

    private <E extends Enum<E>> E named(E[] values, String what) {
        String w = in.ident();
        for (E v : values) {
            if (v.name().toLowerCase(Locale.ROOT).equals(w)) {
                return v;
            }
        }
        throw in.error("there is no " + what + " " + w);
    }

    private <T> List<T> list(Supplier<T> item) {
        var l = new ArrayList<T>();
        do {
            l.add(item.get());
        } while (in.accept(","));
        return l;
    }

    private boolean none() {
        return in.peek("]") || in.peek(";") || in.peek("->");
    }

    private List<Type> types() {
        return none() ? List.of() : list(this::type);
    }

    private List<Dim> dims() {
        return none() ? List.of() : list(in::dim);
    }

    private List<Long> longs() {
        return none() ? List.of() : list(in::integer);
    }

    private List<Integer> axes() {
        return ints(longs());
    }

    private static List<Integer> ints(List<Long> l) {
        return l.stream().map(Long::intValue).toList();
    }

    private List<List<Long>> lists(int n) {
        var all = new ArrayList<List<Long>>();
        for (int i = 0; i < n; i++) {
            if (i > 0) {
                in.expect(";");
            }
            all.add(longs());
        }
        return all;
    }
}
