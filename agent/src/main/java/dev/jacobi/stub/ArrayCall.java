package dev.jacobi.stub;

import dev.jacobi.DType;
import dev.jacobi.NDArray;
import dev.jacobi.ir.Type;
import dev.jacobi.JacobiException;
import dev.jacobi.array.core.ArrayRuntime;
import dev.jacobi.array.core.ArrayValue;
import dev.jacobi.array.core.Block;
import dev.jacobi.array.core.JavaArrays;
import dev.jacobi.array.core.NativeHeap;
import dev.jacobi.array.core.StoredWords;
import dev.jacobi.ir.Func;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.request.ValueTree;
import dev.jacobi.spi.ArrayEngine;
import dev.jacobi.woven.Deopt;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;

/**
 * Calls machine code of a program that takes or gives NDArrays: these by their addresses, Java arrays beside them as copies outside of the heap. Nothing is changed before the program has ended.
 */
public final class ArrayCall {
    private final Lifted lifted;
    private final Func entry;
    private final ArrayEngine.Code code;
    private final CalledMethod method;
    private final List<MethodHandle> getters = new ArrayList<>();
    private final int inWords;
    private final int outWords;
    /** Where each output's words begin, behind the inputs'. */
    private final int[] outputs;
    private final ThreadLocal<StoredWords> scratch = new ThreadLocal<>();

    ArrayCall(Lifted lifted, CalledMethod method, ArrayEngine.Code code) {
        this.lifted = lifted;
        this.entry = lifted.module().get(lifted.entry());
        this.code = code;
        this.method = method;
        for (Lifted.Source s : lifted.inputs()) {
            getters.add(s instanceof Lifted.Source.Static f ? method.access().fixed(f).asType(MethodType.methodType(Object.class)) : null);
        }
        this.inWords = entry.in().stream().mapToInt(v -> 1 + v.type().rank()).sum();
        var donated = NativeStub.donatedOutputs(lifted);
        this.outputs = new int[entry.out().size()];
        int at = inWords;
        for (int k = 0; k < outputs.length; k++) {
            outputs[k] = donated.contains(k) ? -1 : at;
            at += donated.contains(k) ? 0 : 1 + entry.out().get(k).type().rank();
        }
        this.outWords = at - inWords;
    }

    /** Whether a program has NDArrays among its inputs or results. */
    public static boolean isFor(Lifted lifted) {
        return lifted.inputs().stream().anyMatch(s -> s.desc().equals(ValueTree.ArrayForm.DESC)) || holdsArray(lifted.result());
    }

    private static boolean holdsArray(Lifted.Result r) {
        return r instanceof Lifted.Result.Array || r instanceof Lifted.Result.Tuple t && t.parts().stream().anyMatch(ArrayCall::holdsArray);
    }

    /** A handle of the method's type. */
    public static MethodHandle handle(Lifted lifted, CalledMethod method, ArrayEngine.Code code) {
        return OwnMethods.collecting(OwnMethods.of(MethodHandles.lookup(), new ArrayCall(lifted, method, code), "invoke", Object.class, Object[].class), method.type());
    }

    Object invoke(Object[] args) throws Throwable {
        method.fallbacks().call();
        NativeHeap heap = ArrayRuntime.ofProcess().heap();
        StoredWords w = StoredWords.of(scratch, heap.engine(), inWords + outWords);
        Object[] raw = new Object[lifted.inputs().size()];
        var copies = new NDArray[raw.length];
        try {
            int at = 0;
            for (int k = 0; k < raw.length; k++) {
                raw[k] = getters.get(k) != null ? getters.get(k).invokeExact() : lifted.inputs().get(k) instanceof Lifted.Source.Arg a ? args[a.index()] : null;
                copies[k] = stored(raw[k]);
                var s = (ArrayValue.Stored) copies[k].value();
                mustFit(k, copies[k], s.dims());
                at = w.put(at, copies[k].dtype(), s.parts().get(0), s.dims());
            }
            w.call(code, inWords);
            Reference.reachabilityFence(copies);
            Object out = build(lifted.result(), w, heap, raw);
            commit(raw, copies);
            return out;
        } catch (Deopt d) {
            throw method.fallbacks().deopt(d);
        } catch (CallbackFailed e) {
            throw method.fallbacks().other(e);
        }
    }

    /** Code for the array of a static field is for its type and extents, which were looked at before the call; meanwhile another thread may have set the field. */
    private void mustFit(int k, NDArray x, int[] dims) {
        if (getters.get(k) == null || !lifted.inputs().get(k).desc().equals(ValueTree.ArrayForm.DESC)) {
            return;
        }
        Type t = entry.in().get(k).type();
        boolean fits = t.dtype() == x.dtype().ir() && t.rank() == dims.length;
        for (int i = 0; fits && i < dims.length; i++) {
            fits = t.dims().get(i).isConst() && t.dims().get(i).add() == dims[i];
        }
        if (!fits) {
            throw new JacobiException("The array in the static field " + ((Lifted.Source.Static) lifted.inputs().get(k)).name()
                + " was replaced by one of another type or shape while a function that reads it was called; call it again.");
        }
    }

    /** An input outside of the heap: Java's arrays and numbers are copied. */
    private static NDArray stored(Object v) {
        if (v == null) {
            throw Deopt.INSTANCE;
        }
        return v instanceof NDArray x ? x : JavaArrays.of(v, JavaArrays.dtype(element(v)));
    }

    private static Class<?> element(Object v) {
        Class<?> c = v.getClass();
        while (c.isArray()) {
            c = c.getComponentType();
        }
        return c;
    }

    private Object build(Lifted.Result r, StoredWords words, NativeHeap heap, Object[] raw) {
        if (r instanceof Lifted.Result.Array a) {
            return array(a.output(), a.form().element(), a.form().weak(), words, heap);
        } else if (r instanceof Lifted.Result.Scalar s) {
            NDArray x = array(s.output(), JavaArrays.dtype(MethodType.fromMethodDescriptorString("()" + s.desc(), null).returnType()), false, words, heap);
            Object v = JavaArrays.toJava(x);
            x.close();
            return v;
        } else if (r instanceof Lifted.Result.NewArray a) {
            NDArray x = array(a.output(), JavaArrays.dtype(element(a.desc())), false, words, heap);
            Object v = JavaArrays.toJava(x);
            x.close();
            return v;
        } else if (r instanceof Lifted.Result.Same s) {
            return raw[s.input()];
        } else if (r instanceof Lifted.Result.Tuple t) {
            return t.parts().stream().map(p -> build(p, words, heap, raw)).toArray();
        }
        return null;
    }

    private static Class<?> element(String desc) {
        return MethodType.fromMethodDescriptorString("()" + desc.substring(desc.lastIndexOf('[') + 1), null).returnType();
    }

    private NDArray array(int output, DType d, boolean weak, StoredWords words, NativeHeap heap) {
        int[] dims = words.dims(outputs[output], entry.out().get(output).type().rank());
        Block b = words.take(heap, outputs[output], d, dims);
        return new NDArray(d, weak, new ArrayValue.Stored(List.of(b), dims));
    }

    /** Java arrays that the program has changed get what their copies hold. */
    private void commit(Object[] raw, NDArray[] copies) {
        for (Lifted.Write w : lifted.writes()) {
            if (w instanceof Lifted.Write.Contents c && !(raw[c.input()] instanceof NDArray)) {
                JavaArrays.copyOut(copies[c.input()], raw[c.input()]);
            }
        }
    }
}
