package dev.jacobi.ptx.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.interp.CheckFailed;
import dev.jacobi.ir.interp.OffHeap;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.llvm.jit.Bridge;
import dev.jacobi.ptx.device.Device;
import dev.jacobi.ptx.device.DeviceException;
import dev.jacobi.ptx.device.FakeDriver;
import dev.jacobi.ptx.emulate.FaultyDevice;
import dev.jacobi.ptx.program.Arch;
import dev.jacobi.ptx.program.GpuProgram;
import dev.jacobi.ptx.program.Kernel;
import dev.jacobi.ptx.program.Step;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Programs written by hand, one for each kind of step, on a device whose kernels are functions of the host. */
class GpuExecutableTest {
    /** flag, x, n, k, y, n: y[i] = x[i] + k; a negative k sets the flag to 2. */
    private static final String ADD = """
        define internal void @kernel_add(ptr %p) {
          %flag = load ptr, ptr %p
          %xp = getelementptr i64, ptr %p, i64 1
          %x = load ptr, ptr %xp
          %np = getelementptr i64, ptr %p, i64 2
          %n = load i64, ptr %np
          %kp = getelementptr i64, ptr %p, i64 3
          %k = load i64, ptr %kp
          %yp = getelementptr i64, ptr %p, i64 4
          %y = load ptr, ptr %yp
          %k32 = trunc i64 %k to i32
          %bad = icmp slt i64 %k, 0
          br i1 %bad, label %fail, label %head0
        fail:
          store i32 2, ptr %flag
          ret void
        head0:
          br label %head
        head:
          %i = phi i64 [ 0, %head0 ], [ %j, %body ]
          %c = icmp slt i64 %i, %n
          br i1 %c, label %body, label %end
        body:
          %q = getelementptr i32, ptr %x, i64 %i
          %v = load i32, ptr %q
          %w = add i32 %v, %k32
          %r = getelementptr i32, ptr %y, i64 %i
          store i32 %w, ptr %r
          %j = add i64 %i, 1
          br label %head
        end:
          ret void
        }
        """;
    /** flag, x, n, c: the cell c becomes 1 if x[0] < 10, else 0. */
    private static final String SMALL = """
        define internal void @kernel_small(ptr %p) {
          %xp = getelementptr i64, ptr %p, i64 1
          %x = load ptr, ptr %xp
          %cp = getelementptr i64, ptr %p, i64 3
          %c = load ptr, ptr %cp
          %v = load i32, ptr %x
          %b = icmp slt i32 %v, 10
          %b8 = zext i1 %b to i8
          store i8 %b8, ptr %c
          ret void
        }
        """;
    private static final List<Kernel> KERNELS = List.of(new Kernel("add", 128, 256, 1000, 0, false), new Kernel("small", 1, 1, 1, 0, false));
    private static final Device.Code CODE = new Device.Code() {
        @Override
        public String llvm() {
            return "";
        }

        @Override
        public String ptx() {
            return "";
        }
    };
    private static final Type ARRAY = new Type(DType.I32, List.of(Dim.UNKNOWN));
    private static final Type MATRIX = new Type(DType.I32, List.of(Dim.UNKNOWN, Dim.UNKNOWN));
    private static final Var X = new Var(0, ARRAY);
    private static final Var K = new Var(1, Type.scalar(DType.I32));
    private static final Var N = new Var(2, Type.scalar(DType.I32));
    private static final Var Y = new Var(3, ARRAY);
    private static final Step DIM = new Step.Host(new Eqn(Prim.DIM, List.of(X), new Params.Axis(0, false), List.of(N)));
    private static final Params.Check DEPTH = new Params.Check(Params.Code.DEPTH, "A.b:1");
    private static final Params.Check INDEX = new Params.Check(Params.Code.INDEX, "A.b:2");
    private final FakeDriver fake = new FakeDriver(Map.of("add", ADD, "small", SMALL));
    private final Device device = fake.device();

    @AfterEach
    void close() {
        fake.close();
    }

    private static Var v(int id, Type t) {
        return new Var(id, t);
    }

