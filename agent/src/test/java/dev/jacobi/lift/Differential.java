package dev.jacobi.lift;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.interp.CheckFailed;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.lift.request.ClassSource;
import dev.jacobi.lift.request.Descriptors;
import dev.jacobi.lift.request.LiftRequest;
import dev.jacobi.lift.request.Lifted;
import java.io.IOException;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Runs a method on the JVM and its lifted form in the interpreter, and describes both outcomes so that they can be compared. */
final class Differential {
    static final ClassSource CLASSES = new ClassSource() {
        @Override
        public byte[] bytes(String name) {
            try (var in = ClassLoader.getSystemResourceAsStream(name + ".class")) {
                return in == null ? null : in.readAllBytes();
            } catch (IOException e) {
                return null;
            }
        }

        @Override
        public Object constant(String owner, String name, String desc) {
            return owner.startsWith("java/") ? null : staticField(owner, name);
        }
    };

    private Differential() {
    }

    static Object staticField(String owner, String name) {
        try {
            Field f = Class.forName(owner.replace('/', '.')).getDeclaredField(name);
            f.setAccessible(true);
            return f.get(null);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    static LiftRequest request(Method m, List<Integer> aliases) {
        return new LiftRequest(CLASSES, m.getDeclaringClass().getName().replace('.', '/'), m.getName(),
            MethodType.methodType(m.getReturnType(), m.getParameterTypes()).toMethodDescriptorString(), aliases);
    }

    /** Which arguments are one array. */
    static List<Integer> aliases(Object[] args) {
        var r = new ArrayList<Integer>();
        for (int i = 0; i < args.length; i++) {
            int k = i;
            for (int j = i - 1; j >= 0; j--) {
                k = args[i] != null && args[i].getClass().isArray() && args[j] == args[i] ? j : k;
            }
            r.add(k);
        }
        return r;
    }

    /** A copy of the arguments that keeps which of them (and of their rows) are one array. */
    static Object[] copy(Object[] args) {
        Map<Object, Object> done = new IdentityHashMap<>();
        return Arrays.stream(args).map(a -> copy(a, done)).toArray();
    }

    private static Object copy(Object a, Map<Object, Object> done) {
        if (a instanceof Record) {
            var types = new ArrayList<Class<?>>();
            var values = new ArrayList<Object>();
            try {
                for (var c : a.getClass().getRecordComponents()) {
                    c.getAccessor().setAccessible(true);
                    types.add(c.getType());
                    values.add(copy(c.getAccessor().invoke(a), done));
                }
                var ctor = a.getClass().getDeclaredConstructor(types.toArray(Class[]::new));
                ctor.setAccessible(true);
                return ctor.newInstance(values.toArray());
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        }
        if (a == null || !a.getClass().isArray()) {
            return a;
        }
        if (!done.containsKey(a)) {
            int n = Array.getLength(a);
            Object c = Array.newInstance(a.getClass().getComponentType(), n);
            for (int i = 0; i < n; i++) {
                Array.set(c, i, copy(Array.get(a, i), done));
            }
            done.put(a, c);
        }
        return done.get(a);
    }

    /** Result and arguments afterwards, or "throws". */
    static String onJvm(Method m, Object[] args) {
        Object[] own = copy(args);
        try {
            m.setAccessible(true);
            Object r = m.invoke(null, own);
            return describe(r, own) + " " + after(own);
        } catch (InvocationTargetException e) {
            return "throws";
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    static String lifted(Lifted l, Object[] args) {
        Object[] own = copy(args);
        var in = new ArrayList<Object>();
        for (Lifted.Source s : l.inputs()) {
            in.add(read(s, own, in));
        }
        List<Tensor> out;
        try {
            out = Interpreter.run(l.module(), l.entry(), in.stream().map(Differential::tensor).toList());
        } catch (CheckFailed e) {
            return "throws";
        }
        Object r = result(l.result(), out, in);
        for (Lifted.Write w : l.writes()) {
            if (w instanceof Lifted.Write.Rows x) {
                Object a = in.get(x.input());
                int[] perm = (int[]) out.get(x.output()).data();
                Object[] before = ((Object[]) a).clone();
                for (int i = 0; i < perm.length; i++) {
                    Array.set(a, i, before[perm[i]]);
                }
            } else if (w instanceof Lifted.Write.Contents x) {
                fill(in.get(x.input()), out.get(x.output()).data(), new int[1]);
            }
        }
        return describe(r, own) + " " + after(own);
    }

    private static Object read(Lifted.Source s, Object[] args, List<Object> before) {
        if (s instanceof Lifted.Source.Rows r) {
            int[] iota = new int[Array.getLength(before.get(r.array()))];
            Arrays.setAll(iota, i -> i);
            return iota;
        }
        Object o = s instanceof Lifted.Source.Arg a ? args[a.index()] : staticField(((Lifted.Source.Static) s).owner(), ((Lifted.Source.Static) s).name());
        List<Lifted.Field> path = s instanceof Lifted.Source.Arg a ? a.path() : ((Lifted.Source.Static) s).path();
        for (Lifted.Field f : path) {
            if (o instanceof String text) {
                o = text.toCharArray();
                continue;
            }
            try {
                Field x = Class.forName(f.owner().replace('/', '.')).getDeclaredField(f.name());
                x.setAccessible(true);
                o = x.get(o);
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        }
        return o;
    }

    private static Object result(Lifted.Result r, List<Tensor> out, List<Object> in) {
        if (r instanceof Lifted.Result.Void || r instanceof Lifted.Result.Null) {
            return null;
        }
        if (r instanceof Lifted.Result.Scalar s) {
            Object v = Array.get(out.get(s.output()).data(), 0);
            assertLetter(s.desc(), v);
            return v;
        }
        if (r instanceof Lifted.Result.NewArray a) {
            return array(out.get(a.output()), a.desc());
        }
        if (r instanceof Lifted.Result.Same s) {
            return in.get(s.input());
        }
        if (r instanceof Lifted.Result.Choice c) {
            return result(c.options().get(((int[]) out.get(c.output()).data())[0]), out, in);
        }
        Lifted.Result.New n = (Lifted.Result.New) r;
        try {
            Class<?> cls = Class.forName(n.owner().replace('/', '.'));
            var types = MethodType.fromMethodDescriptorString(n.constructorDesc(), cls.getClassLoader());
            Constructor<?> ctor = cls.getDeclaredConstructor(types.parameterArray());
            ctor.setAccessible(true);
            return ctor.newInstance(n.args().stream().map(a -> result(a, out, in)).toArray());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertLetter(String desc, Object v) {
        if (!MethodType.methodType(v.getClass()).unwrap().toMethodDescriptorString().endsWith(desc)) {
            throw new AssertionError("the output for " + desc + " is a " + v.getClass());
        }
    }

    private static DType dtype(Class<?> c) {
        return Descriptors.dtype(c.descriptorString());
    }

    private static Tensor tensor(Object v) {
        if (!v.getClass().isArray()) {
            Class<?> p = MethodType.methodType(v.getClass()).unwrap().returnType();
            Object data = Array.newInstance(p, 1);
            Array.set(data, 0, v);
            return new Tensor(dtype(p), new int[0], data);
        }
        var dims = new ArrayList<Integer>();
        Object o = v;
        int size = 1;
        Class<?> element = v.getClass();
        while (element.isArray()) {
            int n = o == null ? 0 : Array.getLength(o);
            dims.add(n);
            size *= n;
            o = n == 0 ? null : Array.get(o, 0);
            element = element.getComponentType();
        }
        Object data = Array.newInstance(element, size);
        flatten(v, data, new int[1]);
        return new Tensor(dtype(element), dims.stream().mapToInt(i -> i).toArray(), data);
    }

    private static void flatten(Object a, Object data, int[] at) {
        for (int i = 0; i < Array.getLength(a); i++) {
            Object x = Array.get(a, i);
            if (x.getClass().isArray()) {
                flatten(x, data, at);
            } else {
                Array.set(data, at[0]++, x);
            }
        }
    }

    private static void fill(Object a, Object data, int[] at) {
        boolean nested = a.getClass().getComponentType().isArray();
        for (int i = 0; i < Array.getLength(a); i++) {
            if (nested) {
                fill(Array.get(a, i), data, at);
            } else {
                Array.set(a, i, Array.get(data, at[0]++));
            }
        }
    }

    private static Object array(Tensor t, String desc) {
        Class<?> element = MethodType.fromMethodDescriptorString("()" + desc.replace("[", ""), null).returnType();
        Object a = Array.newInstance(element, t.dims());
        fill(a, t.data(), new int[1]);
        return a;
    }

    private static String after(Object[] args) {
        return Arrays.stream(args).map(a -> describe(a, new Object[0])).toList().toString();
    }

    private static String describe(Object r, Object[] args) {
        for (int i = 0; i < args.length; i++) {
            if (r != null && r == args[i] && r.getClass().isArray()) {
                return "argument " + i;
            }
        }
        if (r instanceof Record) {
            var parts = new ArrayList<String>();
            for (var c : r.getClass().getRecordComponents()) {
                try {
                    c.getAccessor().setAccessible(true);
                    parts.add(describe(c.getAccessor().invoke(r), args));
                } catch (ReflectiveOperationException e) {
                    throw new AssertionError(e);
                }
            }
            return r.getClass().getSimpleName() + parts;
        }
        return Arrays.deepToString(new Object[] {r});
    }
}
