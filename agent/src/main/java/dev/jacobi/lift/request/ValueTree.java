package dev.jacobi.lift.request;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Type;
import dev.jacobi.spi.Transformation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The structure of a value that a function takes or gives, without its numbers and lengths: what a program is specialised on. The numbers are its
 * leaves, in order. Class names are internal ones.
 */
public sealed interface ValueTree {
    /** A primitive or boxed number (rank 0), or an array of primitives of any rank; with {@code array} an NDArray of this many axes. */
    record Leaf(DType dtype, int rank, ArrayForm array) implements ValueTree {
        public Leaf(DType dtype, int rank) {
            this(dtype, rank, null);
        }

        public boolean isNDArray() {
            return array != null;
        }

        /** As a JVM descriptor. */
        public String desc() {
            return array != null ? ArrayForm.DESC : "[".repeat(rank) + Descriptors.letter(dtype);
        }

        /** The type that it has in a program; of a Java array no extent is known. */
        public Type type() {
            return array != null ? new Type(dtype, array.dims()) : new Type(dtype, Collections.nCopies(rank, Dim.UNKNOWN));
        }

        /** The same kind of leaf with an axis less. */
        public Leaf without(int axis) {
            return new Leaf(dtype, rank - 1, array == null ? null : array.without(axis));
        }

        /** The same kind of leaf with more axes, of any length. */
        public Leaf grown(int axes) {
            return new Leaf(dtype, rank + axes, array == null ? null : array.grown(axes));
        }
    }

    /** What is known of an NDArray before the call: the type of its elements, whether it takes that of what it is combined with, and its extents, of which equal ones have equal symbols. */
    record ArrayForm(dev.jacobi.DType element, boolean weak, List<Dim> dims) {
        public static final String CLASS = "dev/jacobi/NDArray";
        public static final String DESC = "L" + CLASS + ";";

        public ArrayForm {
            dims = List.copyOf(dims);
        }

        /** The structure of an array of complex numbers: of its real and its imaginary parts. */
        public static Rec complex(ValueTree re, ValueTree im) {
            return new Rec(CLASS, "(" + DESC + DESC + ")V", List.of("real", "imag"), List.of(re, im));
        }

        ArrayForm without(int axis) {
            var left = new ArrayList<>(dims);
            left.remove(axis);
            return new ArrayForm(element, weak, left);
        }

        ArrayForm grown(int axes) {
            var more = new ArrayList<>(Collections.nCopies(axes, Dim.UNKNOWN));
            more.addAll(dims);
            return new ArrayForm(element, weak, more);
        }
    }

    /** An object that its constructor makes of the parts: a record and its components. */
    record Rec(String cls, String ctor, List<String> names, List<ValueTree> parts) implements ValueTree {
        public Rec {
            names = List.copyOf(names);
            parts = List.copyOf(parts);
        }
    }

    /** A {@code List}, or an array of objects: {@code of} is null or the class of the array's elements. */
    record Seq(String of, List<ValueTree> parts) implements ValueTree {
        /** The class of elements that may be anything. */
        static final String ANY = "java/lang/Object";

        public Seq {
            parts = List.copyOf(parts);
        }

        public static Seq list(List<ValueTree> parts) {
            return new Seq(null, parts);
        }

        /** An {@code Object[]}. */
        public static Seq objects(List<ValueTree> parts) {
            return new Seq(ANY, parts);
        }

        public boolean isArray() {
            return of != null;
        }

        /** With other parts; what an array cannot hold makes it an array of objects. */
        private Seq changed(List<ValueTree> now) {
            for (int i = 0; of != null && i < parts.size(); i++) {
                if (!now.get(i).equals(parts.get(i)) && !(now.get(i) instanceof Rec a && parts.get(i) instanceof Rec b && a.cls().equals(b.cls()))) {
                    return objects(now);
                }
            }
            return new Seq(of, now);
        }
    }

    /** A {@code Map}: strings, boxed numbers or enum constants as keys. */
    record Dict(List<Object> keys, List<ValueTree> parts) implements ValueTree {
        public Dict {
            keys = List.copyOf(keys);
            parts = List.copyOf(parts);
        }
    }

