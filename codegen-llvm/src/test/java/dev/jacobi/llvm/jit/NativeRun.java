package dev.jacobi.llvm.jit;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.harness.Comparison;
import dev.jacobi.ir.harness.Tensors;
import dev.jacobi.ir.interp.Callbacks;
import dev.jacobi.ir.interp.CheckFailed;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.llvm.LlvmModule;
import dev.jacobi.llvm.host.Elements;
import dev.jacobi.llvm.text.HostCall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Runs an emitted module on tensors, as the interpreter would run the IR. Inputs are copied; the copies are what donated inputs change. */
public final class NativeRun {
    private static final AtomicInteger NAMES = new AtomicInteger();
    /** Splits every parallel loop into three parts, one after the other. */
    private static final String PARTS = """
        define void @jacobi_parallel_for(ptr %fn, ptr %ctx, i64 %n, i64 %grain, i64 %patience) {
          %a = udiv i64 %n, 3
          %b = sub i64 %n, %a
          call void %fn(ptr %ctx, i64 %b, i64 %n)
          call void %fn(ptr %ctx, i64 0, i64 %a)
          call void %fn(ptr %ctx, i64 %a, i64 %b)
          ret void
        }
        """;
    private final LlvmModule module;
    private final LinkedCode code;
    private final long address;

    public NativeRun(LlvmModule module, boolean pool) {
        this(module, pool, Callbacks.NONE);
    }

    /** With who listens to the module's callbacks. */
    public NativeRun(LlvmModule module, boolean pool, Callbacks callbacks) {
        this.module = module;
        String name = "test_" + NAMES.incrementAndGet();
        String text = module.text() + "\ndefine i64 @" + name + "(ptr %p) {\n %q = getelementptr ptr, ptr %p, i64 1\n %a = load ptr, ptr %p\n %r = load ptr, ptr %q\n"
            + " %c = call i32 @" + module.entry() + "(ptr %a, ptr %r)\n %x = sext i32 %c to i64\n ret i64 %x\n}\n";
        if (text.contains("@jacobi_parallel_for") && !pool) {
            text = text.replaceFirst("(?m)^declare.*@jacobi_parallel_for.*$", "") + PARTS;
        }
        Shared.LLVM.libraries(module);
        code = Shared.LLVM.link(List.of(text), List.of(name), false, module.hostCalls(), callbacks);
        address = code.address(name);
    }

    /** Optimised IR and assembly. */
    public static Llvm.Texts texts(LlvmModule m, List<Integer> donated) {
        return Shared.LLVM.texts(m, Signature.of(m, donated));
    }

    /** Why there is no library; null where there is one. */
    public static String withoutLibrary() {
        return Shared.LLVM.withoutLibrary();
    }

    /** Results and final contents of the inputs. */
    public record Outcome(List<Tensor> results, List<Tensor> inputs) {
    }

    public Outcome run(List<Tensor> in) {
        var buffers = new ArrayList<ByteBuffer>();
        try (var memory = new Bridge.Memory()) {
            var slots = new ArrayList<Long>();
            for (Tensor t : in) {
                ByteBuffer b = buffer(t);
                buffers.add(b);
                if (t.dims().length == 0) {
                    slots.add(b.getLong(0));
                } else {
                    slots.add(Bridge.address(b));
                    for (int d : t.dims()) {
                        slots.add((long) d);
                    }
                }
            }
            int out = module.results().stream().mapToInt(t -> 1 + t.rank()).sum();
            long args = memory.longs(slots.stream().mapToLong(Long::longValue).toArray());
            long results = memory.longs(new long[out]);
            long code = Bridge.call(address, memory.longs(args, results));
            if (code != 0) {
                Comparison.EXACT.check("inputs of a failed call", in, after(in, buffers));
                Params.Check failed = module.checks().get((int) code - 1);
                if (failed.equals(HostCall.FAILED)) {
                    this.code.rethrow();
                }
                throw new CheckFailed(failed);
            }
            var tensors = new ArrayList<Tensor>();
            long at = results;
            for (Type t : module.results()) {
                long first = Bridge.Memory.get(at);
                at += 8;
                if (t.isScalar()) {
                    tensors.add(tensor(t.dtype(), new int[0], ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putLong(0, first)));
                    continue;
                }
                int[] dims = new int[t.rank()];
                int n = 1;
                for (int d = 0; d < dims.length; d++) {
                    dims[d] = (int) Bridge.Memory.get(at);
                    n *= dims[d];
                    at += 8;
                }
                tensors.add(tensor(t.dtype(), dims, Bridge.buffer(first, Math.max(1, n * t.dtype().bytes())).order(ByteOrder.nativeOrder())));
                Bridge.call(Shared.LLVM.address("jacobi_free"), first);
            }
            return new Outcome(tensors, after(in, buffers));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable t) {
            throw new IllegalStateException(t);
        }
    }

    private static List<Tensor> after(List<Tensor> in, List<ByteBuffer> buffers) {
        return IntStream.range(0, in.size()).mapToObj(k -> tensor(in.get(k).dtype(), in.get(k).dims(), buffers.get(k))).toList();
    }

    private static ByteBuffer buffer(Tensor t) {
        ByteBuffer b = ByteBuffer.allocateDirect(Math.max(8, t.size() * t.dtype().bytes())).order(ByteOrder.nativeOrder());
        new Elements(b).put(0, t.data(), 0, t.size());
        return b;
    }

    private static Tensor tensor(DType t, int[] dims, ByteBuffer b) {
        Object data = t.array(Tensors.count(dims));
        new Elements(b).get(0, data, 0, Tensors.count(dims));
        return new Tensor(t, dims, data);
    }
}
