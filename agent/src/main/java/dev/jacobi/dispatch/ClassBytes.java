package dev.jacobi.dispatch;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import dev.jacobi.lift.ClassSource;

/**
 * Class files of the running program: what the transformer has seen of selected classes, else what the class loader has
 * as a resource. Refers to loaders weakly.
 */
final class ClassBytes {
    private final Map<ClassLoader, Map<String, byte[]>> seen = new WeakHashMap<>();

    /** Remembers the class file of a selected class. */
    synchronized void remember(ClassLoader loader, String internalName, byte[] bytes) {
        seen.computeIfAbsent(loader, l -> new ConcurrentHashMap<>()).put(internalName, bytes);
    }

    private synchronized byte[] remembered(ClassLoader loader, String internalName) {
        Map<String, byte[]> m = seen.get(loader);
        return m == null ? null : m.get(internalName);
    }

    /** The program's classes as a class of the given loader sees them. */
    ClassSource as(ClassLoader loader, Initialised initialised) {
        return new ClassSource() {
            @Override
            public byte[] bytes(String internalName) {
                for (ClassLoader l = loader; l != null; l = l.getParent()) {
                    byte[] b = remembered(l, internalName);
                    if (b != null) {
                        return b;
                    }
                }
                String path = internalName + ".class";
                try (InputStream in = loader == null ? ClassLoader.getSystemResourceAsStream(path) : loader.getResourceAsStream(path)) {
                    return in == null ? null : in.readAllBytes();
                } catch (IOException | RuntimeException e) {
                    return null;
                }
            }

            @Override
            public Object constant(String owner, String name, String desc) {
                return staticFinal(loader, initialised, owner, name);
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
                return f.getType().isPrimitive() || v instanceof String || f.isEnumConstant() ? v : null;
            }
            return null;
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return null;
        }
    }

    private static Field field(Class<?> c, String name) {
        try {
            return c.getDeclaredField(name);
        } catch (NoSuchFieldException e) {
            return null;
        }
    }
}
