package dev.jacobi.stub;

import dev.jacobi.jvm.Lambdas;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.request.Receiver;
import dev.jacobi.lift.request.Refusal;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The objects of one call, for which the lifter may specialise a method. What it asked about an object becomes a test in front of the
 * compiled code: that the object there is of the very same class.
 */
public final class CallObjects implements Function<Lifted.Source, Receiver> {
    /** A test of a call: the object there is of this class, or null when {@code wanted} is. The class is not kept alive by it. */
    public record Test(Lifted.Source object, WeakReference<Class<?>> wanted) {
        public boolean holds(FieldAccess access, MethodType type, Object[] args) {
            return is(wanted, read(access, type, object, args));
        }
    }

    private final FieldAccess access;
    private final MethodType type;
    private final Lambdas lambdas;
    private final Object[] args;
    private final Map<Lifted.Source, Test> asked = new LinkedHashMap<>();

    /** {@code args} may be null: then nothing is known. Of others only objects that are no arrays are kept. */
    public CallObjects(FieldAccess access, MethodType type, Lambdas lambdas, Object[] args) {
        this.access = access;
        this.type = type;
        this.lambdas = lambdas;
        this.args = args == null ? null : args.clone();
        for (int i = 0; args != null && i < args.length; i++) {
            if (!isObject(type.parameterType(i))) {
                this.args[i] = null;
            }
        }
    }

    /** Whether calls of a method of this type have objects to look at. */
    public static boolean any(MethodType type) {
        return type.parameterList().stream().anyMatch(CallObjects::isObject);
    }

    /** A handle of the parameters of {@code type} that calls a method of the target with the arguments; with null where there are no objects to look at. */
    public static MethodHandle asking(MethodHandles.Lookup lookup, MethodType type, Object target, String method, Class<?> result) {
        MethodHandle h = OwnMethods.of(lookup, target, method, result, Object[].class);
        return any(type) ? OwnMethods.collecting(h, type.changeReturnType(result)) : MethodHandles.dropArguments(h.bindTo(null), 0, type.parameterList());
    }

    private static boolean isObject(Class<?> c) {
        return !c.isPrimitive() && !c.isArray();
    }

    /** What was asked; holds for the calls that the lifted method is for. */
    public List<Test> tests() {
        return List.copyOf(asked.values());
    }

    @Override
    public Receiver apply(Lifted.Source s) {
        if (s instanceof Lifted.Source.Arg && args == null) {
            return null;
        }
        Object o = read(access, type, s, args);
        Class<?> c = o == null ? null : o.getClass();
        Test test = new Test(s, c == null ? null : new WeakReference<>(c));
        try {
            handle(access, type, test);
        } catch (Refusal r) {
            return new Receiver.Unknown(r.getMessage());
        }
        asked.put(s, test);
        if (c == null) {
            return new Receiver.Unknown("an object whose method it calls is null");
        }
        if (c.isArray() || !isSeen(c)) {
            return new Receiver.Unknown("the class of an object that it is given, " + c.getName() + ", is not one that its own class can see");
        }
        if (!isStable(s) && !isItsOwn(c)) {
            return new Receiver.Unknown("which " + c.getName() + " it uses may change while it runs");
        }
        String token = c.getName().replace('.', '/');
        if (c.isHidden()) {
            access.know(token, c);
            return lambdas.of(c, token);
        }
        return new Receiver.Plain(token);
    }

    /** Code that is kept by the method must not keep a class loader that would else go away. */
    private boolean isSeen(Class<?> c) {
        Class<?> named = c.isHidden() ? c.getNestHost() : c;
        try {
            return !named.isHidden() && Class.forName(named.getName(), false, access.loader()) == named && c.getClassLoader() == named.getClassLoader();
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    /** Whether all reads of the object in one call give the same object. */
    private boolean isStable(Lifted.Source s) {
        List<Lifted.Field> path = s instanceof Lifted.Source.Arg a ? a.path() : ((Lifted.Source.Static) s).path();
        return (!(s instanceof Lifted.Source.Static f) || isFinal(f.owner(), f.name())) && path.stream().allMatch(f -> isFinal(f.owner(), f.name()));
    }

    private boolean isFinal(String owner, String name) {
        try {
            Field f = access.type(owner).getDeclaredField(name);
            return Modifier.isFinal(f.getModifiers());
        } catch (NoSuchFieldException | RuntimeException e) {
            return false;
        }
    }

    /** Whether reading a field of the object fails for any object of another class. */
    private static boolean isItsOwn(Class<?> c) {
        return Modifier.isFinal(c.getModifiers()) && (c.getSuperclass() == Object.class || c.getSuperclass() == Record.class);
    }

    /** The object, or null when there is none. */
    private static Object read(FieldAccess access, MethodType type, Lifted.Source s, Object[] args) {
        try {
            return s instanceof Lifted.Source.Arg a
                ? (Object) access.path(type.parameterType(a.index()), a.path()).asType(MethodType.genericMethodType(1)).invokeExact(args[a.index()])
                : (Object) access.fixed((Lifted.Source.Static) s).asType(MethodType.genericMethodType(0)).invokeExact();
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            return null;
        }
    }

    /** Classes of objects, to tell calls apart. */
    public static List<Object> classes(FieldAccess access, MethodType type, Iterable<Lifted.Source> objects, Object[] args) {
        var out = new ArrayList<Object>();
        for (Lifted.Source s : objects) {
            Object o = read(access, type, s, args);
            out.add(o == null ? "null" : o.getClass().getName() + "@" + System.identityHashCode(o.getClass()));
        }
        return out;
    }

    /** Runs {@code then} for calls for which all tests hold, else {@code next}. */
    public static MethodHandle guard(FieldAccess access, MethodType type, List<Test> tests, MethodHandle then, MethodHandle next) {
        MethodHandle h = then;
        for (int k = tests.size() - 1; k >= 0; k--) {
            h = MethodHandles.guardWithTest(handle(access, type, tests.get(k)), h, next);
        }
        return h;
    }

    private static MethodHandle handle(FieldAccess access, MethodType type, Test t) {
        MethodHandle is = MethodHandles.insertArguments(OwnMethods.fixed(MethodHandles.lookup(), "is", boolean.class, WeakReference.class, Object.class), 0, t.wanted);
        if (t.object instanceof Lifted.Source.Static s) {
            MethodHandle fixed = MethodHandles.filterReturnValue(access.fixed(s).asType(MethodType.genericMethodType(0)), is);
            return MethodHandles.dropArguments(safe(fixed), 0, type.parameterList());
        }
        Lifted.Source.Arg a = (Lifted.Source.Arg) t.object;
        MethodHandle get = access.path(type.parameterType(a.index()), a.path());
        MethodHandle test = MethodHandles.filterReturnValue(get.asType(get.type().changeReturnType(Object.class)), is);
        return MethodHandles.permuteArguments(a.path().isEmpty() ? test : safe(test), type.changeReturnType(boolean.class), a.index());
    }

    /** A null or another class on the way to the object: the test does not hold. */
    private static MethodHandle safe(MethodHandle test) {
        MethodHandle no = MethodHandles.dropArguments(MethodHandles.constant(boolean.class, false), 0, RuntimeException.class);
        return MethodHandles.catchException(test, RuntimeException.class, MethodHandles.dropArguments(no, 1, test.type().parameterList()));
    }

    static boolean is(WeakReference<Class<?>> wanted, Object o) {
        return o == null ? wanted == null : wanted != null && o.getClass() == wanted.get();
    }
}
