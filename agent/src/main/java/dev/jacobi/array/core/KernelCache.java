package dev.jacobi.array.core;

import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Operations that run at once: each compiled for the types and classes of shapes that it has been called with, never for a length unless the operation needs to know it. */
final class KernelCache {
    private static final Set<Integer> NONE = Set.of();
    /** Elements from which on a call takes longer than optimising its code. */
    private static final long LARGE = 1 << 16;
    private final NativeHeap heap;
    private final ConcurrentHashMap<ShapeClass.Key, Object> kept = new ConcurrentHashMap<>();

    KernelCache(NativeHeap heap) {
        this.heap = heap;
    }

    int size() {
        return (int) kept.values().stream().filter(k -> k instanceof EagerKernel).count();
    }

    /** In place of a kernel: which lengths have to be known. */
    private record Known(Set<Integer> lengths) {
    }

    /** Calls an operation. */
    List<NDArray> call(Object operation, List<NDArray> in, Operation.Body body) {
        Set<Integer> known = NONE;
        while (true) {
            var key = new ShapeClass.Key(operation, ShapeClass.code(in, known));
            Object found = kept.get(key);
            if (found == null) {
                found = made(operation, in, body, known, key);
            }
            if (found instanceof EagerKernel k) {
                return k.call(heap, in);
            }
            known = ((Known) found).lengths;
        }
    }

    /** A kernel, or the lengths that one has to be made for; kept under its key. */
    private Object made(Object operation, List<NDArray> in, Operation.Body body, Set<Integer> known, ShapeClass.Key key) {
        Object made;
        try {
            made = compiled(operation, in, body, known);
        } catch (NeedsExtent e) {
            var lengths = new TreeSet<>(known);
            int k = Trace.inputOf(e.symbol());
            if (k < 0 || !lengths.add(k)) {
                lengths.addAll(all(in));
            }
            if (lengths.equals(known)) {
                throw new JacobiException(operation + ": the shape of an array in it depends on values; shapes have to follow from the shapes of the arguments and from constants.", e);
            }
            made = new Known(lengths);
        }
        kept.put(key, made);
        return made;
    }

    private static List<Integer> all(List<NDArray> in) {
        int axes = in.stream().mapToInt(x -> ShapeClass.dims(x).length).sum();
        return java.util.stream.IntStream.range(0, axes).boxed().toList();
    }

    private EagerKernel compiled(Object operation, List<NDArray> in, Operation.Body body, Set<Integer> known) {
        var builder = new Builder();
        var trace = new Trace(builder, () -> operation.toString());
        var inputs = new ArrayList<Var>();
        var arrays = new ArrayList<NDArray>();
        int[] code = ShapeClass.code(in, known);
        int at = 0;
        for (NDArray x : in) {
            int rank = ShapeClass.dims(x).length;
            var dims = new ArrayList<Dim>();
            for (int k = 0; k < rank; k++) {
                dims.add(ShapeClass.dim(code[at + 1 + k]));
            }
            at += 1 + rank;
            List<Var> parts = new ArrayList<>();
            for (int p = 0; p < (x.dtype().isComplex() ? 2 : 1); p++) {
                parts.add(builder.fresh(new Type(x.dtype().ir(), dims)));
            }
            inputs.addAll(parts);
            arrays.add(trace.array(x.dtype(), x.isWeak(), parts));
        }
        List<NDArray> out = trace.during(() -> body.of(trace, arrays));
        var atoms = new ArrayList<Atom>();
        out.forEach(x -> atoms.addAll(trace.atoms(x)));
        Func f = builder.build(inputs, atoms);
        return new EagerKernel(heap.engine().compile(operation.toString(), f, isSmall(in, atoms)), out, f);
    }

    /** Whether all that is known of the sizes of arguments and results is that they are small. */
    private static boolean isSmall(List<NDArray> in, List<Atom> out) {
        return in.stream().allMatch(x -> x.size() < LARGE) && out.stream().allMatch(a -> a.type().dims().stream().mapToLong(d -> d.isConst() ? d.add() : 1).reduce(1, (p, d) -> p * d) < LARGE);
    }
}
