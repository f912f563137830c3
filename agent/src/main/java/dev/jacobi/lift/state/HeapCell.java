package dev.jacobi.lift.state;

import dev.jacobi.ir.Atom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The contents of one location of the abstract heap at one point of the program. Immutable. */
public sealed interface HeapCell {
    /** The field of an array of objects that says which of them are there; the others are null. */
    String PRESENT = "present";
    /** A field of objects taken out of an array, which marks that their identity is not known. */
    String ELEMENT = "#element";
    /** The same for objects put together again from their parts. */
    String COPY = "#copy";

    /**
     * An array's value; {@code perm} (may be null) is the i32[n] that maps a row index to the row's place in the content. {@code fills}
     * tells for each depth which rows are there at all; it is empty when all are.
     */
    record Arr(Atom content, Atom perm, List<RowPresence> fills) implements HeapCell {
        public Arr {
            fills = fills.stream().allMatch(RowPresence::isFull) ? List.of() : List.copyOf(fills);
        }

        public Arr(Atom content, Atom perm) {
            this(content, perm, List.of());
        }

        public Arr with(Atom changed) {
            return new Arr(changed, perm, fills);
        }

        public Arr withFill(int depth, RowPresence f) {
            var all = new ArrayList<RowPresence>();
            for (int k = 0; k < content.type().rank() - 1; k++) {
                all.add(k == depth ? f : fill(k));
            }
            return new Arr(content, perm, all);
        }

        /** The same with other values in it. */
        Arr map(UnaryOperator<Atom> by) {
            return new Arr(by.apply(content), perm == null ? null : by.apply(perm), fills.stream().map(f -> f.map(by)).toList());
        }

        public RowPresence fill(int depth) {
            return fills.isEmpty() ? RowPresence.FULL : fills.get(depth);
        }
    }

    /**
     * A scalar-replaced object. {@code fields} holds its fields by {@code owner.name} and, as {@code #0, #1, ...}, the arguments of
     * the constructor that made it; {@code pristine} says that nothing was stored to it since.
     */
    record Obj(String cls, Map<String, Val> fields, String ctor, boolean pristine) implements HeapCell {
        public Obj {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        /** The same with each field's value replaced. */
        Obj map(UnaryOperator<Val> by) {
            var changed = new LinkedHashMap<>(fields);
            changed.replaceAll((name, v) -> by.apply(v));
            return new Obj(cls, changed, ctor, pristine);
        }

        public Obj with(String field, Val v, boolean stillPristine) {
            var copy = new LinkedHashMap<>(fields);
            copy.put(field, v);
            return new Obj(cls, copy, ctor, stillPristine);
        }
    }
}
