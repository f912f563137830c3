package dev.jacobi.site;

import dev.jacobi.lift.request.Lifted;
import dev.jacobi.options.Log;
import dev.jacobi.policy.Scratch;
import dev.jacobi.report.MethodStats;
import dev.jacobi.stub.Aliasing;
import dev.jacobi.stub.FieldAccess;
import dev.jacobi.stub.NestedArrayPacking;
import dev.jacobi.stub.OwnMethods;
import dev.jacobi.woven.Deopt;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * {@code verify=shadow}: each call runs compiled on copies of its arrays, then on the JVM with the real ones; results and arrays
 * are compared to the bit (all NaNs are one) and differences are said with the shapes of the arguments. The caller gets the JVM's
 * result. Arrays that the program reaches through fields are put back between the two.
 */
final class ShadowVerifier {
    private final MethodStats stats;
    private final MethodHandle compiled;
    private final MethodHandle original;
    private final Function<Object[], Lifted> chosen;
    private final FieldAccess access;
    private final MethodType type;
    private final ThreadLocal<Boolean> inside = new ThreadLocal<>();

    private ShadowVerifier(MethodStats stats, Function<Object[], Lifted> chosen, FieldAccess access, MethodHandle compiled, MethodHandle original) {
        this.stats = stats;
        this.chosen = chosen;
        this.access = access;
        this.type = original.type();
        this.compiled = OwnMethods.spreading(compiled);
        this.original = OwnMethods.spreading(original.asFixedArity());
    }

    /** What the prologue's two call sites become. */
    record Sites(MethodHandle on, MethodHandle call) {
    }

    /** {@code chosen} gives the program that runs for some arguments, which tells which arrays behind fields are written; or null. */
    static Sites of(MethodStats stats, Function<Object[], Lifted> chosen, FieldAccess access, MethodHandle compiled, MethodHandle original) {
        MethodType type = original.type();
        ShadowVerifier s = new ShadowVerifier(stats, chosen, access, compiled, original);
        MethodHandles.Lookup l = MethodHandles.lookup();
        MethodHandle call = OwnMethods.collecting(OwnMethods.of(l, s, "call", Object.class, Object[].class), type);
        return new Sites(MethodHandles.dropArguments(OwnMethods.of(l, s, "outside", boolean.class), 0, type.parameterList()), call);
    }

    /** False while this thread runs the original for comparison. */
    boolean outside() {
        return inside.get() == null;
    }

    Object call(Object[] args) throws Throwable {
        Map<Object, Object> copies = new IdentityHashMap<>();
        Object[] shadow = new Object[args.length];
        for (int i = 0; i < args.length; i++) {
            shadow[i] = copy(args[i], copies);
        }
        String shapes = shapes(args);
        List<Object> arrays = hiddenArrays(args);
        Map<Lifted.Source.Static, Object> fields = fields(chosen.apply(args));
        List<Object> before = new ArrayList<>();
        arrays.forEach(a -> before.add(copy(a, new IdentityHashMap<>())));
        Object ours = compiled.invoke(shadow);
        List<Object> after = new ArrayList<>();
        for (int i = 0; i < arrays.size(); i++) {
            after.add(copy(arrays.get(i), new IdentityHashMap<>()));
            restore(before.get(i), arrays.get(i));
        }
        Map<Lifted.Source.Static, Object> written = now(fields);
        for (var f : fields.entrySet()) {
            access.setter(f.getKey()).invoke(f.getValue());
        }
        Object theirs;
        inside.set(true);
        try {
            theirs = original.invoke(args);
        } catch (Throwable e) {
            differs(shapes, "the JVM threw " + e + ", compiled it returned " + text(ours));
            throw e;
        } finally {
            inside.remove();
        }
        if (!same(ours, theirs)) {
            differs(shapes, "the result is " + text(theirs) + " on the JVM and " + text(ours) + " compiled");
        }
        for (int i = 0; i < args.length; i++) {
            if (!same(shadow[i], args[i])) {
                differs(shapes, "argument " + i + " is afterwards " + text(args[i]) + " on the JVM and " + text(shadow[i]) + " compiled");
            }
        }
        for (int i = 0; i < arrays.size(); i++) {
            if (!same(after.get(i), arrays.get(i))) {
                differs(shapes, "an array behind a field is afterwards " + text(arrays.get(i)) + " on the JVM and " + text(after.get(i)) + " compiled");
            }
        }
        Map<Lifted.Source.Static, Object> right = now(fields);
        written.forEach((f, v) -> {
            if (!v.equals(right.get(f))) {
                differs(shapes, "the static field " + f.name() + " is afterwards " + right.get(f) + " on the JVM and " + v + " compiled");
            }
        });
        return theirs;
    }

