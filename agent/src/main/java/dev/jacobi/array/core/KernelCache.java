package dev.jacobi.array.core;

import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.boot.EngineLoader;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.spi.ArrayEngine;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
            ShapeClass.Key key = key(operation, in, known);
            Object found = kept.get(key);
            if (found == null) {
                found = made(operation, in, body, known, key);
            }
            if (!(found instanceof EagerKernel k)) {
                known = ((Known) found).lengths;
                continue;
            }
            try {
                List<NDArray> out = k.call(heap, in);
                if (Precision.ofProcess().checksNans()) {
                    mustHaveNoNan(operation, in, out);
                }
                return out;
            } catch (ArrayEngine.CheckFailed e) {
                Set<Integer> all = all(in);
                if (all.equals(known)) {
                    throw new JacobiException(operation + ": the shapes " + shapes(in) + " or the elements do not fit (" + e.getMessage() + ").", e);
                }
                known = all; // with numbers in place of symbols the operation itself says what does not fit
            }
        }
    }

    /** Says which operation makes NaN of numbers; what it was given is not its own. */
    private static void mustHaveNoNan(Object operation, List<NDArray> in, List<NDArray> out) {
        if (out.stream().noneMatch(Elements::hasNan) || in.stream().anyMatch(Elements::hasNan)) {
            return;
        }
        List<String> given = in.stream().map(x -> x.dtype() + "" + x.shapeOf()).toList();
        throw new JacobiException("NaN: " + operation + " gives it at " + caller() + " for " + String.join(", ", given) + ".");
    }

    /** Where the program calls a function on arrays: the first frame that is not of Jacobi's own code. */
    private static String caller() {
        var own = NDArray.class.getProtectionDomain().getCodeSource();
        return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE).walk(frames -> frames
            .filter(f -> f.getDeclaringClass().getClassLoader() != null && !EngineLoader.isOwn(f.getDeclaringClass().getClassLoader(), f.getClassName()) && !isOf(own, f.getDeclaringClass()))
            .map(f -> f.getClassName() + "." + f.getMethodName() + ":" + f.getLineNumber()).findFirst().orElse("an unknown place"));
    }

    private static boolean isOf(CodeSource source, Class<?> c) {
        CodeSource other = c.getProtectionDomain().getCodeSource();
        return source != null && other != null && source.getLocation().equals(other.getLocation());
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
        } catch (JacobiException e) {
            Set<Integer> all = all(in);
            if (all.equals(known)) {
                throw e;
            }
            try {
                // which says it with numbers in place of symbols
                kept.put(key(operation, in, all), compiled(operation, in, body, all));
            } catch (NeedsExtent n) {
                throw e;
            }
            made = new Known(all);
        }
        kept.put(key, made);
        return made;
    }

    private static ShapeClass.Key key(Object operation, List<NDArray> in, Set<Integer> known) {
        return new ShapeClass.Key(operation, Precision.ofProcess().isWide(), ShapeClass.code(in, known));
    }

    private static Set<Integer> all(List<NDArray> in) {
        int axes = in.stream().mapToInt(x -> ShapeClass.dims(x).length).sum();
        return IntStream.range(0, axes).boxed().collect(Collectors.toCollection(TreeSet::new));
    }

    private static String shapes(List<NDArray> in) {
        return in.stream().map(x -> x.shapeOf().toString()).collect(Collectors.joining(", "));
    }

    private EagerKernel compiled(Object operation, List<NDArray> in, Operation.Body body, Set<Integer> known) {
        var builder = new Builder();
        var trace = Trace.ofKernel(builder, () -> operation.toString());
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
