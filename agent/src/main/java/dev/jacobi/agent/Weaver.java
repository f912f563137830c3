package dev.jacobi.agent;

import dev.jacobi.classes.RunningClasses;
import dev.jacobi.options.Log;
import dev.jacobi.options.Options;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.IllegalClassFormatException;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.utility.JavaModule;
import org.objectweb.asm.ClassReader;

/**
 * Byte Buddy, as it is used here: it describes the classes that have passed the first look, which {@link MethodChoice} chooses methods of, and has {@link Weaving} change
 * their class files. Of a class file nothing else changes. It is set up when it is first needed.
 */
final class Weaver {
    private static final int VERSION_OFFSET = 6;
    private final MethodChoice choice;
    private final Options options;
    private final Instrumentation instrumentation;
    private final RunningClasses classes;
    /** The class that this thread is at; none while Byte Buddy asks which loaded classes are to be retransformed. */
    private final ThreadLocal<Job> jobs = new ThreadLocal<>();
    private volatile ClassFileTransformer transformer;

    Weaver(MethodChoice choice, Options options, Instrumentation instrumentation, RunningClasses classes) {
        this.choice = choice;
        this.options = options;
        this.instrumentation = instrumentation;
        this.classes = classes;
    }

    /**
     * A class file to change. {@code fresh}: the class is being loaded, so anything in it may change. Of the methods that are chosen only those with {@code wanted} keys get a
     * prologue.
     */
    record ClassFile(byte[] bytes, boolean fresh, Predicate<String> wanted) {
        private int version() {
            return (bytes[VERSION_OFFSET] & 0xFF) << 8 | bytes[VERSION_OFFSET + 1] & 0xFF;
        }
    }

    private static final class Job {
        private final ClassFile file;
        private Weaving weaving;

        Job(ClassFile file) {
            this.file = file;
        }
    }

    /** The new class file, or null when nothing is chosen in it, or when it cannot be changed, which is said. */
    byte[] weave(ClassLoader loader, String internalName, Class<?> redefined, ProtectionDomain domain, ClassFile file) {
        ClassFileTransformer byteBuddy = transformer();
        Job outer = jobs.get();
        jobs.set(new Job(file));
        try {
            return byteBuddy.transform(loader, internalName, redefined, domain, file.bytes);
        } catch (IllegalStateException | IllegalClassFormatException e) {
            return null; // the listener has said why
        } finally {
            if (outer == null) {
                jobs.remove();
            } else {
                jobs.set(outer);
            }
        }
    }

    /** Names with descriptors of the methods that may get a prologue. */
    Set<String> methods(ClassLoader loader, byte[] classFile) {
        String name = new ClassReader(classFile).getClassName().replace('/', '.');
        TypeDescription type = ProgramClasses.pool(new ClassFileLocator.Compound(ClassFileLocator.Simple.of(name, classFile), ProgramClasses.files(loader)))
            .describe(name).resolve();
        return choose(type, loader, classFile, new Failing(false));
    }

    /** Gives classes that were loaded before the agent came their prologues. */
    void retransform(Set<Class<?>> loaded) {
        Rule rule = new Rule();
        new ProgramAgent(options).with(AgentBuilder.RedefinitionStrategy.RETRANSFORMATION)
            .with(AgentBuilder.RedefinitionStrategy.BatchAllocator.ForFixedSize.ofSize(1)).redefineOnly(loaded.toArray(Class<?>[]::new)).with(new Failures())
            .type(rule).transform(rule).installOn(new BehindFirstLook(instrumentation, classes, t -> transformer = t));
    }

    private ClassFileTransformer transformer() {
        if (transformer == null) {
            synchronized (this) {
                if (transformer == null) {
                    Rule rule = new Rule();
                    transformer = new ProgramAgent(options).type(rule).transform(rule).makeRaw();
                }
            }
        }
        return transformer;
    }

    /** Which classes change, and how. */
    private final class Rule implements AgentBuilder.RawMatcher, AgentBuilder.Transformer {
        @Override
        public boolean matches(TypeDescription type, ClassLoader loader, JavaModule module, Class<?> redefined, ProtectionDomain domain) {
            Job job = jobs.get();
            if (job == null) {
                return true;
            }
            Failing failing = new Failing(job.file.fresh);
            Set<String> chosen = choose(type, loader, job.file.bytes, failing);
            chosen.removeIf(job.file.wanted.negate());
            job.weaving = new Weaving(chosen, failing, job.file.version());
            return !job.weaving.isNothing();
        }

        @Override
        public DynamicType.Builder<?> transform(DynamicType.Builder<?> builder, TypeDescription type, ClassLoader loader, JavaModule module, ProtectionDomain domain) {
            return builder.visit(jobs.get().weaving);
        }
    }

    private Set<String> choose(TypeDescription type, ClassLoader loader, byte[] classFile, Failing failing) {
        FirstLines lines = new FirstLines(classFile);
        return choice.choose(new MethodChoice.Candidates(type, loader, m -> lines.of(MethodChoice.key(m))), failing);
    }

    /** Says which loaded classes cannot be changed. */
    private final class Failures extends AgentBuilder.RedefinitionStrategy.Listener.Adapter {
        @Override
        public Iterable<? extends List<Class<?>>> onError(int index, List<Class<?>> batch, Throwable e, List<Class<?>> all) {
            batch.forEach(c -> Log.say(options, Options.Log.WARN, "The class " + c.getName() + " was loaded before and cannot be changed."));
            return List.of();
        }
    }
}
