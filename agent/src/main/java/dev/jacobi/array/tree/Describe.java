package dev.jacobi.array.tree;

import dev.jacobi.NDArray;
import java.util.ArrayList;
import java.util.Map;

/** What a tree is, in words, for messages and as the text of a structure. */
public final class Describe {
    private Describe() {
    }

    /** Such as {@code Layer(weight=float32[3,4], bias=float32[4])}. */
    public static String of(Object v) {
        if (v == null) {
            return "null";
        } else if (v instanceof NDArray x) {
            return x.dtype() + x.shapeOf().extents().toString().replace(" ", "");
        } else if (TreeWalk.isLeaf(v)) {
            return v.getClass().getSimpleName();
        }
        var parts = new ArrayList<String>();
        var names = TreeWalk.names(v);
        var values = TreeWalk.parts(v);
        for (int k = 0; k < values.size(); k++) {
            String name = names.get(k).startsWith(".") ? names.get(k).substring(1) + "=" : names.get(k).startsWith("['") ? names.get(k).substring(2, names.get(k).length() - 2) + "=" : "";
            parts.add(name + of(values.get(k)));
        }
        String all = String.join(", ", parts);
        return v instanceof Record ? v.getClass().getSimpleName() + "(" + all + ")" : v instanceof Map<?, ?> ? "{" + all + "}" : "[" + all + "]";
    }
}
