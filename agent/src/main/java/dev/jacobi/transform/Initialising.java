package dev.jacobi.transform;

import dev.jacobi.lift.request.ClassSource;
import java.util.Set;
import java.util.stream.Collectors;

/** Classes as code that is called from class initialisers has to see them: what these have not set yet is read at each call. */
final class Initialising {
    private Initialising() {
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
        return open.isEmpty() ? classes : new ClassSource() {
            @Override
            public byte[] bytes(String internalName) {
                return classes.bytes(internalName);
            }

            @Override
            public void parses(String internalName, int bytes) {
                classes.parses(internalName, bytes);
            }

            @Override
            public Object constant(String owner, String name, String desc) {
                return classes.constant(owner, name, desc);
            }

            @Override
            public boolean changed(String internalName) {
                return classes.changed(internalName);
            }

            @Override
            public boolean initialised(String owner) {
                return classes.initialised(owner);
            }

            @Override
            public boolean initialising(String owner) {
                return open.contains(owner);
            }
        };
    }
}
