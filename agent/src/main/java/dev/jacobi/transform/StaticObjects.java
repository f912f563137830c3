package dev.jacobi.transform;

import dev.jacobi.NDArray;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.request.Receiver;
import dev.jacobi.lift.request.ValueTree;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What stands in static fields, and in fields of the objects there: what final ones hold never changes, so code may be made for it; for arrays in others code is made anew when it has to. */
final class StaticObjects {
    private final ClassLoader loader;

    StaticObjects(ClassLoader loader) {
        this.loader = loader;
    }

    /** The function that a static field holds, or null. */
    ValueTree function(String owner, String name) {
        try {
            Object v = field(owner, name).get(null);
            return v == null ? null : Functions.tree(v, "field " + name);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }

    /** The object that a path of final fields from a static field leads to; null where a field is not final. */
    private Object object(Lifted.Source.Static s) throws ReflectiveOperationException {
        Field f = field(s.owner(), s.name());
        Object v = isFinal(f) && Modifier.isStatic(f.getModifiers()) ? f.get(null) : null;
        for (Lifted.Field step : s.path()) {
            Field g = field(step.owner(), step.name());
            v = v == null || !isFinal(g) ? null : g.get(v);
        }
        return v;
    }

    /** The class of the object that a path of final fields from a static field leads to; null where a field is not final, or there is no object of a class with a name. */
    Receiver receiver(Lifted.Source.Static s) {
        try {
            Object v = object(s);
            return v == null || v.getClass().isHidden() || v.getClass().isArray() ? null : new Receiver.Plain(v.getClass().getName().replace('.', '/'));
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }

    /** What reads the NDArray that fields lead to; it gives null where there is none. */
    Supplier<NDArray> array(Lifted.Source.Static s) {
        Supplier<Object> value = value(s);
        return () -> value.get() instanceof NDArray x ? x : null;
    }

    /** What reads the value that fields lead to; it gives null where there is none. */
    Supplier<Object> value(Lifted.Source.Static s) {
        List<Field> fields = fields(s);
        return fields.isEmpty() ? () -> null : () -> read(fields);
    }

    /** Whether fields of a path can be read. */
    boolean isReadable(Lifted.Source.Static s) {
        return !fields(s).isEmpty();
    }

    /** Whether all fields of a path are final. */
    boolean isFinal(Lifted.Source.Static s) {
        return fields(s).stream().allMatch(StaticObjects::isFinal);
    }

    /** The fields of a path; none where they cannot be read. */
    private List<Field> fields(Lifted.Source.Static s) {
        try {
            var fields = new ArrayList<Field>(List.of(field(s.owner(), s.name())));
            for (Lifted.Field step : s.path()) {
                fields.add(field(step.owner(), step.name()));
            }
            return fields;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return List.of();
        }
    }

    private static Object read(List<Field> fields) {
        try {
            Object v = fields.get(0).get(null);
            for (int i = 1; i < fields.size(); i++) {
                v = v == null ? null : fields.get(i).get(v);
            }
            return v;
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isFinal(Field f) {
        return Modifier.isFinal(f.getModifiers());
    }

    private Field field(String owner, String name) throws ReflectiveOperationException {
        Field f = Class.forName(owner.replace('/', '.'), true, loader).getDeclaredField(name);
        f.setAccessible(true);
        return f;
    }
}
