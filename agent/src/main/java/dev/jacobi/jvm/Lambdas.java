package dev.jacobi.jvm;

import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.request.Receiver;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the class that the JDK made for a lambda or method reference calls. Nobody is shown the bytes of such a class, but its constant
 * pool, which the JDK reads for annotations, names every method that it calls: that of the lambda, and the conversions of boxed numbers
 * around it. When these leave a doubt there is no answer.
 */
public final class Lambdas {
    private static final Set<String> BOXES = Set.of("java/lang/Integer", "java/lang/Long", "java/lang/Short", "java/lang/Byte",
        "java/lang/Character", "java/lang/Boolean", "java/lang/Float", "java/lang/Double", "java/lang/Number");
    private final MethodHandle constantPool;
    private final MethodHandle size;
    private final MethodHandle tag;
    private final MethodHandle member;

    private Lambdas(MethodHandle constantPool, MethodHandle size, MethodHandle tag, MethodHandle member) {
        this.constantPool = constantPool;
        this.size = size;
        this.tag = tag;
        this.member = member;
    }

    /** Without the agent, or when the JDK has changed, no lambda is known. */
    public static Lambdas withAgent(Instrumentation inst) {
        if (inst == null) {
            return new Lambdas(null, null, null, null);
        }
        try {
            Module own = Lambdas.class.getModule();
            inst.redefineModule(Object.class.getModule(), Set.of(), Map.of("jdk.internal.access", Set.of(own), "jdk.internal.reflect", Set.of(own)),
                Map.of("java.util.function", Set.of(own)), Set.of(), Map.of());
            return find();
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return new Lambdas(null, null, null, null);
        }
    }

    private static Lambdas find() throws ReflectiveOperationException {
        MethodHandles.Lookup l = MethodHandles.lookup();
        Class<?> access = Class.forName("jdk.internal.access.JavaLangAccess");
        Class<?> pool = Class.forName("jdk.internal.reflect.ConstantPool");
        Class<?> kind = Class.forName("jdk.internal.reflect.ConstantPool$Tag");
        Object secrets = Class.forName("jdk.internal.access.SharedSecrets").getMethod("getJavaLangAccess").invoke(null);
        MethodHandle get = l.findVirtual(access, "getConstantPool", MethodType.methodType(pool, Class.class)).bindTo(secrets);
        return new Lambdas(get.asType(MethodType.methodType(Object.class, Class.class)),
            l.findVirtual(pool, "getSize", MethodType.methodType(int.class)).asType(MethodType.methodType(int.class, Object.class)),
            l.findVirtual(pool, "getTagAt", MethodType.methodType(kind, int.class)).asType(MethodType.methodType(Object.class, Object.class, int.class)),
            l.findVirtual(pool, "getMemberRefInfoAt", MethodType.methodType(String[].class, int.class))
                .asType(MethodType.methodType(String[].class, Object.class, int.class)));
    }

    /** What an object of the hidden class is; its fields' owner is called {@code token}. */
    public Receiver of(Class<?> c, String token) {
        if (constantPool == null || c.getInterfaces().length == 0 || c.getSuperclass() != Object.class) {
            return unknown();
        }
        Set<List<String>> called;
        try {
            called = called(c);
        } catch (Throwable e) {
            return unknown(); // another JDK may keep its secrets
        }
        called.removeIf(m -> m.get(1).equals("<init>") && Set.of("java/lang/Object", "java/lang/invoke/SerializedLambda",
            "java/io/NotSerializableException").contains(m.get(0)));
        if (called.size() > 1) {
            called.removeIf(Lambdas::isConversion);
        }
        var names = new LinkedHashSet<String>();
        for (Method m : c.getDeclaredMethods()) {
            if (!Modifier.isPrivate(m.getModifiers()) && !Modifier.isStatic(m.getModifiers())) {
                names.add(m.getName());
            }
        }
        List<Lifted.Field> captured = captured(c, token);
        if (called.size() != 1 || names.size() != 1 || captured == null) {
            return unknown();
        }
        List<String> target = called.iterator().next();
        if (target.get(0).startsWith("java/lang/invoke/")) {
            return unknown();
        }
        return new Receiver.Lambda(c.getInterfaces()[0].getName().replace('.', '/'), names.iterator().next(), target.get(0), target.get(1), target.get(2), captured);
    }

    private static Receiver unknown() {
        return new Receiver.Unknown("the code of a lambda that it is given cannot be found");
    }

    private Set<List<String>> called(Class<?> c) throws Throwable {
        Object pool = (Object) constantPool.invokeExact(c);
        var out = new LinkedHashSet<List<String>>();
        int n = (int) size.invokeExact(pool);
        for (int i = 1; i < n; i++) {
            String t = tagAt(pool, i);
            if (t.equals("METHODREF") || t.equals("INTERFACEMETHODREF")) {
                out.add(List.of((String[]) member.invokeExact(pool, i)));
            }
        }
        return out;
    }

    private String tagAt(Object pool, int i) throws Throwable {
        try {
            return ((Object) tag.invokeExact(pool, i)).toString();
        } catch (IllegalArgumentException e) {
            return ""; // the second half of a long or double
        }
    }

    /** {@code Integer.valueOf(int)}, {@code Number.doubleValue()} and so on. */
    private static boolean isConversion(List<String> m) {
        return BOXES.contains(m.get(0)) && (m.get(1).equals("valueOf") && m.get(2).charAt(2) == ')' || m.get(1).endsWith("Value") && m.get(2).startsWith("()"));
    }

    /** The fields arg$1, arg$2, ... in this order; null when there are others. */
    private static List<Lifted.Field> captured(Class<?> c, String token) {
        var fields = new ArrayList<Field>();
        for (Field f : c.getDeclaredFields()) {
            if (Modifier.isStatic(f.getModifiers()) && f.getType() == c) {
                continue; // where the one object of a lambda that captures nothing is kept
            }
            if (Modifier.isStatic(f.getModifiers()) || !Modifier.isFinal(f.getModifiers()) || !f.getName().matches("arg\\$\\d{1,3}")) {
                return null;
            }
            fields.add(f);
        }
        fields.sort(Comparator.comparing(f -> Integer.parseInt(f.getName().substring(4))));
        return fields.stream().map(f -> new Lifted.Field(token, f.getName(), f.getType().descriptorString())).toList();
    }
}
