package dev.jacobi.lift;

import dev.jacobi.ir.Atom;
import java.util.LinkedHashMap;
import java.util.Map;

/** The contents of one location of the abstract heap at one point of the program. Immutable. */
sealed interface Cell {
    /** An array's value; {@code perm} (may be null) is the i32[n] that maps a row index to the row's place in the content. */
    record Arr(Atom content, Atom perm) implements Cell {
    }

    /**
     * A scalar-replaced object. {@code fields} holds its fields by {@code owner.name} and, as {@code #0, #1, ...}, the arguments of
     * the constructor that made it; {@code pristine} says that nothing was stored to it since.
     */
    record Obj(String cls, Map<String, Val> fields, String ctor, boolean pristine) implements Cell {
        public Obj {
            fields = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        Obj with(String field, Val v, boolean stillPristine) {
            var copy = new LinkedHashMap<>(fields);
            copy.put(field, v);
            return new Obj(cls, copy, ctor, stillPristine);
        }
    }
}