    /** The arrays behind fields that are written. When one behind a field is also an argument there is nothing to compare. */
    private List<Object> hiddenArrays(Object[] args) {
        List<Object> out = new ArrayList<>();
        Lifted lifted = chosen.apply(args);
        for (int k = 0; lifted != null && k < lifted.inputs().size(); k++) {
            Object a = hiddenArray(lifted.inputs().get(k), args);
            for (Object arg : args) {
                if (a != null && arg != null && arg.getClass().isArray()) {
                    NestedArrayPacking.disjoint(a, arg);
                }
            }
            if (a != null && Aliasing.written(lifted).contains(k)) {
                out.add(a);
            }
        }
        return out;
    }

    /** The static fields that a program writes, with what they are. */
    private Map<Lifted.Source.Static, Object> fields(Lifted lifted) throws Throwable {
        Map<Lifted.Source.Static, Object> out = new LinkedHashMap<>();
        for (Lifted.Write w : lifted == null ? List.<Lifted.Write>of() : lifted.writes()) {
            if (w instanceof Lifted.Write.Field f) {
                out.put((Lifted.Source.Static) lifted.inputs().get(f.input()), null);
            }
        }
        return now(out);
    }

    private Map<Lifted.Source.Static, Object> now(Map<Lifted.Source.Static, Object> fields) throws Throwable {
        Map<Lifted.Source.Static, Object> out = new LinkedHashMap<>();
        for (Lifted.Source.Static f : fields.keySet()) {
            out.put(f, (Object) access.fixed(f).invoke());
        }
        return out;
    }

    private Object hiddenArray(Lifted.Source s, Object[] args) {
        boolean isArray = !(s instanceof Lifted.Source.Rows) && s.desc().startsWith("[");
        try {
            return !isArray ? null : s instanceof Lifted.Source.Static f ? access.fixed(f).invoke()
                : s instanceof Lifted.Source.Arg a && !a.path().isEmpty() ? access.path(type.parameterType(a.index()), a.path()).invoke(args[a.index()])
                : null;
        } catch (RuntimeException e) {
            throw Deopt.INSTANCE; // a null on the way
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private void differs(String shapes, String what) {
        stats.difference();
        Log.warn("verify=shadow: " + stats.owner().replace('/', '.') + "." + stats.name() + "(" + shapes + ") differs: " + what + ".");
    }

    /** A copy of an array with its rows, each row object once; other objects stay. */
    private static Object copy(Object o, Map<Object, Object> done) {
        return Scratch.copy(o, done, bytes -> { });
    }

    private static void restore(Object from, Object to) {
        if (to instanceof Object[] rows && rows.length > 0 && rows[0] != null && rows[0].getClass().isArray()) {
            for (int i = 0; i < rows.length; i++) {
                restore(Array.get(from, i), rows[i]);
            }
        } else {
            System.arraycopy(from, 0, to, 0, Array.getLength(to));
        }
    }

    private static boolean same(Object a, Object b) {
        if (a == null || b == null || a == b) {
            return a == b;
        }
        if (a.getClass() != b.getClass()) {
            return false;
        }
        if (a.getClass().isArray()) {
            int n = Array.getLength(a);
            for (int i = 0; i < n && n == Array.getLength(b); i++) {
                if (!same(Array.get(a, i), Array.get(b, i))) {
                    return false;
                }
            }
            return n == Array.getLength(b);
        }
        return a.getClass().getName().startsWith("java.") ? a.equals(b) : sameFields(a, b);
    }

    private static boolean sameFields(Object a, Object b) {
        try {
            for (Field f : a.getClass().getDeclaredFields()) {
                f.setAccessible(true);
                if (!Modifier.isStatic(f.getModifiers()) && !same(f.get(a), f.get(b))) {
                    return false;
                }
            }
            return true;
        } catch (IllegalAccessException | RuntimeException e) {
            return a.equals(b);
        }
    }

    private static String shapes(Object[] args) {
        var out = new ArrayList<String>();
        for (Object a : args) {
            out.add(a != null && a.getClass().isArray() ? shape(a) : text(a));
        }
        return String.join(", ", out);
    }

    private static String shape(Object array) {
        Class<?> e = array.getClass();
        while (e.isArray()) {
            e = e.getComponentType();
        }
        var dims = new StringBuilder();
        for (Object a = array; a != null && a.getClass().isArray(); a = Array.getLength(a) > 0 && a instanceof Object[] r ? r[0] : null) {
            dims.append('[').append(Array.getLength(a)).append(']');
        }
        return e.getSimpleName() + dims;
    }

    /** The value, an array shortened. */
    private static String text(Object o) {
        if (o == null || !o.getClass().isArray()) {
            return String.valueOf(o);
        }
        var sb = new StringBuilder("{");
        int n = Array.getLength(o);
        for (int i = 0; i < n && i < 8; i++) {
            sb.append(i > 0 ? ", " : "").append(text(Array.get(o, i)));
        }
        return sb.append(n > 8 ? ", ...}" : "}").toString();
    }
}
