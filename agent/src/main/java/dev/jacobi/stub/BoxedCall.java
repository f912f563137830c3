package dev.jacobi.stub;

import dev.jacobi.NDArray;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.interp.CheckFailed;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.stub.device.BlockElements;
import dev.jacobi.woven.Deopt;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.Reference;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Calls a program through tensors: the slow and obvious way between a Java call and the IR, used with the reference
 * interpreter and with devices, whose own copies cost more. Nothing is written before the program has ended and the result object exists.
 */
public final class BoxedCall {
    private final Lifted lifted;
    private final Func entry;
    private final BoxedProgram program;
    private final Set<Integer> written;
    /** Numbers of the program's results that calls give as NDArrays. */
    private final Set<Integer> arrays = new TreeSet<>();
    private final List<MethodHandle> getters = new ArrayList<>();
    private final CalledMethod method;

    BoxedCall(Lifted lifted, CalledMethod method, BoxedProgram program) {
        this.lifted = lifted;
        this.entry = lifted.module().get(lifted.entry());
        this.program = program;
        this.written = Set.copyOf(Aliasing.written(lifted));
        this.method = method;
        arrays(lifted.result());
        for (Lifted.Source s : lifted.inputs()) {
            getters.add(s instanceof Lifted.Source.Arg a
                ? method.access().path(method.type().parameterType(a.index()), a.path()).asType(MethodType.methodType(Object.class, Object.class))
                : s instanceof Lifted.Source.Static f ? method.access().fixed(f).asType(MethodType.methodType(Object.class)) : null);
        }
    }

    private void arrays(Lifted.Result r) {
        if (r instanceof Lifted.Result.Array a) {
            arrays.add(a.output());
        } else if (r instanceof Lifted.Result.Tuple t) {
            t.parts().forEach(this::arrays);
        }
    }

    /** A handle of the method's type that runs the program. */
    MethodHandle handle() {
        return OwnMethods.collecting(OwnMethods.of(MethodHandles.lookup(), this, "invoke", Object.class, Object[].class), method.type());
    }

    /** A handle of the method's parameters for {@link Kernel#trial}. */
    MethodHandle trial() {
        return OwnMethods.collecting(OwnMethods.of(MethodHandles.lookup(), this, "measure", long.class, Object[].class), method.type().changeReturnType(long.class));
    }

    /** The values of the program's inputs for a call's arguments. */
    public static List<Tensor> inputs(Lifted lifted, MethodType type, FieldAccess access, Object[] args) {
        int n = lifted.inputs().size();
        return new BoxedCall(lifted, new CalledMethod(type, access, null, null), in -> in).gather(args, new Object[n], new int[n][]);
    }

    Object invoke(Object[] args) {
        long start = System.nanoTime();
        method.fallbacks().call();
        Object[] raw = new Object[lifted.inputs().size()];
        int[][] dims = new int[raw.length][];
        Object[] was = new Object[raw.length];
        List<Tensor> out = List.of();
        Object result;
        try {
            List<Tensor> in = gather(args, raw, dims);
            // a program that borrows leaves its inputs as they are
            written.forEach(k -> was[k] = program.borrows() ? in.get(k).data() : NestedArrayPacking.copy(in.get(k).data()));
            out = program.run(in, arrays);
            Reference.reachabilityFence(raw);
            result = build(lifted.result(), out, new Made(raw, taken(in), new HashMap<>()));
        } catch (CheckFailed e) {
            throw method.fallbacks().check(e.check());
        } catch (Deopt e) {
            throw method.fallbacks().deopt(e);
        } catch (CallbackFailed e) {
            throw method.fallbacks().other(e);
        } catch (NullPointerException | StackOverflowError | OutOfMemoryError e) {
            BlockElements.free(out);
            throw method.fallbacks().other(e.getClass().getSimpleName());
        }
        commit(out, raw, was, dims);
        program.ended(start);
        return result;
    }

