package dev.jacobi.agent;

import dev.jacobi.classes.RunningClasses;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.jar.JarFile;

/**
 * The JVM's instrumentation as Byte Buddy has it. Its transformer does not see each class that is loaded but stands behind {@link JitTransformer}; and what it retransforms is
 * watched as all our retransformations are.
 */
final class BehindFirstLook implements Instrumentation {
    private final Instrumentation jvm;
    private final RunningClasses classes;
    private final Consumer<ClassFileTransformer> behind;

    /** {@code behind} gets Byte Buddy's transformer. */
    BehindFirstLook(Instrumentation jvm, RunningClasses classes, Consumer<ClassFileTransformer> behind) {
        this.jvm = jvm;
        this.classes = classes;
        this.behind = behind;
    }

    @Override
    public void addTransformer(ClassFileTransformer transformer, boolean canRetransform) {
        behind.accept(transformer);
    }

    @Override
    public void addTransformer(ClassFileTransformer transformer) {
        behind.accept(transformer);
    }

    @Override
    public void retransformClasses(Class<?>... types) throws UnmodifiableClassException {
        for (Class<?> c : types) {
            if (classes.look(c) == null) {
                throw new UnmodifiableClassException(c.getName());
            }
        }
    }

    @Override
    public boolean removeTransformer(ClassFileTransformer transformer) {
        return false;
    }

    @Override
    public boolean isRetransformClassesSupported() {
        return jvm.isRetransformClassesSupported();
    }

    @Override
    public boolean isRedefineClassesSupported() {
        return jvm.isRedefineClassesSupported();
    }

    @Override
    public void redefineClasses(ClassDefinition... definitions) {
        throw new UnsupportedOperationException("Classes are retransformed.");
    }

    @Override
    public boolean isModifiableClass(Class<?> type) {
        return jvm.isModifiableClass(type);
    }

    @Override
    public Class<?>[] getAllLoadedClasses() {
        return jvm.getAllLoadedClasses();
    }

    @Override
    public Class<?>[] getInitiatedClasses(ClassLoader loader) {
        return jvm.getInitiatedClasses(loader);
    }

    @Override
    public long getObjectSize(Object object) {
        return jvm.getObjectSize(object);
    }

    @Override
    public void appendToBootstrapClassLoaderSearch(JarFile jar) {
        jvm.appendToBootstrapClassLoaderSearch(jar);
    }

    @Override
    public void appendToSystemClassLoaderSearch(JarFile jar) {
        jvm.appendToSystemClassLoaderSearch(jar);
    }

    @Override
    public boolean isNativeMethodPrefixSupported() {
        return jvm.isNativeMethodPrefixSupported();
    }

    @Override
    public void setNativeMethodPrefix(ClassFileTransformer transformer, String prefix) {
        jvm.setNativeMethodPrefix(transformer, prefix);
    }

    @Override
    public void redefineModule(Module module, Set<Module> extraReads, Map<String, Set<Module>> extraExports, Map<String, Set<Module>> extraOpens, Set<Class<?>> extraUses,
            Map<Class<?>, List<Class<?>>> extraProvides) {
        jvm.redefineModule(module, extraReads, extraExports, extraOpens, extraUses, extraProvides);
    }

    @Override
    public boolean isModifiableModule(Module module) {
        return jvm.isModifiableModule(module);
    }
}