    private static Step add(Var from, Atom k, Var to) {
        return new Step.Launch(0, List.of(N), List.of(from, k, to));
    }

    private static GpuProgram program(List<Step> steps, Set<Var> written, Set<Var> unread, Set<Var> device, Atom... results) {
        return new GpuProgram(List.of(X, K), written, unread, steps, List.of(results), device, KERNELS, List.of(DEPTH, INDEX), CODE, Arch.SM_80);
    }

    private List<Tensor> run(GpuProgram p, int[] x, int k) {
        return new GpuExecutable(p, device).run(List.of(Tensor.of(x), Tensor.of(Lit.i32(k))), false).results();
    }

    private static int[] ints(Tensor t) {
        return (int[]) t.data();
    }

    @Test
    void aKernelWritesNewMemoryAndAResultMayBeAnInputAsItWas() {
        GpuProgram p = program(List.of(DIM, new Step.Alloc(Y, List.of(N), false), add(X, K, Y)), Set.of(), Set.of(), Set.of(), Y, X, K, Lit.f64(2.5));
        for (int n : new int[] {0, 1, 1000, 300_000}) {
            int[] x = IntStream.range(0, n).toArray();
            List<Tensor> out = run(p, x, 5);
            assertArrayEquals(IntStream.range(5, n + 5).toArray(), ints(out.get(0)));
            assertSame(x, out.get(1).data());
            assertEquals(Lit.i32(5), out.get(2).get(0));
            assertEquals(Lit.f64(2.5), out.get(3).get(0));
        }
        assertEquals(1000, fake.grid(), "the grid is no larger than the kernel asks for");
    }

    /** Memory of the process, and what a device has of it. */
    private record Elements(ByteBuffer memory, Object copy) implements OffHeap {
        @Override
        public Object array() {
            int[] out = new int[memory.capacity() / 4];
            memory.duplicate().order(ByteOrder.nativeOrder()).asIntBuffer().get(out);
            return out;
        }

        @Override
        public long address() {
            return Bridge.address(memory);
        }

        @Override
        public Object on(Object asking) {
            return copy instanceof DeviceArray a && a.device() == asking ? a : null;
        }

        Tensor tensor() {
            return new Tensor(DType.I32, new int[] {memory.capacity() / 4}, this);
        }
    }

    private static ByteBuffer memory(int... x) {
        ByteBuffer b = ByteBuffer.allocateDirect(4 * x.length).order(ByteOrder.nativeOrder());
        b.asIntBuffer().put(x);
        return b;
    }

    /** What is outside of the heap is copied once and stays; so do results, an input that comes back as a copy of its own. What a failed run has taken is given back. */
    @Test
    void arraysStayOnTheDevice() {
        GpuProgram p = program(List.of(DIM, new Step.Alloc(Y, List.of(N), false), add(X, K, Y)), Set.of(), Set.of(), Set.of(), Y, X, K);
        var e = new GpuExecutable(p, device);
        ByteBuffer memory = memory(1, 2, 3);
        GpuExecutable.Outcome o = e.run(List.of(new Elements(memory, null).tensor(), Tensor.of(Lit.i32(5))), Set.of(0, 1, 2), false);
        assertEquals(Set.of(0), o.uploads().keySet());
        assertEquals(1, fake.calls("cuMemcpyHtoDAsync_v2"));
        DeviceArray y = (DeviceArray) o.results().get(0).elsewhere();
        DeviceArray x = (DeviceArray) o.results().get(1).elsewhere();
        assertArrayEquals(new int[] {6, 7, 8}, ints(o.results().get(0)));
        assertArrayEquals(new int[] {1, 2, 3}, (int[]) x.array());
        assertEquals(Lit.i32(5), o.results().get(2).get(0));
        ByteBuffer out = memory(0, 0, 0);
        y.read(Bridge.address(out));
        assertEquals(8, out.getInt(8));
        GpuExecutable.Outcome again = e.run(List.of(new Elements(out, y).tensor(), Tensor.of(Lit.i32(1))), Set.of(0), false);
        assertEquals(1, fake.calls("cuMemcpyHtoDAsync_v2"));
        assertEquals(Map.of(), again.uploads());
        assertArrayEquals(new int[] {7, 8, 9}, ints(again.results().get(0)));
        List<DeviceArray> all = List.of(y, x, o.uploads().get(0), (DeviceArray) again.results().get(0).elsewhere());
        long taken = fake.calls("cuMemAllocAsync");
        long freed = fake.calls("cuMemFreeAsync");
        assertEquals(all.size(), taken - freed, "nothing else is held");
        all.forEach(DeviceArray::free);
        all.forEach(DeviceArray::free);
        assertEquals(freed + all.size(), fake.calls("cuMemFreeAsync"));
        assertThrows(CheckFailed.class, () -> e.run(List.of(new Elements(memory, null).tensor(), Tensor.of(Lit.i32(-1))), Set.of(0, 1), false));
        assertEquals(fake.calls("cuMemAllocAsync"), fake.calls("cuMemFreeAsync"));
    }

