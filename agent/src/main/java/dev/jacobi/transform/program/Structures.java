package dev.jacobi.transform.program;

import dev.jacobi.lift.request.ValueTree;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Type;

/** What messages say of the structure of a value, and of a function. */
public final class Structures {
    private Structures() {
    }

    /** A structure in words, as Java types; an array that takes the type of what it is combined with, as Java's numbers do, is a weak one. */
    public static String text(ValueTree t) {
        if (t instanceof ValueTree.Leaf l && l.isNDArray()) {
            return (l.array().weak() ? "weak " : "") + l.array().element() + "[" + String.join(",", l.array().dims().stream().map(String::valueOf).toList()) + "]";
        } else if (t instanceof ValueTree.Leaf l) {
            return MethodType.fromMethodDescriptorString("()" + l.desc(), null).returnType().getSimpleName();
        } else if (t instanceof ValueTree.Rec r) {
            return r.cls().substring(r.cls().lastIndexOf('/') + 1) + texts(r.parts());
        } else if (t instanceof ValueTree.Seq s) {
            return (s.isArray() ? Type.getObjectType(s.of()).getClassName().replaceFirst(".*[.]", "") + "[]" : "List") + texts(s.parts());
        } else if (t instanceof ValueTree.Dict d) {
            var parts = new ArrayList<String>();
            for (int i = 0; i < d.keys().size(); i++) {
                parts.add(d.keys().get(i) + "=" + text(d.parts().get(i)));
            }
            return "Map(" + String.join(", ", parts) + ")";
        } else if (t instanceof ValueTree.Rows r) {
            return text(r.row()) + "[]";
        } else if (t instanceof ValueTree.Fun f) {
            return f.owner().replace('/', '.') + "." + f.name();
        } else if (t instanceof ValueTree.Word w) {
            return w.transformation().title() + texts(w.functions());
        }
        return String.valueOf(((ValueTree.Const) t).value());
    }

    private static String texts(List<ValueTree> parts) {
        return "(" + String.join(", ", parts.stream().map(Structures::text).toList()) + ")";
    }

    /** The method that a function is made of, for messages. */
    public static ValueTree.Fun body(ValueTree function) {
        return function instanceof ValueTree.Word w ? body(w.functions().get(0)) : function instanceof ValueTree.Fun f ? f
            : new ValueTree.Fun("", "", 0, ((ValueTree.Rec) function).cls(), "apply", "", false, List.of()); // an object that is a function: its class says where
    }
}
