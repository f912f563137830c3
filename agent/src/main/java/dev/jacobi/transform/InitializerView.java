package dev.jacobi.transform;

import dev.jacobi.lift.request.ClassSource;
import dev.jacobi.lift.request.ForwardingClassSource;
import java.util.Set;
import java.util.stream.Collectors;

/** Classes as code that is called from class initialisers has to see them: what these have not set yet is read at each call. */
final class InitializerView {
    private InitializerView() {
    }

    /** Whether this thread is in a class initialiser. */
    static boolean isBelow() {
        return !open().isEmpty();
    }

    private static Set<String> open() {
        return StackWalker.getInstance().walk(frames -> frames.filter(f -> f.getMethodName().equals("<clinit>"))
            .map(f -> f.getClassName().replace('.', '/')).collect(Collectors.toSet()));
    }

    /** The classes, of which those whose initialisers this thread is in are said to be initialising. */
    static ClassSource below(ClassSource classes) {
        Set<String> open = open();
        return open.isEmpty() ? classes : new ForwardingClassSource(classes) {
            @Override
            public boolean initialising(String owner) {
                return open.contains(owner);
            }
        };
    }
}
