package dev.jacobi.classes;

import dev.jacobi.Slice;
import dev.jacobi.array.index.Marker;
import dev.jacobi.jvm.Initialised;
import dev.jacobi.jvm.OwnCode;
import dev.jacobi.lift.request.ClassSource;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.concurrent.atomic.AtomicReference;

/** Class files of the running program: of what the JVM runs, where there is the agent, else what the class loader has as a resource. */
public final class ClassBytes {
    /** Null without the agent: then nothing is known but resources of class loaders. */
    private final AtomicReference<RunningClasses> running = new AtomicReference<>();

    /** Begins to watch the classes of this JVM, once; {@code jar} is the agent's, and {@code running} says that the program runs already. */
    public RunningClasses watch(Instrumentation instrumentation, String jar, boolean running) {
        this.running.compareAndSet(null, new RunningClasses(instrumentation, jar, running));
        return this.running.get();
    }

    /** What is known of changes of classes; null without the agent. */
    public RunningClasses running() {
        return running.get();
    }

    /** The agent's, or null without the agent. */
    public Instrumentation instrumentation() {
        RunningClasses now = running.get();
        return now == null ? null : now.instrumentation();
    }

    /** The program's classes as a class of the given loader sees them; {@code made}, which is told when one that was asked about changes, is not kept alive. */
    public ClassSource as(ClassLoader loader, Initialised initialised, Dependent made) {
        return as(loader, initialised, made, null);
    }

    /** The same for what may be long: {@code own} is told of it and may be null. */
    public ClassSource as(ClassLoader loader, Initialised initialised, Dependent made, OwnCode own) {
        return new ClassSource() {
            @Override
            public void parses(String internalName, int bytes) {
                if (own != null) {
                    own.parses(internalName, bytes);
                }
            }

            @Override
            public byte[] bytes(String internalName) {
                RunningClasses now = running.get();
                if (now != null) {
                    return now.bytes(loader, internalName, made);
                }
                try {
                    return ClassFiles.read(loader, internalName);
                } catch (IOException | RuntimeException e) {
                    return null;
                }
            }

            @Override
            public Object constant(String owner, String name, String desc) {
                return staticFinal(loader, initialised, owner, name);
            }

            @Override
            public boolean changed(String internalName) {
                RunningClasses now = running.get();
                return now != null && now.isChanged(loader, internalName);
            }

            @Override
            public boolean initialised(String owner) {
                try {
                    return initialised.test(Class.forName(owner.replace('/', '.'), false, loader));
                } catch (ClassNotFoundException | LinkageError e) {
                    return false;
                }
            }
        };
    }

    private static Object staticFinal(ClassLoader loader, Initialised initialised, String owner, String name) {
        try {
            Class<?> c = Class.forName(owner.replace('/', '.'), false, loader);
            for (Class<?> at = c; at != null; at = at.getSuperclass()) {
                Field f = field(at, name);
                if (f == null) {
                    continue;
                }
                if (!Modifier.isStatic(f.getModifiers()) || !Modifier.isFinal(f.getModifiers()) || !initialised.test(at)) {
                    return null;
                }
                f.setAccessible(true);
                Object v = f.get(null);
                return f.getType().isPrimitive() || v instanceof String || f.isEnumConstant() || isIndexPart(v) ? v : null;
            }
            return null;
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return null;
        }
    }

    /** Whether it is one of the constants that stand in an index of an array, which are values like strings. */
    private static boolean isIndexPart(Object v) {
        return v instanceof Slice || v instanceof Marker;
    }

    private static Field field(Class<?> c, String name) {
        try {
            return c.getDeclaredField(name);
        } catch (NoSuchFieldException e) {
            return null;
        }
    }
}