    /** A batch of records that are stored record by record, as an array of them: the parts have one more axis than in a record. */
    record Rows(Rec row, List<ValueTree> parts) implements ValueTree {
        public Rows {
            parts = List.copyOf(parts);
        }
    }

    /** A lambda or method reference: the interface and its method, the body ({@code tag} as in the class file), what it captured. */
    record Fun(String itf, String method, int tag, String owner, String name, String desc, boolean inInterface, List<ValueTree> captured) implements ValueTree {
        public Fun {
            captured = List.copyOf(captured);
        }
    }

    /** A transformed function. */
    record Word(Transformation transformation, List<ValueTree> functions) implements ValueTree {
        public Word {
            functions = List.copyOf(functions);
        }
    }

    /** A value that is part of the structure: a static argument, a string, null. */
    record Const(Object value) implements ValueTree {
    }

    /** The trees right below. */
    default List<ValueTree> below() {
        if (this instanceof Rec r) {
            return r.parts();
        } else if (this instanceof Seq s) {
            return s.parts();
        } else if (this instanceof Dict d) {
            return d.parts();
        } else if (this instanceof Rows r) {
            return r.parts();
        } else if (this instanceof Fun f) {
            return f.captured();
        } else if (this instanceof Word w) {
            return w.functions();
        }
        return List.of();
    }

    /** The same with other trees right below. */
    default ValueTree with(List<ValueTree> parts) {
        if (this instanceof Rec r) {
            return new Rec(r.cls(), r.ctor(), r.names(), parts);
        } else if (this instanceof Seq s) {
            return s.changed(parts);
        } else if (this instanceof Dict d) {
            return new Dict(d.keys(), parts);
        } else if (this instanceof Rows r) {
            return new Rows(r.row(), parts);
        } else if (this instanceof Fun f) {
            return new Fun(f.itf(), f.method(), f.tag(), f.owner(), f.name(), f.desc(), f.inInterface(), parts);
        } else if (this instanceof Word w) {
            return new Word(w.transformation(), parts);
        }
        return this;
    }

    /** The same with each leaf replaced. */
    default ValueTree mapLeaves(UnaryOperator<Leaf> f) {
        return this instanceof Leaf l ? f.apply(l) : below().isEmpty() ? this : with(below().stream().map(t -> t.mapLeaves(f)).toList());
    }

    /** The structure alone, without what is known of extents: equal for values that can stand for each other, such as an array and its gradient. */
    default ValueTree bare() {
        return mapLeaves(l -> l.array() == null ? l : new Leaf(l.dtype(), l.rank(), new ArrayForm(l.array().element(), false, Collections.nCopies(l.rank(), Dim.UNKNOWN))));
    }

    /** The leaves, in order. */
    default List<Leaf> leaves() {
        var out = new ArrayList<Leaf>();
        each(out::add);
        return Collections.unmodifiableList(out);
    }

    private void each(Consumer<Leaf> sink) {
        if (this instanceof Leaf l) {
            sink.accept(l);
        }
        below().forEach(t -> t.each(sink));
    }

    /** The leaves of several trees, in order. */
    static List<Leaf> leaves(List<ValueTree> trees) {
        var out = new ArrayList<Leaf>();
        trees.forEach(t -> t.each(out::add));
        return out;
    }

    /** For each leaf of several trees, in order, whether it is the imaginary part of an array of complex numbers. */
    static List<Boolean> imaginary(List<ValueTree> trees) {
        var out = new ArrayList<Boolean>();
        trees.forEach(t -> t.imaginary(false, out));
        return out;
    }

    private void imaginary(boolean is, List<Boolean> to) {
        if (this instanceof Leaf) {
            to.add(is);
        }
        boolean complex = this instanceof Rec r && r.cls().equals(ArrayForm.CLASS);
        for (int k = 0; k < below().size(); k++) {
            below().get(k).imaginary(complex && k == 1, to);
        }
    }
}
