package dev.jacobi.lift.request;

import dev.jacobi.ir.DType;
import dev.jacobi.spi.Transformation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * The structure of a value that a function takes or gives, without its numbers and lengths: what a program is specialised on. The numbers are its
 * leaves, in order. Class names are internal ones.
 */
public sealed interface Tree {
    /** A primitive or boxed number (rank 0), or an array of primitives of any rank. */
    record Leaf(DType dtype, int rank) implements Tree {
        /** As a JVM descriptor. */
        public String desc() {
            return "[".repeat(rank) + Descriptors.letter(dtype);
        }
    }

    /** An object that its constructor makes of the parts: a record and its components. */
    record Rec(String cls, String ctor, List<String> names, List<Tree> parts) implements Tree {
        public Rec {
            names = List.copyOf(names);
            parts = List.copyOf(parts);
        }
    }

    /** A {@code List}, or an array of objects: {@code of} is null or the class of the array's elements. */
    record Seq(String of, List<Tree> parts) implements Tree {
        /** The class of elements that may be anything. */
        static final String ANY = "java/lang/Object";

        public Seq {
            parts = List.copyOf(parts);
        }

        public static Seq list(List<Tree> parts) {
            return new Seq(null, parts);
        }

        /** An {@code Object[]}. */
        public static Seq objects(List<Tree> parts) {
            return new Seq(ANY, parts);
        }

        public boolean isArray() {
            return of != null;
        }

        /** With other parts; what an array cannot hold makes it an array of objects. */
        private Seq changed(List<Tree> now) {
            for (int i = 0; of != null && i < parts.size(); i++) {
                if (!now.get(i).equals(parts.get(i)) && !(now.get(i) instanceof Rec a && parts.get(i) instanceof Rec b && a.cls().equals(b.cls()))) {
                    return objects(now);
                }
            }
            return new Seq(of, now);
        }
    }

    /** A {@code Map}: strings, boxed numbers or enum constants as keys. */
    record Dict(List<Object> keys, List<Tree> parts) implements Tree {
        public Dict {
            keys = List.copyOf(keys);
            parts = List.copyOf(parts);
        }
    }

    /** A batch of records that are stored record by record, as an array of them: the parts have one more axis than in a record. */
    record Rows(Rec row, List<Tree> parts) implements Tree {
        public Rows {
            parts = List.copyOf(parts);
        }
    }

    /** A lambda or method reference: the interface and its method, the body ({@code tag} as in the class file), what it captured. */
    record Fun(String itf, String method, int tag, String owner, String name, String desc, boolean inInterface, List<Tree> captured) implements Tree {
        public Fun {
            captured = List.copyOf(captured);
        }
    }

    /** A transformed function. */
    record Word(Transformation transformation, List<Tree> functions) implements Tree {
        public Word {
            functions = List.copyOf(functions);
        }
    }

    /** A value that is part of the structure: a static argument, a string, null. */
    record Const(Object value) implements Tree {
    }

    /** The trees right below. */
    default List<Tree> below() {
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
    default Tree with(List<Tree> parts) {
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
    static List<Leaf> leaves(List<Tree> trees) {
        var out = new ArrayList<Leaf>();
        trees.forEach(t -> t.each(out::add));
        return out;
    }
}
