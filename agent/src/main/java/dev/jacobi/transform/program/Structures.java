package dev.jacobi.transform.program;

import dev.jacobi.lift.request.Tree;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import org.objectweb.asm.Type;

/** What messages say of the structure of a value, and of a function. */
public final class Structures {
    private Structures() {
    }

    /** A structure in words, as Java types. */
    public static String text(Tree t) {
        if (t instanceof Tree.Leaf l) {
            return MethodType.fromMethodDescriptorString("()" + l.desc(), null).returnType().getSimpleName();
        } else if (t instanceof Tree.Rec r) {
            return r.cls().substring(r.cls().lastIndexOf('/') + 1) + texts(r.parts());
        } else if (t instanceof Tree.Seq s) {
            return (s.isArray() ? Type.getObjectType(s.of()).getClassName().replaceFirst(".*[.]", "") + "[]" : "List") + texts(s.parts());
        } else if (t instanceof Tree.Dict d) {
            var parts = new ArrayList<String>();
            for (int i = 0; i < d.keys().size(); i++) {
                parts.add(d.keys().get(i) + "=" + text(d.parts().get(i)));
            }
            return "Map(" + String.join(", ", parts) + ")";
        } else if (t instanceof Tree.Rows r) {
            return text(r.row()) + "[]";
        } else if (t instanceof Tree.Fun f) {
            return f.owner().replace('/', '.') + "." + f.name();
        } else if (t instanceof Tree.Word w) {
            return w.transformation().title() + texts(w.functions());
        }
        return String.valueOf(((Tree.Const) t).value());
    }

    private static String texts(List<Tree> parts) {
        return "(" + String.join(", ", parts.stream().map(Structures::text).toList()) + ")";
    }

    /** The method that a function is made of, for messages. */
    public static Tree.Fun body(Tree function) {
        return function instanceof Tree.Word w ? body(w.functions().get(0)) : function instanceof Tree.Fun f ? f
            : new Tree.Fun("", "", 0, ((Tree.Rec) function).cls(), "apply", "", false, List.of()); // an object that is a function: its class says where
    }
}