    /** All of a call but what the program would see of it; how long that took. */
    long measure(Object[] args) {
        long start = System.nanoTime();
        Object[] raw = new Object[lifted.inputs().size()];
        List<Tensor> in = gather(args, raw, new int[raw.length][]);
        List<Tensor> out = program.run(in);
        build(lifted.result(), out, new Made(raw, taken(in), new HashMap<>()));
        return System.nanoTime() - start;
    }

    private List<Tensor> gather(Object[] args, Object[] raw, int[][] dims) {
        try {
            for (int k = 0; k < raw.length; k++) {
                raw[k] = lifted.inputs().get(k) instanceof Lifted.Source.Arg a ? getters.get(k).invoke(args[a.index()])
                    : lifted.inputs().get(k) instanceof Lifted.Source.Static ? getters.get(k).invoke() : null;
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
        for (Aliasing.Pair p : Aliasing.mustBeDisjoint(lifted)) {
            NestedArrayPacking.disjoint(raw[p.a()], raw[p.b()]);
        }
        List<Tensor> in = new ArrayList<>();
        for (int k = 0; k < raw.length; k++) {
            if (lifted.inputs().get(k) instanceof Lifted.Source.Rows r) {
                int[] rows = NestedArrayPacking.identities((Object[]) raw[r.array()]);
                raw[k] = rows;
            }
            if (Aliasing.rowsMustDiffer(lifted, k)) {
                NestedArrayPacking.distinct((Object[]) raw[k]);
            }
            in.add(tensor(raw[k], entry.in().get(k).type(), dims, k, program.borrows() && !written.contains(k)));
        }
        return in;
    }

    private static Tensor tensor(Object v, Type t, int[][] dims, int k, boolean borrowed) {
        if (v instanceof NDArray x) {
            return new Tensor(t.dtype(), x.shape(), borrowed ? new BlockElements(x) : JavaArrays.flat(x));
        }
        if (t.isScalar()) {
            return new Tensor(t.dtype(), new int[0], scalar(v, t.dtype()));
        }
        if (t.rank() == 1) {
            int n = Array.getLength(v);
            return new Tensor(t.dtype(), new int[] {n}, borrowed ? v : NestedArrayPacking.copy(v));
        }
        dims[k] = new int[t.rank()];
        Object flat = NestedArrayPacking.pack((Object[]) v, StubLocals.javaType(t.dtype()), dims[k]);
        return new Tensor(t.dtype(), dims[k].clone(), flat);
    }

    private static Object scalar(Object v, DType t) {
        long n = v instanceof Boolean b ? b ? 1 : 0 : v instanceof Character c ? c : v instanceof Number x ? x.longValue() : 0;
        return switch (t) {
            case BOOL -> new boolean[] {n != 0};
            case I8 -> new byte[] {(byte) n};
            case I16, F16, BF16 -> new short[] {(short) n};
            case U16 -> new char[] {(char) n};
            case I32 -> new int[] {(int) n};
            case I64 -> new long[] {n};
            case F32 -> new float[] {((Number) v).floatValue()};
            case F64 -> new double[] {((Number) v).doubleValue()};
        };
    }

    private Object build(Lifted.Result r, List<Tensor> out, Made made) {
        if (r instanceof Lifted.Result.Scalar s) {
            return narrow(Array.get(out.get(s.output()).data(), 0), s.desc().charAt(0));
        }
        if (r instanceof Lifted.Result.NewArray a) {
            Tensor t = out.get(a.output());
            return made.arrays.computeIfAbsent(a.output(), k -> t.dims().length == 1 ? made.mine(t.data()) : NestedArrayPacking.nested(t.data(), StubLocals.javaType(t.dtype()), t.dims()));
        }
        if (r instanceof Lifted.Result.Array a) {
            Tensor t = out.get(a.output());
            NDArray there = BlockElements.result(t, a.form().element(), a.form().weak());
            return there != null ? there : JavaArrays.ofFlat(t.data(), a.form().element(), a.form().weak(), t.dims());
        }
        if (r instanceof Lifted.Result.Same s) {
            return made.raw[s.input()];
        }
        if (r instanceof Lifted.Result.New n) {
            Object[] args = n.args().stream().map(a -> build(a, out, made)).toArray();
            try {
                return method.access().constructor(n).invokeWithArguments(args);
            } catch (Throwable e) {
                throw Deopt.INSTANCE;
            }
        }
        if (r instanceof Lifted.Result.Tuple t) {
            return t.parts().stream().map(p -> build(p, out, made)).toArray();
        }
        if (r instanceof Lifted.Result.Choice c) {
            int i = ((Number) Array.get(out.get(c.output()).data(), 0)).intValue();
            return build(c.options().get(i), out, made);
        }
        return null;
    }

    /** The arrays that belong to somebody already, so that no result may be one of them; null when none may be handed on as it is. */
    private Set<Object> taken(List<Tensor> in) {
        if (!program.borrows()) {
            return null;
        }
        Set<Object> taken = Collections.newSetFromMap(new IdentityHashMap<>());
        in.stream().filter(t -> t.elsewhere() == null).forEach(t -> taken.add(t.data()));
        return taken;
    }

    /** What results are made of besides the program's outputs; the arrays among these, by their numbers, which may stand in a result more than once. */
    private record Made(Object[] raw, Set<Object> taken, Map<Integer, Object> arrays) {
        Object mine(Object data) {
            return taken != null && taken.add(data) ? data : NestedArrayPacking.copy(data);
        }
    }

    /** The IR's value as the Java primitive of a descriptor. */
    private static Object narrow(Object v, char desc) {
        if (v instanceof Boolean b) {
            return desc == 'Z' ? b : narrow(b ? 1 : 0, desc);
        }
        if (v instanceof Character c) {
            return desc == 'C' ? c : narrow((int) c, desc);
        }
        Number n = (Number) v;
        return switch (desc) {
            case 'Z' -> n.intValue() != 0;
            case 'B' -> n.byteValue();
            case 'S' -> n.shortValue();
            case 'C' -> (char) n.intValue();
            case 'I' -> n.intValue();
            case 'J' -> n.longValue();
            case 'F' -> n.floatValue();
            default -> n.doubleValue();
        };
    }

    private void commit(List<Tensor> out, Object[] raw, Object[] was, int[][] dims) {
        for (Lifted.Write w : lifted.writes()) {
            if (w instanceof Lifted.Write.Contents c) {
                Object data = out.get(c.output()).data();
                Object target = raw[c.input()];
                int rows = Aliasing.rowsOf(lifted, c.input());
                if (dims[c.input()] == null) {
                    ChangedElements.put(data, was[c.input()], 0, target, Array.getLength(target));
                } else if (rows < 0) {
                    NestedArrayPacking.unpack(data, was[c.input()], (Object[]) target, dims[c.input()]);
                } else {
                    NestedArrayPacking.unpackFirst(data, was[c.input()], (Object[]) target, dims[c.input()], (int[]) raw[rows]);
                }
            }
        }
        for (Lifted.Write w : lifted.writes()) {
            if (w instanceof Lifted.Write.Rows r) {
                NestedArrayPacking.reorder((Object[]) raw[r.input()], (int[]) out.get(r.output()).data());
            }
        }
        for (Lifted.Write w : lifted.writes()) {
            if (w instanceof Lifted.Write.Field f) {
                Lifted.Source.Static s = (Lifted.Source.Static) lifted.inputs().get(f.input());
                Object now = narrow(Array.get(out.get(f.output()).data(), 0), s.desc().charAt(0));
                if (!now.equals(raw[f.input()])) {
                    put(method.access().setter(s), now);
                }
            }
        }
    }

    private static void put(MethodHandle setter, Object value) {
        try {
            setter.invoke(value);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
