package dev.jacobi.agent;

import dev.jacobi.classes.RunningClasses;
import dev.jacobi.options.Log;
import dev.jacobi.options.Options;
import dev.jacobi.report.ReasonCode;
import dev.jacobi.report.Registry;
import dev.jacobi.site.Dispatcher;
import dev.jacobi.site.Engine;
import dev.jacobi.woven.Bootstrap;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.Set;

/**
 * Looks at every class that is loaded, as cheaply as it can, and gives the selected ones to the {@link Weaver}. Whatever
 * goes wrong, the class stays as it is. Everything behind the first look, Byte Buddy included, is loaded when the first class is selected.
 */
final class JitTransformer implements ClassFileTransformer {
    private static final ClassLoader OWN = JitTransformer.class.getClassLoader();
    /** The loader of what woven code names. */
    private static final ClassLoader WOVEN = Bootstrap.class.getClassLoader();
    private final Options options;
    private final Selection selection;
    private final Registry registry;
    private final Instrumentation instrumentation;
    private final Reporter reporter;
    private final RunningClasses classes;
    /** The newest class file version that this JVM reads. */
    private final int newest = (int) Double.parseDouble(System.getProperty("java.class.version", "999"));
    private volatile Later later;

    JitTransformer(Options options, Selection selection, Registry registry, Instrumentation instrumentation, Reporter reporter,
            RunningClasses classes) {
        this.options = options;
        this.selection = selection;
        this.registry = registry;
        this.instrumentation = instrumentation;
        this.reporter = reporter;
        this.classes = classes;
    }

    /** What is needed once a class is selected. */
    private static final class Later {
        private final Weaver weaver;
        /** Null with {@code policy=off}, where methods are only listed. */
        private final Dispatcher dispatcher;

        Later(JitTransformer t) {
            JarPackages.tell(t.instrumentation);
            boolean off = t.options.policy() == Options.Policy.OFF;
            weaver = new Weaver(new MethodChoice(t.selection, t.registry, t.options, off), t.options, t.instrumentation, t.classes);
            dispatcher = off ? null : Engine.ofProcess().install(t.options, t.registry, t.instrumentation);
            if (!off) {
                dispatcher.warmUp();
            }
            t.reporter.register();
        }
    }

    @Override
    public byte[] transform(ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] bytes) {
        if (name == null || redefined == null && (loader == OWN || loader == WOVEN) && Selection.isInternal(name)) {
            return null;
        }
        byte[] now = watch(loader, name, redefined, bytes);
        if (Selection.never(loader, name) || tooNew(bytes)) {
            return null;
        }
        selection.programStarts();
        try {
            byte[] out = selection.includesClass(name) || Selection.mentionsJit(now) ? selected(loader, name, now, redefined, domain) : null;
            return out == null && now != bytes ? now : out;
        } catch (ThreadDeath e) {
            throw e;
        } catch (StackOverflowError e) {
            // A class that is loaded at the end of the stack; there is no room to say so.
            return null;
        } catch (Throwable e) {
            Log.say(options, Options.Log.WARN, "The class " + name.replace('/', '.') + " is left as it is, because it cannot be rewritten: " + e + ".");
            return null;
        }
    }

    /** Every class is noted as it is loaded; before one changes, what was made of its old code is put out of use. Returns the class file to go on with. */
    private byte[] watch(ClassLoader loader, String name, Class<?> redefined, byte[] bytes) {
        try {
            if (redefined == null) {
                classes.loads(loader, name, bytes);
                return bytes;
            }
            return classes.changes(redefined, bytes);
        } catch (ThreadDeath e) {
            throw e;
        } catch (StackOverflowError e) {
            return bytes;
        } catch (Throwable e) {
            Log.say(options, Options.Log.WARN, "A change of the class " + name.replace('/', '.') + " may be missed: " + e + ".");
            return bytes;
        }
    }

    /** Classes that were loaded before the agent came, and are selected, get their prologues too. */
    void retransform(Set<Class<?>> loaded) {
        later().weaver.retransform(loaded);
    }

    /** The JVM itself will refuse such a class, and say so. */
    private boolean tooNew(byte[] bytes) {
        return bytes.length > 7 && ((bytes[6] & 0xFF) << 8 | bytes[7] & 0xFF) > newest;
    }

    private Later later() {
        Later l = later;
        if (l == null) {
            synchronized (this) {
                l = later == null ? new Later(this) : later;
                later = l;
            }
        }
        return l;
    }

    private byte[] selected(ClassLoader loader, String name, byte[] bytes, Class<?> redefined, ProtectionDomain domain) {
        Later l = later();
        if (!sees(loader)) {
            registry.refused(name, "*", "()V", ReasonCode.LOADER, "its class loader does not see the classes of Jacobi", name.replace('/', '.'));
            if (options.throwRefusals()) {
                Log.say(options, Options.Log.WARN, "The class " + name.replace('/', '.')
                    + " cannot be made to fail: its class loader does not see the classes of Jacobi.");
            }
            return null;
        }
        if (redefined == null && mayComeLate(name, bytes) && l.dispatcher != null && l.dispatcher.comesLate(loader, name, l.weaver::methods)) {
            return null;
        }
        if (l.dispatcher != null) {
            l.dispatcher.rewrites(name, bytes.length);
        }
        // a class that was rewritten when it was loaded has got members by that, which a redefinition must not take away
        Weaver.ClassFile file = new Weaver.ClassFile(bytes, redefined == null || classes.wasRewritten(redefined),
            method -> redefined == null || l.dispatcher.wants(loader, name, method));
        byte[] out = l.weaver.weave(loader, name, redefined, domain, file);
        if (out != null && (redefined == null || !classes.wasRewritten(redefined))) {
            classes.remember(loader, name, bytes);
        }
        return out;
    }

    /** Methods that somebody has named, or annotated, are looked at as the class is loaded, and the report says what becomes of them. */
    private boolean mayComeLate(String name, byte[] bytes) {
        return instrumentation.isRetransformClassesSupported() && selection.onlyByClass(name) && !Selection.mentionsJit(bytes);
    }

    /** Whether code of this loader can be linked with ours: it must find the very same classes. */
    private static boolean sees(ClassLoader loader) {
        if (loader == WOVEN) {
            return true;
        }
        try {
            return Class.forName(Bootstrap.class.getName(), false, loader) == Bootstrap.class;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }
}
