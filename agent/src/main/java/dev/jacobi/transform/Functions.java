package dev.jacobi.transform;

import dev.jacobi.Fn;
import dev.jacobi.JacobiException;
import dev.jacobi.array.serial.LambdaForm;
import dev.jacobi.boot.EngineLoader;
import dev.jacobi.lift.request.ValueTree;
import dev.jacobi.report.Printable;
import dev.jacobi.transform.program.SourceLines;
import java.lang.invoke.SerializedLambda;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.objectweb.asm.Opcodes;

/** Function objects: what a lambda's or method reference's body is, and what it captured. */
final class Functions {
    private Functions() {
    }

    /** The transformed function that a reference to its {@code apply} calls ({@code first::apply}); any other function itself. */
    static Object referredTo(Object f) {
        SerializedLambda l = TransformedFunction.of(f) == null ? LambdaForm.lambda(f) : null;
        boolean bound = l != null && l.getCapturedArgCount() == 1 && l.getImplMethodKind() != Opcodes.H_INVOKESTATIC && l.getImplMethodName().equals(l.getFunctionalInterfaceMethodName());
        return bound && TransformedFunction.of(l.getCapturedArg(0)) != null ? l.getCapturedArg(0) : f;
    }

    /** The structure of a function: its body and that of what it captured. */
    static ValueTree tree(Object f, String what) {
        TransformedFunction t = TransformedFunction.of(f);
        if (t != null) {
            return t.tree();
        }
        SerializedLambda l = LambdaForm.lambda(f);
        if (l != null) {
            String where = name(f);
            var captured = new ArrayList<ValueTree>();
            for (int i = 0; i < l.getCapturedArgCount(); i++) {
                Object v = l.getCapturedArg(i);
                boolean self = i == 0 && l.getImplMethodKind() != Opcodes.H_INVOKESTATIC && l.getImplMethodKind() != Opcodes.H_NEWINVOKESPECIAL;
                if (self && !(v instanceof Record)) {
                    String at = SourceLines.of(EngineLoader.of(f.getClass()), l.getImplClass(), l.getImplMethodName(), l.getImplMethodSignature());
                    throw new JacobiException("The function " + at + " belongs to an object of " + v.getClass().getName() + " (it captures 'this' or is a method "
                        + "of an object), whose state is not known; make it static, or copy the fields it needs to local variables before the lambda.");
                }
                try {
                    captured.add(ValueTrees.of(v, "captured value " + i + " of " + where));
                } catch (JacobiException e) {
                    throw new JacobiException("The lambda " + where + " has state that cannot be followed. " + e.getMessage(), e);
                }
            }
            return new ValueTree.Fun(l.getFunctionalInterfaceClass(), l.getFunctionalInterfaceMethodName(), l.getImplMethodKind(), l.getImplClass(),
                l.getImplMethodName(), l.getImplMethodSignature(), false, captured);
        }
        if (f instanceof Record) {
            throw new JacobiException("The " + what + " is a record of " + f.getClass().getName() + "; give a lambda or a method reference.");
        }
        String at = Arrays.stream(f.getClass().getDeclaredMethods()).filter(m -> m.getName().equals("apply") && !m.isBridge()).findFirst()
            .map(m -> SourceLines.of(EngineLoader.of(f.getClass()), f.getClass().getName().replace('.', '/'), "apply", org.objectweb.asm.Type.getMethodDescriptor(m)))
            .orElse(f.getClass().getName());
        throw new JacobiException("The " + what + " " + at + " is an object of the class " + f.getClass().getName() + ", not a lambda or method reference that can be serialized, so its "
            + "code and state are not known; give a lambda or a method reference where an Fn is expected.");
    }

    /** The leaves of what a function captured; -1 when it is another function. */
    static int flatten(ValueTree t, Object f, Object[] out, int from) {
        TransformedFunction x = TransformedFunction.of(f);
        if (x != null) {
            int at = from;
            if (!(t instanceof ValueTree.Word w) || !w.transformation().equals(x.transformation()) || w.functions().size() != x.functions().size()) {
                return -1;
            }
            for (int i = 0; i < w.functions().size() && at >= 0; i++) {
                at = flatten(w.functions().get(i), x.functions().get(i), out, at);
            }
            return at < 0 ? at : ValueTrees.flatten(capturedTrees(t), x.captured(), out, from); // what it captured may be copies
        }
        SerializedLambda l = LambdaForm.lambda(f);
        if (l == null || !(t instanceof ValueTree.Fun fun) || !fun.owner().equals(l.getImplClass()) || !fun.name().equals(l.getImplMethodName())
            || !fun.desc().equals(l.getImplMethodSignature()) || fun.captured().size() != l.getCapturedArgCount()) {
            return -1;
        }
        return ValueTrees.flatten(fun.captured(), captured(l), out, from);
    }

    /** The values that a function captured, transformed functions' ones included, in the order of its tree. */
    static List<Object> captured(Object f) {
        TransformedFunction t = TransformedFunction.of(f);
        if (t != null) {
            return t.captured();
        }
        SerializedLambda l = LambdaForm.lambda(f);
        return l == null ? List.of() : captured(l);
    }

    private static List<Object> captured(SerializedLambda l) {
        return IntStream.range(0, l.getCapturedArgCount()).mapToObj(l::getCapturedArg).toList();
    }

    /** The class whose loader and rights go with a function: its own, or that of a function in it where only that one's loader sees both, as a program's does beside a library's. */
    static Class<?> home(Object f) {
        TransformedFunction t = TransformedFunction.of(f);
        if (t != null) {
            return t.functions().stream().map(Functions::home).reduce(Functions::seesBoth).orElseThrow();
        }
        SerializedLambda l = LambdaForm.lambda(f);
        if (l == null) {
            return f.getClass();
        }
        Class<?> home = capturing(f, l);
        for (int i = 0; i < l.getCapturedArgCount(); i++) {
            home = l.getCapturedArg(i) instanceof Fn g ? seesBoth(home, home(g)) : home;
        }
        return home;
    }

    private static Class<?> capturing(Object f, SerializedLambda l) {
        try {
            return Class.forName(l.getCapturingClass().replace('/', '.'), false, EngineLoader.of(f.getClass()));
        } catch (ClassNotFoundException e) {
            return f.getClass();
        }
    }

    /** The second class where its loader has the first one's among its parents, else the first. */
    private static Class<?> seesBoth(Class<?> first, Class<?> second) {
        ClassLoader parent = EngineLoader.of(first);
        ClassLoader at = EngineLoader.of(second);
        boolean same = at == parent;
        while (at != null && at != parent) {
            at = at.getParent();
        }
        return !same && at == parent ? second : first;
    }

    /** The structures of what a function captured, in the order of {@link #captured}. */
    static List<ValueTree> capturedTrees(ValueTree function) {
        return function instanceof ValueTree.Word w ? w.functions().stream().flatMap(g -> capturedTrees(g).stream()).toList() : function.below();
    }

    /** How many arguments a function takes; -1 when its type does not tell. */
    static int arity(Object f) {
        TransformedFunction t = TransformedFunction.of(f);
        if (t != null) {
            return t.arity();
        }
        SerializedLambda l = LambdaForm.lambda(f);
        return l == null ? -1 : org.objectweb.asm.Type.getArgumentTypes(l.getFunctionalInterfaceMethodSignature()).length;
    }

    /** A function's name, for messages. */
    static String name(Object f) {
        SerializedLambda l = LambdaForm.lambda(f);
        return Printable.of(l == null ? f.getClass().getName() : l.getImplClass().replace('/', '.') + "." + l.getImplMethodName());
    }
}