    /** A program that overwrites its input works on a copy of what others see. */
    @Test
    void whatOthersSeeIsNotOverwritten() {
        GpuProgram p = program(List.of(DIM, add(X, K, X)), Set.of(X), Set.of(), Set.of(), X);
        var e = new GpuExecutable(p, device);
        GpuExecutable.Outcome o = e.run(List.of(new Elements(memory(1, 2), null).tensor(), Tensor.of(Lit.i32(5))), Set.of(0), false);
        assertArrayEquals(new int[] {6, 7}, ints(o.results().get(0)));
        assertArrayEquals(new int[] {1, 2}, (int[]) o.uploads().get(0).array());
    }

    @Test
    void onlyWhatIsReadIsCopiedToTheDevice() {
        GpuProgram p = program(List.of(DIM, new Step.Alloc(Y, List.of(N), true)), Set.of(), Set.of(X), Set.of(), Y);
        assertArrayEquals(new int[3], ints(run(p, new int[] {1, 2, 3}, 0).get(0)));
        assertEquals(0, fake.calls("cuMemcpyHtoDAsync_v2"));
    }

    @Test
    void aLoopHandsArraysOnInPlace() {
        Var i = v(4, Type.scalar(DType.I32));
        Var a = v(5, ARRAY);
        Var s = v(6, Type.scalar(DType.I32));
        Var s2 = v(7, Type.scalar(DType.I32));
        Var b = v(8, ARRAY);
        Var sum = v(9, Type.scalar(DType.I32));
        Step body = new Step.Host(new Eqn(Prim.ADD, List.of(s, i), Params.NONE, List.of(s2)));
        GpuProgram p = program(List.of(DIM, new Step.Copy(Y, X),
            new Step.For(K, i, List.of(new Step.Carry(Y, a, a, b), new Step.Carry(Lit.i32(0), s, s2, sum)), List.of(body, add(a, i, a)))),
            Set.of(), Set.of(), Set.of(), b, sum);
        int[] x = {1, 2, 3};
        List<Tensor> out = run(p, x, 5);
        assertArrayEquals(new int[] {11, 12, 13}, ints(out.get(0)));
        assertEquals(Lit.i32(10), out.get(1).get(0));
        assertArrayEquals(new int[] {1, 2, 3}, x);
        assertArrayEquals(new int[] {1, 2, 3}, ints(run(p, x, 0).get(0)), "no trips");
    }

    /** While the array's first element is below 10: two arrays change places in each trip. */
    @Test
    void aConditionOnDataOfTheDeviceIsRead() {
        Var cell = v(4, Type.scalar(DType.BOOL));
        Var c = v(5, Type.scalar(DType.BOOL));
        Var a = v(6, ARRAY);
        Var b = v(7, ARRAY);
        Var ao = v(8, ARRAY);
        Var bo = v(9, ARRAY);
        List<Step> test = List.of(new Step.Alloc(cell, List.of(), false), new Step.Launch(1, List.of(Lit.i32(1)), List.of(a, cell)), new Step.Read(c, cell));
        GpuProgram p = program(List.of(DIM, new Step.Copy(Y, X),
            new Step.While(test, c, List.of(new Step.Carry(X, a, b, ao), new Step.Carry(Y, b, a, bo)), List.of(add(a, K, b)))),
            Set.of(X), Set.of(), Set.of(cell), ao, bo);
        List<Tensor> out = run(p, new int[] {1, 7}, 4);
        assertArrayEquals(new int[] {13, 19}, ints(out.get(0)));
        assertArrayEquals(new int[] {9, 15}, ints(out.get(1)));
        assertArrayEquals(new int[] {20, 7}, ints(run(p, new int[] {20, 7}, 4).get(0)));
    }

