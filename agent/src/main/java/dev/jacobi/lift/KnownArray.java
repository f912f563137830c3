package dev.jacobi.lift;

import dev.jacobi.ir.Lit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Arrays of objects whose length and indices are constants, as javac makes them for {@code Integer...} and {@code Object...}: objects of the abstract heap. */
final class KnownArray {
    private static final int LONGEST = 64;

    private KnownArray() {
    }

    static boolean is(Cell c) {
        return c instanceof Cell.Obj o && o.cls().startsWith("[Ljava/");
    }

    /** A new array of nulls, or null when its length is not a small constant. */
    static Cell.Obj of(String element, dev.jacobi.ir.Atom n) {
        if (!(n instanceof Lit l) || l.asLong() < 0 || l.asLong() > LONGEST || !element.startsWith("java/")) {
            return null;
        }
        var fields = new LinkedHashMap<String, Val>();
        for (int i = 0; i < l.asLong(); i++) {
            fields.put(Integer.toString(i), new Val.Null());
        }
        return new Cell.Obj("[L" + element + ";", fields, "", true);
    }

    /** An {@code Object[]} of these. */
    static Cell.Obj of(List<Val> elements) {
        var fields = new LinkedHashMap<String, Val>();
        elements.forEach(v -> fields.put(Integer.toString(fields.size()), v));
        return new Cell.Obj("[Ljava/lang/Object;", fields, "", true);
    }

    static List<Val> elements(Cell.Obj o) {
        return new ArrayList<>(o.fields().values());
    }

    /** Whether the index is a constant inside of the array. */
    static boolean has(Cell.Obj o, dev.jacobi.ir.Atom i) {
        return i instanceof Lit l && o.fields().containsKey(Long.toString(l.asLong()));
    }
}
