package dev.jacobi.transform.program;

import dev.jacobi.lift.request.ValueTree;
import dev.jacobi.spi.Partition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** The spec of each leaf of a value: one {@link Partition} is for all leaves below, a list or map has entries for the parts. */
public final class LeafSpecs {
    private LeafSpecs() {
    }

    /** By leaf, in order; {@code what} is the value's name in the sentence of an IllegalArgumentException, which says that they do not fit. */
    public static List<Partition> of(ValueTree t, Object spec, String what) {
        var out = new ArrayList<Partition>();
        add(t, spec, what, out);
        return out;
    }

    private static void add(ValueTree t, Object spec, String what, List<Partition> out) {
        if (t instanceof ValueTree.Const) {
            return;
        }
        if (t instanceof ValueTree.Leaf) {
            if (!(spec instanceof Partition p)) {
                throw new IllegalArgumentException("the specs " + spec + " do not fit " + what + ", which is one array");
            }
            out.add(p);
            return;
        }
        if (t instanceof ValueTree.Rows) {
            throw new IllegalArgumentException(what + " is an array of records, which is not divided among devices; use a record of arrays");
        }
        List<Object> keys = IntStream.range(0, t.below().size()).mapToObj(i -> key(t, i)).toList();
        if (spec instanceof Map<?, ?> m && !keys.containsAll(m.keySet())) {
            throw new IllegalArgumentException("the specs name " + m.keySet() + ", but the parts of " + what + " are " + keys);
        }
        for (int i = 0; i < t.below().size(); i++) {
            Object own = spec instanceof Partition ? spec
                : part(t, spec, i, () -> new IllegalArgumentException("the specs " + spec + " do not fit " + what + ", " + Structures.text(t)));
            add(t.below().get(i), own, what + name(t, i), out);
        }
    }

    /** How sentences name a part. */
    static String name(ValueTree t, int i) {
        return t instanceof ValueTree.Rec r ? "." + r.names().get(i) : t instanceof ValueTree.Dict d ? "[" + d.keys().get(i) + "]" : "[" + i + "]";
    }

    /** The entry for one part of a value in a list or map with an entry for each. */
    static Object part(ValueTree t, Object spec, int i, Supplier<RuntimeException> misfit) {
        if (spec instanceof List<?> l && l.size() == t.below().size()) {
            return l.get(i);
        }
        if (spec instanceof Map<?, ?> m && m.containsKey(key(t, i))) {
            return m.get(key(t, i));
        }
        throw misfit.get();
    }

    private static Object key(ValueTree t, int i) {
        return t instanceof ValueTree.Dict d ? d.keys().get(i) : t instanceof ValueTree.Rec r ? r.names().get(i) : i;
    }
}
