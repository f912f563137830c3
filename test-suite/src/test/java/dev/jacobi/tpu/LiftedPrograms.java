// Java methods as IR with the values of their inputs, without running them compiled.
package dev.jacobi.tpu;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Simplify;
import dev.jacobi.ir.Tensor;
import dev.jacobi.ir.Type;
import dev.jacobi.lift.ClassSource;
import dev.jacobi.lift.LiftRequest;
import dev.jacobi.lift.Lifted;
import dev.jacobi.lift.Lifter;
import dev.jacobi.vectorize.Raise;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;

/** A module, its entry, and arguments. */
record LiftedPrograms(String name, Module module, String entry, List<Tensor> inputs) {
    private static final ClassSource CLASSES = new ClassSource() {
        @Override
        public byte[] bytes(String name) {
            try (var in = ClassLoader.getSystemResourceAsStream(name + ".class")) {
                return in == null ? null : in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Object constant(String owner, String name, String desc) {
            return owner.startsWith("java/") ? null : field(owner, name);
        }
    };

    private static Object field(String owner, String name) {
        try {
            Field f = Class.forName(owner.replace('/', '.')).getDeclaredField(name);
            f.setAccessible(true);
            return f.get(null);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** A static method, lifted and raised as for a back end. */
    static LiftedPrograms of(String name, Class<?> owner, String method, Object... args) {
        Method m = Arrays.stream(owner.getDeclaredMethods()).filter(x -> x.getName().equals(method) && x.getParameterCount() == args.length).findFirst().orElseThrow();
        String desc = MethodType.methodType(m.getReturnType(), m.getParameterTypes()).toMethodDescriptorString();
        List<Integer> aliases = IntStream.range(0, args.length).boxed().toList();
        Lifted lifted = Lifter.lift(new LiftRequest(CLASSES, owner.getName().replace('.', '/'), method, desc, aliases));
        var funcs = new LinkedHashMap<String, Func>();
        lifted.module().funcs().forEach((n, f) -> funcs.put(n, new Simplify().run(Raise.run(new Simplify().run(f), false))));
        var module = new Module(funcs);
        var in = new ArrayList<Tensor>();
        for (int k = 0; k < lifted.inputs().size(); k++) {
            Type t = module.get(lifted.entry()).in().get(k).type();
            Lifted.Source s = lifted.inputs().get(k);
            if (s instanceof Lifted.Source.Arg a && a.path().isEmpty()) {
                in.add(tensor(t, args[a.index()]));
            } else if (s instanceof Lifted.Source.Static f && f.path().isEmpty()) {
                in.add(tensor(t, field(f.owner(), f.name())));
            } else if (s instanceof Lifted.Source.Rows r) {
                in.add(Tensor.of(IntStream.range(0, in.get(r.array()).dims()[0]).toArray()));
            } else {
                throw new IllegalArgumentException(name + " takes " + s);
            }
        }
        return new LiftedPrograms(name, module, lifted.entry(), in);
    }

    /** A Java value as an input of this type: numbers, arrays, matrices. */
    static Tensor tensor(Type t, Object v) {
        if (v instanceof Object[] rows) {
            int m = Array.getLength(rows[0]);
            Object data = Array.newInstance(rows[0].getClass().getComponentType(), rows.length * m);
            for (int i = 0; i < rows.length; i++) {
                System.arraycopy(rows[i], 0, data, i * m, m);
            }
            return Tensor.of(data, rows.length, m);
        } else if (v.getClass().isArray()) {
            return Tensor.of(v);
        }
        return Tensor.of(v instanceof Boolean b ? Lit.bool(b) : v instanceof Character c ? Lit.of(t.dtype(), c)
            : t.dtype().isFloat() ? Lit.real(t.dtype(), ((Number) v).doubleValue()) : Lit.of(t.dtype(), ((Number) v).longValue()));
    }

    boolean usesF64() {
        return module.toString().contains(DType.F64.text());
    }
}