    @Test
    void branchesViewsMovesAndCells() {
        Var m = v(4, MATRIX);
        Var row = v(5, ARRAY);
        Var cell = v(6, Type.scalar(DType.I32));
        Var out = v(7, ARRAY);
        Var big = v(8, Type.scalar(DType.BOOL));
        GpuProgram p = program(List.of(DIM, new Step.Host(new Eqn(Prim.LT, List.of(Lit.i32(3), K), Params.NONE, List.of(big))),
            new Step.Alloc(m, List.of(Lit.i32(2), N), true), new Step.View(row, m, List.of(Lit.i32(1)), List.of(N)), new Step.Move(row, X),
            new Step.Choose(big, List.of(new Step.Branch(List.of(), List.of(X)), new Step.Branch(List.of(add(row, K, row)), List.of(row))), List.of(out)),
            new Step.Send(cell, K), new Step.Forget(List.of(row))), Set.of(), Set.of(), Set.of(cell), m, out, cell);
        List<Tensor> small = run(p, new int[] {1, 2}, 3);
        assertArrayEquals(new int[] {0, 0, 1, 2}, ints(small.get(0)));
        assertArrayEquals(new int[] {2, 2}, small.get(0).dims());
        assertArrayEquals(new int[] {1, 2}, ints(small.get(1)));
        assertEquals(Lit.i32(3), small.get(2).get(0));
        List<Tensor> large = run(p, new int[] {1, 2}, 4);
        assertArrayEquals(new int[] {0, 0, 5, 6}, ints(large.get(0)));
        assertArrayEquals(new int[] {5, 6}, ints(large.get(1)));
    }

    @Test
    void aCheckThatFailsOnEitherSideLeavesNoResult() {
        GpuProgram p = program(List.of(DIM, new Step.Alloc(Y, List.of(N), false), add(X, K, Y)), Set.of(), Set.of(), Set.of(), Y);
        assertEquals(INDEX, assertThrows(CheckFailed.class, () -> run(p, new int[] {1}, -1)).check());
        Var ok = v(4, Type.scalar(DType.BOOL));
        Step compare = new Step.Host(new Eqn(Prim.LT, List.of(K, N), Params.NONE, List.of(ok)));
        Step check = new Step.Host(new Eqn(Prim.CHECK, List.of(ok), DEPTH, List.of()));
        GpuProgram q = program(List.of(DIM, compare, check), Set.of(), Set.of(), Set.of(), X);
        assertEquals(DEPTH, assertThrows(CheckFailed.class, () -> run(q, new int[] {1}, 1)).check());
        assertArrayEquals(new int[] {1}, ints(run(q, new int[] {1}, 0).get(0)));
        GpuProgram r = program(List.of(DIM, compare, new Step.Alloc(Y, List.of(N), false), add(X, Lit.i32(-1), Y), check), Set.of(), Set.of(), Set.of(), X);
        assertEquals(INDEX, assertThrows(CheckFailed.class, () -> run(r, new int[] {1}, 1)).check(), "the kernel failed first");
        assertEquals(INDEX, assertThrows(CheckFailed.class, () -> run(r, new int[] {1}, 0)).check());
    }

