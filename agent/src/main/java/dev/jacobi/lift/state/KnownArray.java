package dev.jacobi.lift.state;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Lit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Arrays of objects of which length and elements are known one by one: given ones, and those made with a constant length. Objects of the abstract heap. */
public final class KnownArray {
    private static final int LONGEST = 64;

    private KnownArray() {
    }

    public static boolean is(HeapCell c) {
        return c instanceof HeapCell.Obj o && o.cls().startsWith("[") && !o.fields().containsKey(HeapCell.PRESENT);
    }

    private static String cls(String element) {
        return "[" + org.objectweb.asm.Type.getObjectType(element).getDescriptor();
    }

    /** The class of its elements. */
    public static String element(HeapCell.Obj o) {
        return org.objectweb.asm.Type.getType(o.cls().substring(1)).getInternalName();
    }

    /** A new array of nulls, or null when its length is not a small constant. */
    public static HeapCell.Obj of(String element, Atom n) {
        if (!(n instanceof Lit l) || l.asLong() < 0 || l.asLong() > LONGEST) {
            return null;
        }
        var fields = new LinkedHashMap<String, Val>();
        for (int i = 0; i < l.asLong(); i++) {
            fields.put(Integer.toString(i), new Val.Null());
        }
        return new HeapCell.Obj(cls(element), fields, "", true);
    }

    /** An array of these. */
    public static HeapCell.Obj of(String element, List<Val> elements) {
        var fields = new LinkedHashMap<String, Val>();
        elements.forEach(v -> fields.put(Integer.toString(fields.size()), v));
        return new HeapCell.Obj(cls(element), fields, "", true);
    }

    public static List<Val> elements(HeapCell.Obj o) {
        var out = new ArrayList<Val>(); // by number: merged fields come in another order
        for (int i = 0; i < o.fields().size(); i++) {
            out.add(o.fields().get(Integer.toString(i)));
        }
        return out;
    }

    /** Whether the index is a constant inside of the array. */
    public static boolean has(HeapCell.Obj o, Atom i) {
        return i instanceof Lit l && o.fields().containsKey(Long.toString(l.asLong()));
    }
}
