package dev.jacobi.dispatch;

import dev.jacobi.ir.Func;
import dev.jacobi.lift.LiftRequest;
import dev.jacobi.lift.Lifted;

/** The stages in front of the back ends, found by name as long as they are built one after the other. */
final class Front {
    private Front() {
    }

    static Lifted lift(LiftRequest r) {
        return (Lifted) call("dev.jacobi.lift.Lifter", "lift", new Class<?>[] {LiftRequest.class}, r);
    }

    static Func simplify(Func f) {
        try {
            Class<?> c = Class.forName("dev.jacobi.ir.Simplify");
            return ((dev.jacobi.ir.Pass) c.getConstructor().newInstance()).run(f);
        } catch (ClassNotFoundException e) {
            return f;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    static Func raise(Func f, boolean fast) {
        try {
            Class.forName("dev.jacobi.vectorize.Raise");
        } catch (ClassNotFoundException e) {
            return f;
        }
        return (Func) call("dev.jacobi.vectorize.Raise", "run", new Class<?>[] {Func.class, boolean.class}, f, fast);
    }

    private static Object call(String type, String method, Class<?>[] params, Object... args) {
        try {
            return Class.forName(type).getMethod(method, params).invoke(null, args);
        } catch (java.lang.reflect.InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException r) {
                throw r;
            }
            if (e.getCause() instanceof Error r) {
                throw r;
            }
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new dev.jacobi.lift.Refusal("NOT-BUILT", "the class " + type + " is missing", "build");
        }
    }
}
