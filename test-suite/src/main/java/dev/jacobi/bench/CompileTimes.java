// How compile time grows with the length of a method, stage by stage.
package dev.jacobi.bench;

import dev.jacobi.autodiff.vjp.Vjp;
import dev.jacobi.harness.Javac;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.pass.Pass;
import dev.jacobi.ir.verify.Verifier;
import dev.jacobi.lift.Lifter;
import dev.jacobi.lift.request.ClassSource;
import dev.jacobi.lift.request.LiftRequest;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.llvm.CompileRequest;
import dev.jacobi.llvm.Emitter;
import dev.jacobi.llvm.LlvmModule;
import dev.jacobi.llvm.Tuning;
import dev.jacobi.llvm.jit.Llvm;
import dev.jacobi.llvm.jit.Signature;
import dev.jacobi.llvm.natives.Natives;
import dev.jacobi.vectorize.raise.CommonPipeline;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodType;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * {@code main KINDS SIZES} (lists with commas; "all", and 300,1000,3000 when left out) prints for each kind of {@link LongMethods} and each number of statements
 * the milliseconds of CPU of the whole process (Java's own compilers included) per stage, for the value and its gradient. The
 * exit status is 1 when a value took more than five seconds, or its gradient more than four times as long.
 */
public final class CompileTimes {
    private static final double MOST_SECONDS = 5;
    private static final double MOST_TIMES = 4;
    private static final long STACK = 256L << 20;
    private final com.sun.management.OperatingSystemMXBean system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final Llvm llvm = Llvm.open(Natives.inUserCache(), 2);
    private final Tuning tuning = Tuning.host();
    private final List<String> problems = new ArrayList<>();
    private StringBuilder line = new StringBuilder();
    private double total;

    private CompileTimes() {
    }

    public static void main(String[] args) throws InterruptedException {
        var times = new CompileTimes();
        List<LongMethods> kinds = args.length == 0 || args[0].equals("all") ? List.of(LongMethods.values())
            : Arrays.stream(args[0].split(",")).map(k -> LongMethods.valueOf(k.toUpperCase(Locale.ROOT))).toList();
        int[] sizes = args.length < 2 ? new int[] {300, 1000, 3000} : Arrays.stream(args[1].split(",")).mapToInt(Integer::parseInt).toArray();
        var thread = new Thread(null, () -> times.run(kinds, sizes), "compile-times", STACK);
        thread.start();
        thread.join();
        times.problems.forEach(System.out::println);
        System.exit(times.problems.isEmpty() ? 0 : 1);
    }

    private void run(List<LongMethods> kinds, int[] sizes) {
        for (LongMethods warm : LongMethods.values()) {
            value(warm, 40);
        }
        for (LongMethods kind : kinds) {
            for (int n : sizes) {
                double value = value(kind, n);
                if (value / 1e3 > MOST_SECONDS) {
                    problems.add(kind + " of " + n + " statements: " + Math.round(value) + " ms");
                }
                double gradient = kind.isDifferentiable() && value > 0 ? gradient(kind, n) : 0;
                if (gradient > MOST_TIMES * value) {
                    problems.add(kind + " of " + n + " statements: its gradient takes " + Math.round(10 * gradient / value) / 10.0 + " times as long");
                }
            }
        }
    }

    /** Milliseconds, or 0 when the class file cannot hold the method. */
    private double value(LongMethods kind, int n) {
        begin(kind + " " + n);
        Lifted lifted = lifted(kind, n);
        if (lifted == null) {
            System.out.println(kind + " " + n + ": more than a method can hold");
            return 0;
        }
        var donated = new ArrayList<>(Collections.nCopies(lifted.module().get(lifted.entry()).out().size(), -1));
        lifted.writes().forEach(w -> {
            if (w instanceof Lifted.Write.Contents c) {
                donated.set(c.output(), c.input());
            }
        });
        compiled(raised(lifted.module()), lifted.entry(), donated);
        return end();
    }

    private double gradient(LongMethods kind, int n) {
        begin(kind + " " + n + ", gradient");
        Lifted lifted = lifted(kind, n);
        String entry = lifted.entry();
        Module primal = raised(lifted.module());
        List<Boolean> active = primal.get(entry).in().stream().map(v -> v.dtype().isFloat()).toList();
        Module gradient = stage("differentiate", () -> Vjp.of(primal, entry, active));
        String name = "vjp(" + entry + ")";
        Func f = gradient.get(name);
        compiled(raised(new Module(new LinkedHashMap<>(Map.of(name, f)))), name, Collections.nCopies(f.out().size(), -1));
        return end();
    }

    private Module raised(Module m) {
        stage("verify", () -> {
            Verifier.verify(m);
            return m;
        });
        Module now = m;
        for (Pass p : CommonPipeline.of(List.of(), false, false).passes()) {
            Module before = now;
            now = stage(p.name(), () -> p.run(before));
        }
        return now;
    }

    private void compiled(Module m, String entry, List<Integer> donated) {
        LlvmModule text = stage("emit", () -> Emitter.emit(new CompileRequest(m, entry, donated, false, 2), tuning));
        stage("llvm", () -> llvm.compile(text, Signature.of(text, donated), false)).free();
    }

    /** Null when the class file cannot hold the method. */
    private Lifted lifted(LongMethods kind, int n) {
        Javac.Loader loader;
        try {
            loader = new Javac().compile(Map.of("LongMethod", kind.source(n)));
        } catch (Javac.CompileError e) {
            return null;
        }
        Method f;
        try {
            f = Arrays.stream(loader.loadClass("LongMethod").getDeclaredMethods()).filter(m -> m.getName().equals("f")).findFirst().orElseThrow();
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
        String desc = MethodType.methodType(f.getReturnType(), f.getParameterTypes()).toMethodDescriptorString();
        List<Integer> distinct = IntStream.range(0, f.getParameterCount()).boxed().toList();
        return stage("lift", () -> Lifter.lift(new LiftRequest(new Classes(loader), "LongMethod", "f", desc, distinct)));
    }

    /** Class files of a loader, none of whose classes needs an initialiser. */
    private record Classes(ClassLoader loader) implements ClassSource {
        @Override
        public byte[] bytes(String name) {
            try (InputStream in = loader.getResourceAsStream(name + ".class")) {
                return in == null ? null : in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Object constant(String owner, String name, String desc) {
            return null;
        }
    }

    private void begin(String name) {
        line = new StringBuilder(name).append(':');
        total = 0;
    }

    private <R> R stage(String name, Supplier<R> work) {
        long start = system.getProcessCpuTime();
        R result = work.get();
        double millis = (system.getProcessCpuTime() - start) / 1e6;
        total += millis;
        line.append(String.format(Locale.ROOT, " %s %.0f", name, millis));
        return result;
    }

    private double end() {
        System.out.printf(Locale.ROOT, "%s, total %.0f ms%n", line, total);
        return total;
    }
}
