// Java methods as IR with the values of their inputs, without running them compiled.
package dev.jacobi.tpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.harness.Comparison;
import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.interp.CheckFailed;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.pass.PassManager;
import dev.jacobi.lift.Lifter;
import dev.jacobi.lift.request.ClassSource;
import dev.jacobi.lift.request.LiftRequest;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.llvm.jit.Bridge;
import dev.jacobi.llvm.natives.Natives;
import dev.jacobi.pjrt.client.CompileOptions;
import dev.jacobi.pjrt.client.Executable;
import dev.jacobi.pjrt.client.Plugin;
import dev.jacobi.pjrt.client.Topology;
import dev.jacobi.pjrt.hlo.HloOptions;
import dev.jacobi.pjrt.hlo.StableHlo;
import dev.jacobi.pjrt.program.HloProgram;
import dev.jacobi.vectorize.raise.CommonPipeline;
import dev.jacobi.vectorize.raise.LoopForm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A module, its entry, and arguments. */
public record LiftedPrograms(String name, Module module, String entry, List<Tensor> inputs) {
    private static final ClassSource CLASSES = new ClassSource() {
        @Override
        public byte[] bytes(String name) {
            try (var in = ClassLoader.getSystemResourceAsStream(name + ".class")) {
                return in == null ? null : in.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Object constant(String owner, String name, String desc) {
            return owner.startsWith("java/") ? null : field(owner, name);
        }
    };

    private static Object field(String owner, String name) {
        try {
            Field f = Class.forName(owner.replace('/', '.')).getDeclaredField(name);
            f.setAccessible(true);
            return f.get(null);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** A static method, lifted and raised as for this back end. */
    static LiftedPrograms of(String name, Class<?> owner, String method, Object... args) {
        Method m = Arrays.stream(owner.getDeclaredMethods()).filter(x -> x.getName().equals(method) && x.getParameterCount() == args.length).findFirst().orElseThrow();
        String desc = MethodType.methodType(m.getReturnType(), m.getParameterTypes()).toMethodDescriptorString();
        List<Integer> aliases = IntStream.range(0, args.length).boxed().toList();
        Lifted lifted = Lifter.lift(new LiftRequest(CLASSES, owner.getName().replace('.', '/'), method, desc, aliases));
        Module module = CommonPipeline.of(List.of(), false, false, LoopForm.TOGETHER).run(lifted.module());
        var in = new ArrayList<Tensor>();
        for (int k = 0; k < lifted.inputs().size(); k++) {
            Type t = module.get(lifted.entry()).in().get(k).type();
            Lifted.Source s = lifted.inputs().get(k);
            if (s instanceof Lifted.Source.Arg a && a.path().isEmpty()) {
                in.add(tensor(t, args[a.index()]));
            } else if (s instanceof Lifted.Source.Static f && f.path().isEmpty()) {
                in.add(tensor(t, field(f.owner(), f.name())));
            } else if (s instanceof Lifted.Source.Rows r) {
                in.add(Tensor.of(IntStream.range(0, in.get(r.array()).dims()[0]).toArray()));
            } else {
                throw new IllegalArgumentException(name + " takes " + s);
            }
        }
        return new LiftedPrograms(name, module, lifted.entry(), in);
    }

    /** A Java value as an input of this type: numbers, arrays, matrices. */
    public static Tensor tensor(Type t, Object v) {
        if (v instanceof Number n && t.isScalar()) {
            return Tensor.of(t.dtype().isFloat() ? Lit.real(t.dtype(), n.doubleValue()) : Lit.of(t.dtype(), n.longValue()));
        }
        return Tensors.of(v);
    }

    static List<Type> types(List<Tensor> values) {
        return values.stream().map(t -> new Type(t.dtype(), Arrays.stream(t.dims()).mapToObj(Dim::of).toList())).toList();
    }

    /** By a part of each real, or of a thousandth of the array's largest: small elements may be what is left of sums of larger terms. XLA takes subnormal numbers for zero on all devices. */
    static Comparison comparison(double part) {
        return new Comparison(part, 1e-3, 0, Set.of(Comparison.Freedom.SUBNORMALS));
    }

    private HloProgram program(boolean f64AsF32) {
        return program(HloOptions.DEFAULT.withF64AsF32(f64AsF32));
    }

    private HloProgram program(HloOptions options) {
        var fixed = new HashMap<Integer, Lit>();
        StableHlo.extentInputs(module, entry, options.fast()).forEach(k -> fixed.put(k, inputs.get(k).get(0)));
        return StableHlo.emit(module, entry, types(inputs), options.withFixed(fixed), new PassManager(true, null));
    }

    /** Its StableHLO. */
    public String text() {
        return program(false).text();
    }

    /** The text on the oracle gives what the interpreter gives, or fails a check with it; reals may differ by this part. */
    public void check(Oracle oracle, double part) {
        check(oracle, part, program(false));
    }

    /** Likewise, with sums of floats added in any order. */
    void checkFast(Oracle oracle, double part) {
        check(oracle, part, program(HloOptions.DEFAULT.withFast(true)));
    }

    private void check(Oracle oracle, double part, HloProgram h) {
        List<Tensor> want = null;
        try {
            want = Interpreter.run(module, entry, inputs);
        } catch (CheckFailed e) {
            // then a check fails with the oracle as well
        }
        check(oracle, comparison(part), h, want);
    }

    /** The text on the oracle gives these results, compared so, or fails a check where they are null. */
    public void check(Oracle oracle, Comparison comparison, List<Tensor> want) {
        check(oracle, comparison, program(false), want);
    }

    /** The same with sums of floats added in any order. */
    public void checkFast(Oracle oracle, Comparison comparison, List<Tensor> want) {
        check(oracle, comparison, program(HloOptions.DEFAULT.withFast(true)), want);
    }

    private void check(Oracle oracle, Comparison comparison, HloProgram h, List<Tensor> want) {
        List<Tensor> have = oracle.run(h.text(), h.arguments().stream().map(inputs::get).toList());
        boolean ok = h.ok() < 0 || have.get(h.ok()).get(0).asBool();
        if (want == null) {
            assertFalse(ok, () -> "a check fails only in the interpreter\n" + h.text());
            return;
        }
        assertTrue(ok, () -> "a check failed\n" + h.text());
        comparison.check(name + "\n" + h.text(), want, have.subList(0, want.size()));
    }

    /** libtpu compiles it for these chips, with f64 as f32. */
    public void compile(List<Topology> topologies) {
        HloProgram h = program(true);
        boolean doubles = module.toString().contains(DType.F64.text());
        assertEquals(doubles, h.notes().stream().anyMatch(n -> n.startsWith("f64 values are written as f32")), () -> h.notes().toString());
        for (Topology t : topologies) {
            try (Executable e = t.compile(h.text(), CompileOptions.ONE_DEVICE)) {
                assertEquals(h.outputs(), e.outputTypes().size());
            }
        }
    }

    /** libtpu of the Python that the tests are given, or a skip. */
    public static Plugin libtpu() {
        String python = System.getProperty("jacobi.test.python", "");
        Path lib = Path.of(python).toAbsolutePath().getParent().resolveSibling("lib");
        Path file = null;
        if (!python.isEmpty() && Files.isDirectory(lib)) {
            try (Stream<Path> all = Files.list(lib)) {
                file = all.map(p -> p.resolve("site-packages/libtpu/libtpu.so")).filter(Files::isRegularFile).findFirst().orElse(null);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        Assumptions.assumeTrue(file != null, "there is no libtpu.so in the Python of -Djacobi.test.python");
        Bridge.load(Natives.inUserCache());
        return Plugin.open(file);
    }
}
