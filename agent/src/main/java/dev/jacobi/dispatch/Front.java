package dev.jacobi.dispatch;

import dev.jacobi.lift.LiftRequest;
import dev.jacobi.lift.Lifted;

/** The lifter, found by name as long as it is built beside this. */
final class Front {
    private Front() {
    }

    static Lifted lift(LiftRequest r) {
        try {
            return (Lifted) Class.forName("dev.jacobi.lift.Lifter").getMethod("lift", LiftRequest.class).invoke(null, r);
        } catch (java.lang.reflect.InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException x) {
                throw x;
            }
            if (e.getCause() instanceof Error x) {
                throw x;
            }
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new dev.jacobi.lift.Refusal("NOT-BUILT", "the lifter is missing", "build");
        }
    }
}
