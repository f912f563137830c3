package dev.jacobi.stub;

import dev.jacobi.jvm.Initialised;
import dev.jacobi.lift.jdk.JdkFields;
import dev.jacobi.lift.jdk.StandIns;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.report.ReasonCode;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Method handles that read the inputs of a call and build its results: fields of arguments, static fields, constructors.
 * Everything is reached through the lookup of the class that the method belongs to, so private members are seen. A null on
 * the way ends in a NullPointerException, which the caller takes as "run the original".
 */
public final class FieldAccess {
    private final MethodHandles.Lookup lookup;
    private final Class<?> method;
    private final Initialised initialised;
    /** Classes that cannot be found by name: those of lambdas. */
    private final Map<String, Class<?>> hidden = new ConcurrentHashMap<>();

    /** {@code method} is the class that the method belongs to; {@code lookup} has full rights in its own class and module. */
    public FieldAccess(MethodHandles.Lookup lookup, Class<?> method, Initialised initialised) {
        this.lookup = lookup;
        this.method = method;
        this.initialised = initialised;
    }

    /** Gives a class that has no name a name. */
    void know(String token, Class<?> c) {
        hidden.put(token, c);
    }

    /** The loader whose classes the method sees. */
    public ClassLoader loader() {
        return method.getClassLoader();
    }

    /** The class of an internal name, not initialised. */
    Class<?> type(String internalName) {
        Class<?> known = hidden.get(internalName);
        if (known != null) {
            return known;
        }
        try {
            return Class.forName(internalName.replace('/', '.'), false, StandIns.isOwn(internalName) ? FieldAccess.class.getClassLoader() : loader());
        } catch (ClassNotFoundException | LinkageError e) {
            throw new Refusal(ReasonCode.CLASS_NOT_FOUND, "the class " + internalName.replace('/', '.') + " cannot be loaded", method.getName());
        }
    }

    /** The Java type of a field descriptor. */
    Class<?> descriptor(String desc) {
        return MethodType.fromMethodDescriptorString("()" + desc, loader()).returnType();
    }

    private MethodHandles.Lookup in(Class<?> c) throws IllegalAccessException {
        if (c.isHidden() && c.getModule() == Object.class.getModule()) {
            return MethodHandles.privateLookupIn(c, MethodHandles.lookup()); // a lambda of the JDK's own, opened to us alone
        }
        if (c.getClassLoader() == FieldAccess.class.getClassLoader() && StandIns.isOwn(c.getName().replace('.', '/'))) {
            return MethodHandles.privateLookupIn(c, MethodHandles.lookup());
        }
        return c == lookup.lookupClass() ? lookup : MethodHandles.privateLookupIn(c, lookup);
    }

    /** Follows the fields from a value of the given type: {@code (start)value}. */
    public MethodHandle path(Class<?> start, List<Lifted.Field> path) {
        MethodHandle h = MethodHandles.identity(start);
        try {
            for (Lifted.Field f : path) {
                MethodHandle get = getter(f);
                h = MethodHandles.filterReturnValue(h, get.asType(get.type().changeParameterType(0, h.type().returnType())));
            }
            return h;
        } catch (ReflectiveOperationException e) {
            throw inaccessible(start.getName() + path.stream().map(f -> "." + f.name()).collect(Collectors.joining()), e);
        }
    }

    private MethodHandle getter(Lifted.Field f) throws ReflectiveOperationException {
        Class<?> owner = type(f.owner());
        Class<?> value = descriptor(f.desc());
        if (value.isPrimitive() && owner == MethodType.methodType(value).wrap().returnType()) {
            // The value of an Integer, Double, ...: its field is not open to us, its accessor is.
            return MethodHandles.publicLookup().findVirtual(owner, value.getName() + "Value", MethodType.methodType(value));
        }
        if (owner == Enum.class || owner == String.class) {
            return MethodHandles.publicLookup().findVirtual(owner, f.name(), MethodType.methodType(value));
        }
        String method = JdkFields.method(f.owner(), f.name());
        if (method != null) {
            return value.isArray() ? MethodHandles.insertArguments(MethodHandles.publicLookup().findVirtual(owner, method, MethodType.methodType(value, value)), 1, (Object) null)
                : MethodHandles.publicLookup().findVirtual(owner, method, MethodType.methodType(value));
        }
        return isPublic(owner, f.name()) ? MethodHandles.publicLookup().findGetter(owner, f.name(), value) : in(owner).findGetter(owner, f.name(), value);
    }

    /** Whether it is a public field of one of the JDK's classes, which need not be open to others. */
    private static boolean isPublic(Class<?> owner, String field) throws NoSuchFieldException {
        return StandIns.isJdk(owner.getName().replace('.', '/')) && !owner.isHidden() && Modifier.isPublic(owner.getDeclaredField(field).getModifiers());
    }

    /** Reads a static field and follows the path: {@code ()value}. */
    public MethodHandle fixed(Lifted.Source.Static s) {
        try {
            Class<?> owner = type(s.owner());
            if (!initialised.test(owner)) {
                throw new Refusal(ReasonCode.CLASS_NOT_INITIALISED, "the class " + owner.getName() + " is not initialised yet", owner.getName() + "." + s.name());
            }
            Class<?> fieldType = descriptor(s.fieldDesc());
            MethodHandle get = in(owner).findStaticGetter(owner, s.name(), fieldType);
            return MethodHandles.filterReturnValue(get, path(fieldType, s.path()));
        } catch (ReflectiveOperationException e) {
            throw inaccessible(s.owner() + "." + s.name(), e);
        }
    }

    /** Writes the static field that a source without a path reads: {@code (value)void}. */
    public MethodHandle setter(Lifted.Source.Static s) {
        try {
            Class<?> owner = type(s.owner());
            return in(owner).findStaticSetter(owner, s.name(), descriptor(s.fieldDesc()));
        } catch (ReflectiveOperationException e) {
            throw inaccessible(s.owner() + "." + s.name(), e);
        }
    }

    /** The constructor, as a handle that returns the new object. */
    MethodHandle constructor(Lifted.Result.New n) {
        try {
            Class<?> owner = type(n.owner());
            MethodType unboxed = MethodType.methodType(owner).unwrap();
            if (unboxed.returnType().isPrimitive()) {
                // javac boxes with valueOf, whose small values are the same object each time.
                return MethodHandles.publicLookup().findStatic(owner, "valueOf", MethodType.methodType(owner, unboxed.returnType()));
            }
            return in(owner).findConstructor(owner, MethodType.fromMethodDescriptorString(n.constructorDesc(), loader()));
        } catch (ReflectiveOperationException e) {
            throw inaccessible("the constructor of " + n.owner(), e);
        }
    }

    private Refusal inaccessible(String member, ReflectiveOperationException e) {
        return new Refusal(ReasonCode.NO_ACCESS, "it uses " + member.replace('/', '.') + ", which cannot be reached (" + e.getMessage() + ")", method.getName());
    }
}
