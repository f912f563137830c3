package dev.jacobi.transform.program;

import dev.jacobi.lift.request.ValueTree;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Type;

/** Whether a record can hold other components than it has now, such as those with an axis more; a map holds them where it cannot. */
final class ComponentFit {
    private static final Set<String> LISTS = Set.of("java/util/List", "java/util/Collection", "java/lang/Iterable");

    private ComponentFit() {
    }

    /** The structure with these parts: a record that cannot hold them becomes a map by the components' names. */
    static ValueTree held(ValueTree was, List<ValueTree> parts) {
        ValueTree now = was.with(parts);
        return holds(now, was) ? now : new ValueTree.Dict(List.copyOf(((ValueTree.Rec) was).names()), parts);
    }

    /** Each leaf with so many axes more. */
    static ValueTree grown(ValueTree t, int axes) {
        if (t instanceof ValueTree.Leaf l) {
            return l.grown(axes);
        } else if (t instanceof ValueTree.Rows r && axes > 0) {
            return new ValueTree.Dict(List.copyOf(r.row().names()), r.parts().stream().map(p -> grown(p, axes)).toList());
        }
        return axes == 0 ? t : held(t, t.below().stream().map(p -> grown(p, axes)).toList());
    }

    /** Whether a record can have the parts that it has here, {@code was} being what it came with. */
    static boolean holds(ValueTree now, ValueTree was) {
        if (!(now instanceof ValueTree.Rec r)) {
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

    private static boolean takes(Type t, ValueTree part, ValueTree was) {
        if (part.equals(was) || t.getDescriptor().equals("Ljava/lang/Object;")) {
            return true;
        } else if (part instanceof ValueTree.Leaf l) {
            return t.getDescriptor().equals(l.desc()) || l.rank() == 0 && t.getSort() == Type.OBJECT && t.getInternalName().startsWith("java/lang/");
        } else if (part instanceof ValueTree.Rec r) {
            return t.getSort() == Type.OBJECT && t.getInternalName().equals(r.cls()) || was instanceof ValueTree.Rec x && x.cls().equals(r.cls());
        } else if (part instanceof ValueTree.Seq s) {
            return s.isArray() ? t.getDescriptor().equals("[" + Type.getObjectType(s.of()).getDescriptor()) : t.getSort() == Type.OBJECT && LISTS.contains(t.getInternalName());
        } else if (part instanceof ValueTree.Dict) {
            return t.getSort() == Type.OBJECT && t.getInternalName().equals("java/util/Map");
        }
        return part instanceof ValueTree.Rows r && t.getDescriptor().equals("[L" + r.row().cls() + ";");
    }
}
