package dev.jacobi.texts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.Lowered;
import dev.jacobi.NDArray;
import dev.jacobi.Tree;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.harness.Comparison;
import dev.jacobi.ir.interp.CheckFailed;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.pass.PassManager;
import dev.jacobi.ir.text.Parser;
import dev.jacobi.llvm.jit.Llvm;
import dev.jacobi.llvm.natives.Natives;
import dev.jacobi.pjrt.client.Topology;
import dev.jacobi.ptx.Ptx;
import dev.jacobi.ptx.emulate.EmulatedDevice;
import dev.jacobi.ptx.emulate.Ptxas;
import dev.jacobi.ptx.program.Arch;
import dev.jacobi.ptx.program.GpuProgram;
import dev.jacobi.ptx.run.GpuExecutable;
import dev.jacobi.tpu.LiftedPrograms;
import dev.jacobi.tpu.Oracle;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A lowered function, and the oracles of its texts: jaxlib runs its StableHLO, ptxas assembles its PTX, an emulated grid runs its kernels, libtpu compiles it. What is computed is
 * compared with the interpreter's results, or where these would take long with those of the code for CPUs.
 */
public final class DeviceTexts {
    private static final Llvm LLVM = Llvm.open(Natives.inUserCache(), 1);
    private final String name;
    private final Lowered lowered;
    private final LiftedPrograms lifted;
    /** The same as it is for operations on whole arrays. */
    private final LiftedPrograms arrays;
    private List<Tensor> want;
    private boolean known;

    public DeviceTexts(String name, Lowered lowered) {
        this.name = name;
        this.lowered = lowered;
        try {
            Field f = Lowered.class.getDeclaredField("program");
            f.setAccessible(true);
            Object program = f.get(lowered);
            List<Tensor> inputs = new ArrayList<>();
            for (Object t : (List<?>) call(program, "inputs")) {
                inputs.add(tensor(t));
            }
            lifted = new LiftedPrograms(name, Parser.parseModule(lowered.text("ir")), (String) call(program, "entry"), inputs);
            arrays = new LiftedPrograms(name, Parser.parseModule(call(call(program, "arrays"), "module").toString()), lifted.entry(), inputs);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    /** What the engine knows is there by reflection only, as it has a class loader of its own. */
    private static Object call(Object o, String method) throws ReflectiveOperationException {
        Method m = o.getClass().getMethod(method);
        m.setAccessible(true);
        return m.invoke(o);
    }

    private static Tensor tensor(Object t) throws ReflectiveOperationException {
        return new Tensor(DType.valueOf(((Enum<?>) call(t, "dtype")).name()), (int[]) call(t, "dims"), call(t, "data"));
    }

    /** The program with its inputs. */
    public LiftedPrograms lifted() {
        return lifted;
    }

    /** What the program is called in messages. */
    public String name() {
        return name;
    }

    /** Compares with what compiled code for CPUs gives for these arguments, where that consists of arrays as the program's results do: mapped records do not. */
    public DeviceTexts asOnTheCpu(Object... arguments) {
        var all = new ArrayList<Tensor>();
        for (NDArray leaf : Tree.leaves(lowered.compile().call(arguments))) {
            tensors(leaf, all);
        }
        want = all;
        known = all.size() == lifted.module().get(lifted.entry()).out().size();
        return this;
    }

    /** What the oracles' results are compared with; null where a check fails. */
    private List<Tensor> want() {
        if (!known) {
            try {
                want = Interpreter.run(lifted.module(), lifted.entry(), lifted.inputs());
            } catch (CheckFailed e) {
                want = null;
            }
            known = true;
        }
        return want;
    }

    /** There is a text that has a main function. */
    public void stablehlo() {
        String text = lowered.text("stablehlo");
        assertTrue(text.startsWith("module @jacobi {\n") && text.contains("func.func public @main("), text);
    }

    /**
     * jaxlib's results differ by at most this part, or by a tenth of it of the largest number: where terms of a sum of floats cancel each other, what is left has the rounding of the
     * terms.
     */
    public void jaxlib(Oracle oracle, double part) {
        arrays.check(oracle, new Comparison(part, 0.1, 0, Set.of(Comparison.Freedom.SUBNORMALS)), want());
    }

    /** The same for a program whose sums of floats are made in any order. */
    public void jaxlibFast(Oracle oracle, double part) {
        arrays.checkFast(oracle, new Comparison(part, 0.1, 0, Set.of(Comparison.Freedom.SUBNORMALS)), want());
    }

    /** libtpu compiles it for these chips. */
    public void libtpu(List<Topology> topologies) {
        arrays.compile(topologies);
    }

    /** There is a text for an architecture, whose kernels ptxas assembles where it is installed. */
    public void ptx(Arch arch) {
        String ptx = lowered.text("ptx " + arch.cpu());
        assertTrue(ptx.contains(".target " + arch.cpu()), ptx);
        if (Ptxas.isThere()) {
            assertEquals(ptx.lines().filter(line -> line.startsWith(".visible .entry")).count(), Ptxas.assemble(ptx, arch).kernels().size());
        }
    }

    /** The kernels on a grid that the host emulates give results that differ by at most this part of the largest number. */
    public void emulated(double part) {
        GpuProgram p = Ptx.compile(lifted.module(), lifted.entry(), false, Arch.SM_90, () -> LLVM, new PassManager(true, null));
        var code = new GpuExecutable(p, new EmulatedDevice(LLVM, true, true));
        List<Tensor> have = null;
        try {
            have = code.run(lifted.inputs(), false).results();
        } catch (CheckFailed e) {
            assertEquals(null, want(), () -> name + ": a check fails only in kernels: " + e.getMessage());
            return;
        } finally {
            code.release().run();
        }
        assertTrue(want() != null, () -> name + ": a check fails only in the interpreter");
        Comparison.ofLargest(part).with(Comparison.Freedom.EXTENTS_OF_NOTHING).check(name, want(), have);
    }

    /** The parts of a leaf of a result as the IR has them: complex numbers are an array of real parts and one of imaginary ones. */
    private static void tensors(NDArray leaf, List<Tensor> to) {
        byte[] all = leaf.toBytes();
        boolean complex = leaf.dtype().isComplex();
        DType d = leaf.dtype().isComplex() ? leaf.dtype().real().ir() : leaf.dtype().ir();
        for (int part = 0; part < (complex ? 2 : 1); part++) {
            ByteBuffer own = ByteBuffer.allocate(leaf.size() * d.bytes()).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < leaf.size(); i++) {
                own.put(all, ((complex ? 2 * i : i) + part) * d.bytes(), d.bytes());
            }
            to.add(tensor(d, leaf.shape(), own.flip()));
        }
    }

    private static Tensor tensor(DType d, int[] dims, ByteBuffer from) {
        Object data = d.array(from.remaining() / d.bytes());
        if (data instanceof boolean[] a) {
            for (int k = 0; k < a.length; k++) {
                a[k] = from.get() != 0;
            }
        } else if (data instanceof byte[] a) {
            from.get(a);
        } else if (data instanceof short[] a) {
            from.asShortBuffer().get(a);
        } else if (data instanceof char[] a) {
            from.asCharBuffer().get(a);
        } else if (data instanceof int[] a) {
            from.asIntBuffer().get(a);
        } else if (data instanceof long[] a) {
            from.asLongBuffer().get(a);
        } else if (data instanceof float[] a) {
            from.asFloatBuffer().get(a);
        } else {
            from.asDoubleBuffer().get((double[]) data);
        }
        return new Tensor(d, dims, data);
    }
}