    /** Clearing it takes time, and after a run without a failed check it is 0. */
    @Test
    void theFlagIsClearedOnlyWhereItMayBeSet() {
        GpuProgram p = program(List.of(DIM, new Step.Alloc(Y, List.of(N), false), add(X, K, Y)), Set.of(), Set.of(), Set.of(), Y);
        run(p, new int[] {1}, 5);
        assertEquals(1, fake.calls("cuMemsetD8Async"));
        assertArrayEquals(new int[] {6}, ints(run(p, new int[] {1}, 5).get(0)));
        assertEquals(1, fake.calls("cuMemsetD8Async"));
        assertThrows(CheckFailed.class, () -> run(p, new int[] {1}, -1));
        assertArrayEquals(new int[] {6}, ints(run(p, new int[] {1}, 5).get(0)));
        assertEquals(2, fake.calls("cuMemsetD8Async"));
        fake.fails("cuMemcpyDtoHAsync_v2", 2, 1);
        assertThrows(DeviceException.class, () -> run(p, new int[] {1}, -1));
        assertArrayEquals(new int[] {6}, ints(run(p, new int[] {1}, 5).get(0)));
        assertEquals(3, fake.calls("cuMemsetD8Async"), "a run that ended early may have set it");
        fake.fails("cuMemAlloc_v2", 2, 1);
        Device without = fake.device();
        for (int k = 0; k < 2; k++) {
            assertEquals(INDEX, assertThrows(CheckFailed.class, () -> run(p, new int[] {1}, -1)).check());
            assertArrayEquals(new int[] {4}, ints(run(p, without, new int[] {1})));
        }
    }

    /** Else a loop that ends by an exception would be queued to its end, however far that is. */
    @Test
    void aLoopOfTheHostEndsSoonAfterACheckHasFailed() {
        Var i = v(4, Type.scalar(DType.I32));
        GpuProgram p = program(List.of(DIM, new Step.Copy(Y, X), new Step.For(Lit.i64(20_000_000), i, List.of(), List.of(add(Y, Lit.i32(-1), Y)))), Set.of(), Set.of(), Set.of(), Y);
        assertEquals(INDEX, assertThrows(CheckFailed.class, () -> run(p, new int[] {1}, 0)).check());
        assertTrue(fake.calls("cuLaunchKernel") < 5_000_000, "launches: " + fake.calls("cuLaunchKernel"));
    }

    /** Whatever request fails: one sentence, the arrays as they were, memory given back, and the next run is right. */
    @Test
    void aDeviceThatFailsAtAnyPointLosesNothing() {
        Var i = v(4, Type.scalar(DType.I32));
        Var a = v(5, ARRAY);
        Var b = v(6, ARRAY);
        GpuProgram p = program(List.of(DIM, new Step.Alloc(Y, List.of(N), true), new Step.Move(Y, X), new Step.For(K, i, List.of(new Step.Carry(Y, a, a, b)), List.of(add(a, i, a)))),
            Set.of(), Set.of(), Set.of(), b);
        int[] x = IntStream.range(0, 40_000).toArray();
        int[] want = IntStream.range(3, 40_003).toArray();
        FaultyDevice counting = new FaultyDevice(device, DeviceException.Kind.CODE, 0);
        assertArrayEquals(want, ints(run(p, counting, x)));
        long all = counting.asked();
        assertTrue(all > 10, "requests: " + all);
        for (long n = 1; n <= all; n++) {
            FaultyDevice once = new FaultyDevice(device, DeviceException.Kind.MEMORY, n);
            try {
                run(p, once, x);
                assertTrue(once.asked() < n, "nothing was said of request " + n);
                break;   // a slow run has looked at the flag once more
            } catch (DeviceException e) {
                assertEquals(DeviceException.Kind.MEMORY, e.kind());
            }
            assertArrayEquals(IntStream.range(0, 40_000).toArray(), x);
            assertArrayEquals(want, ints(run(p, once, x)));
            FaultyDevice lost = new FaultyDevice(device, DeviceException.Kind.LOST, n);
            assertThrows(DeviceException.class, () -> run(p, lost, x));
            assertThrows(DeviceException.class, () -> run(p, lost, x), "it stays lost");
        }
        assertEquals(fake.calls("cuMemAllocAsync"), fake.calls("cuMemFreeAsync"));
        assertEquals(1, fake.calls("cuStreamCreate"));
    }

    private static Tensor run(GpuProgram p, Device d, int[] x) {
        return new GpuExecutable(p, d).run(List.of(Tensor.of(x), Tensor.of(Lit.i32(3))), false).results().get(0);
    }
}
