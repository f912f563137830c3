package dev.jacobi.jvm;

import dev.jacobi.ir.Module;
import dev.jacobi.policy.CostModel;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * Asks the JVM not to optimise those classes of Jacobi that only work while code is made, or while it is looked for. They run for a second or so in all, and C2 would take longer than that to compile
 * them, with processor time and memory that are the program's: half of the time that a gradient of three thousand statements takes. It is asked as
 * {@code jcmd Compiler.directives_add} does it; where that is not possible nothing is lost but the time.
 */
public final class OwnCode {
    private static final String BEANS = "com.sun.management.internal";
    /** Not the interpreter of programs, which is what some run by, nor what looks at classes as they are loaded. */
    static final List<String> CLASSES = List.of("dev/jacobi/lift*", "dev/jacobi/ir/simplify*", "dev/jacobi/ir/analysis*", "dev/jacobi/ir/verify*", "dev/jacobi/ir/pass*", "dev/jacobi/ir/Rewrite*", "dev/jacobi/ir/Region*",
        "dev/jacobi/ir/Params*",
        "dev/jacobi/ir/Builder*", "dev/jacobi/ir/TypeRules*", "dev/jacobi/ir/Signature*",
        "dev/jacobi/ir/Eqn*", "dev/jacobi/ir/External*", "dev/jacobi/autodiff*", "dev/jacobi/vectorize*", "dev/jacobi/llvm/lower*", "dev/jacobi/llvm/small*", "dev/jacobi/llvm/buffer*", "dev/jacobi/llvm/plan*",
        "dev/jacobi/llvm/emit*", "dev/jacobi/llvm/text*", "dev/jacobi/llvm/math*", "dev/jacobi/llvm/Emitter*", "dev/jacobi/llvm/DeviceCode*",
        "dev/jacobi/llvm/FunctionEmitter*",
        "dev/jacobi/policy/CostModel*", "dev/jacobi/policy/Inexact*", "dev/jacobi/backend/CodeSize*", "dev/jacobi/backend/Pipeline*", "dev/jacobi/backend/HeapLimit*", "dev/jacobi/transform/program/Inliner*",
        "dev/jacobi/transform/program/Transforms*",
        "dev/jacobi/shaded/asm*", "dev/jacobi/boot/ShortStream*", "dev/jacobi/boot/StreamStep*",
        // what looks at the program's stacks now and then
        "dev/jacobi/site/late*", "dev/jacobi/site/StackWatch*", "dev/jacobi/jvm/CpuTime*", "dev/jacobi/policy/Heat*", "dev/jacobi/policy/CompileScheduler*");
    /** Methods of the JDK that call back, into which C2 would otherwise build what the classes above give them: they are compiled, as they are the program's, too, but without it. */
    private static final List<String> CALLERS = List.of("java/util/*", "java/lang/Iterable*");
    /** Equations of a program during whose compilation C2 would begin with Jacobi's code; for shorter ones the asking costs more. */
    private static final int LONG = 1_500;
    /** Bytes of a program's class file that may hold such a program: 24 kB are some 1,200 statements. */
    private static final int LONG_FILE = 24_000;
    private final Instrumentation instrumentation;
    private final AtomicBoolean asked = new AtomicBoolean();

    /** {@code instrumentation} may be null; then it is asked by the JVM's management beans. */
    public OwnCode(Instrumentation instrumentation) {
        this.instrumentation = instrumentation;
    }

    /** A program is going to be compiled. */
    public void compiles(Module m) {
        if (!asked.get() && CostModel.equations(m) >= LONG) {
            staysUnoptimised();
        }
    }

    /** A class file of this length is going to be parsed for lifting. */
    public void parses(String internalName, int bytes) {
        if (bytes >= LONG_FILE && !asked.get() && !internalName.startsWith("java/") && !internalName.startsWith("jdk/")) {
            staysUnoptimised();
        }
    }

    /** Once; a later call does nothing. */
    public void staysUnoptimised() {
        if (!asked.compareAndSet(false, true)) {
            return;
        }
        try {
            // Not by createTempFile: that loads SecureRandom, and the JVM then throws away all code that counts on random numbers coming from Random itself.
            Path file = Path.of(System.getProperty("java.io.tmpdir"), "jacobi-" + ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime()) + ".json");
            String directive = "[{match: [" + quoted("", CLASSES) + "], c2: {Exclude: true}}, {match: [" + quoted("", CALLERS) + "], c2: {inline: ["
                + quoted("-", CLASSES) + "]}}]";
            Files.writeString(file, directive, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            try {
                if (instrumentation == null) {
                    Beans.add(file.toString());
                } else {
                    command("Compiler.directives_add " + file);
                }
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException | RuntimeException | LinkageError e) {
            // Only the time is lost.
            return;
        }
    }

    private static String quoted(String sign, List<String> classes) {
        return classes.stream().map(c -> '"' + sign + c + ".*\"").collect(Collectors.joining(", "));
    }

    /** Loaded only when it is asked: the JVM may have been put together without the module java.management. */
    private static final class Beans {
        private Beans() {
        }

        static void add(String file) {
            try {
                ManagementFactory.getPlatformMBeanServer().invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"), "compilerDirectivesAdd",
                    new Object[] {new String[] {file}}, new String[] {String[].class.getName()});
            } catch (JMException e) {
                // Another JDK has it otherwise.
                return;
            }
        }
    }

    private void command(String text) {
        java.lang.Module management = ModuleLayer.boot().findModule("jdk.management").orElse(null);
        if (management == null || text.chars().anyMatch(c -> c <= ' ' && c != ' ') || text.indexOf(' ') != text.lastIndexOf(' ')) {
            return;
        }
        try {
            instrumentation.redefineModule(management, Set.of(), Map.of(), Map.of(BEANS, Set.of(OwnCode.class.getModule())), Set.of(), Map.of());
            // its initialiser loads the native code of the other
            Class.forName(BEANS + ".PlatformMBeanProviderImpl", true, null);
            Class<?> type = Class.forName(BEANS + ".DiagnosticCommandImpl", false, null);
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
            MethodHandle execute = lookup.findVirtual(type, "executeDiagnosticCommand", MethodType.methodType(String.class, String.class));
            execute.invoke(unmade(type), text);
        } catch (Throwable e) {
            // Another JDK has it otherwise.
            return;
        }
    }

    /** What its constructor sets up is not needed for a command. */
    private static Object unmade(Class<?> type) throws ReflectiveOperationException {
        var field = sun.misc.Unsafe.class.getDeclaredField("theUnsafe");
        field.setAccessible(true);
        return ((sun.misc.Unsafe) field.get(null)).allocateInstance(type);
    }
}
