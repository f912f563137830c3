package dev.jacobi.transform.program;

import dev.jacobi.lift.request.Tree;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Type;

/** Whether a record can hold other components than it has now, such as those with an axis more; a map holds them where it cannot. */
final class ComponentFit {
    private static final Set<String> LISTS = Set.of("java/util/List", "java/util/Collection", "java/lang/Iterable");

    private ComponentFit() {
    }

    /** The structure with these parts: a record that cannot hold them becomes a map by the components' names. */
    static Tree held(Tree was, List<Tree> parts) {
        Tree now = was.with(parts);
        return holds(now, was) ? now : new Tree.Dict(List.copyOf(((Tree.Rec) was).names()), parts);
    }

    /** Each leaf with so many axes more. */
    static Tree grown(Tree t, int axes) {
        if (t instanceof Tree.Leaf l) {
            return new Tree.Leaf(l.dtype(), l.rank() + axes);
        } else if (t instanceof Tree.Rows r && axes > 0) {
            return new Tree.Dict(List.copyOf(r.row().names()), r.parts().stream().map(p -> grown(p, axes)).toList());
        }
        return axes == 0 ? t : held(t, t.below().stream().map(p -> grown(p, axes)).toList());
    }

    /** Whether a record can have the parts that it has here, {@code was} being what it came with. */
    static boolean holds(Tree now, Tree was) {
        if (!(now instanceof Tree.Rec r)) {
            return true;
        }
        Type[] types = Type.getArgumentTypes(r.ctor());
        for (int i = 0; i < types.length; i++) {
            if (!takes(types[i], r.parts().get(i), was.below().get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean takes(Type t, Tree part, Tree was) {
        if (part.equals(was) || t.getDescriptor().equals("Ljava/lang/Object;")) {
            return true;
        } else if (part instanceof Tree.Leaf l) {
            return t.getDescriptor().equals(l.desc()) || l.rank() == 0 && t.getSort() == Type.OBJECT && t.getInternalName().startsWith("java/lang/");
        } else if (part instanceof Tree.Rec r) {
            return t.getSort() == Type.OBJECT && t.getInternalName().equals(r.cls()) || was instanceof Tree.Rec x && x.cls().equals(r.cls());
        } else if (part instanceof Tree.Seq s) {
            return s.isArray() ? t.getDescriptor().equals("[" + Type.getObjectType(s.of()).getDescriptor()) : t.getSort() == Type.OBJECT && LISTS.contains(t.getInternalName());
        } else if (part instanceof Tree.Dict) {
            return t.getSort() == Type.OBJECT && t.getInternalName().equals("java/util/Map");
        }
        return part instanceof Tree.Rows r && t.getDescriptor().equals("[L" + r.row().cls() + ";");
    }
}
