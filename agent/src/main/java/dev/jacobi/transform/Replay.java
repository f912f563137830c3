package dev.jacobi.transform;

import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.Np;
import dev.jacobi.array.core.Elements;
import dev.jacobi.array.mesh.Collectives;
import dev.jacobi.boot.EngineLoader;
import dev.jacobi.ir.Params;
import dev.jacobi.lift.request.ValueTree;
import dev.jacobi.spi.Partition;
import dev.jacobi.spi.Sharding;
import dev.jacobi.spi.Transformation;
import dev.jacobi.transform.program.DeviceBlocks;
import dev.jacobi.transform.program.LeafSpecs;
import dev.jacobi.transform.program.Structures;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a call whose compiled code has no result comes to: the Java methods are run on copies of what they would get, so that the exception they throw is
 * seen. A function that is only compiled just runs. When nothing is thrown, a sentence says what the compiled code found.
 */
final class Replay {
    private static final String MEMORY = Params.Code.MEMORY + " at ";
    private static final String DEPTH = Params.Code.DEPTH + " at ";
    private final String where;

    /** {@code where} is the method's place, for sentences. */
    Replay(String where) {
        this.where = where;
    }

    Object run(TransformedFunction f, Object[] args, String why) {
        if (onlyCompiled(f)) {
            return invoke(base(f), args);
        }
        methods(f, args);
        if (why.startsWith(MEMORY)) {
            throw new OutOfMemoryError(f + " (" + where + ") needs more memory than the JVM's heap has left or the option memory= allows (" + why
                + "); give more by -Xmx or memory=.");
        }
        checkCaptured(f);
        throw new JacobiException(sentence(f, why));
    }

    /** A result in which there is no NaN that was not given: else the methods run operation by operation, so that the one that it came from says so. */
    Object withoutNans(TransformedFunction f, Object[] args, Object result) {
        if (!hasNan(result) || hasNan(args)) {
            return result;
        }
        methods(f, args);
        throw new JacobiException("The result of " + f + " (" + where + ") has NaN where " + (onlyCompiled(f) ? "no operation on arrays makes one; look at its arithmetic on Java's numbers"
            : "the function itself has none: the derivative does not exist there, as of sqrt or norm at 0, or also of the branch of where() that is not taken") + ".");
    }

    private static boolean hasNan(Object v) {
        if (v instanceof NDArray x) {
            return Elements.hasNan(x);
        } else if (v instanceof Double || v instanceof Float) {
            return Double.isNaN(((Number) v).doubleValue());
        } else if (v instanceof double[] a) {
            return Arrays.stream(a).anyMatch(Double::isNaN);
        } else if (v instanceof float[] a) {
            return IntStream.range(0, a.length).anyMatch(i -> Float.isNaN(a[i]));
        } else if (v instanceof Object[] a) {
            return Arrays.stream(a).anyMatch(Replay::hasNan);
        } else if (v instanceof Record) {
            return hasNan(ValueTrees.components(v));
        } else if (v instanceof List<?> l) {
            return l.stream().anyMatch(Replay::hasNan);
        }
        return v instanceof Map<?, ?> m && m.values().stream().anyMatch(Replay::hasNan);
    }

    /** Runs the methods of a transformed function, so that an exception of theirs is thrown. */
    void methods(TransformedFunction f, Object[] args) {
        checkValues(f, args);
        try {
            play(f, args);
        } catch (Unplayable u) {
            // Nothing can be seen of how they are called.
        }
    }

    /** Says of the first argument that is null or jagged that it is. */
    void checkValues(TransformedFunction f, Object[] args) {
        for (int i = 0; i < args.length; i++) {
            checkValue(args[i], "argument " + i + " of " + f + " (" + where + ")");
        }
    }

    /** The same of what the function captured, where arrays of arrays are read as a whole. */
    private void checkCaptured(TransformedFunction f) {
        List<Object> captured = f.captured();
        for (int i = 0; i < captured.size(); i++) {
            if (captured.get(i) instanceof Object[] rows) {
                checkValue(rows, "captured value " + i + " of " + f + " (" + where + ")");
            }
        }
    }

    /** A function that is only compiled runs as it is; for a transformed one its arguments are values. */
    Object aliased(TransformedFunction f, Object[] args, String why) {
        if (onlyCompiled(f)) {
            return invoke(base(f), args);
        }
        throw new JacobiException(f + " (" + where + ") " + why + ".");
    }

    private String sentence(TransformedFunction f, String why) {
        if (why.startsWith(Params.Code.SHAPE.name()) && f.transformation() instanceof Transformation.ShardMap) {
            return f + " (" + where + ") has no result for these arguments: an array that is divided among devices has to be as long as a multiple of their number, and all lanes of a vmap have to give arrays of "
                + "the same length; pad it.";
        }
        if (why.startsWith(Params.Code.SHAPE.name())) {
            return f + " (" + where + ") has no result for these arguments: arrays that belong together differ in length (" + why.replaceAll(" at $", "") + "). A tangent or cotangent "
                + "has to be as long as its value, as does what a custom rule gives, and all lanes have to give arrays of the same length; an array that "
                + "is longer on one way through the program than on another has no derivative: broadcast it where it is made.";
        }
        if (why.startsWith(DEPTH)) {
            String deep = why.substring(DEPTH.length());
            // fwd(..), bwd(..) and the like are made of the method in the middle
            String method = deep.substring(deep.lastIndexOf('(') + 1).replaceAll("\\)+$", "");
            return f + " (" + where + ") has no result for these arguments: the recursion of " + method + " is too deep for the stack (" + why
                + "); run it in a thread with a larger stack (-Xss, or the stackSize of new Thread), or write the recursion as a loop.";
        }
        ValueTree.Fun body = Structures.body(f.tree());
        String block = CatchBlocks.taken(EngineLoader.of(f.home()), body.owner(), body.name(), body.desc(), why);
        if (block != null) {
            return f + " (" + where + ") has no result for these arguments: " + why + ", and the method goes on in the catch block at " + block + ". Compiled code has no catch blocks; "
                + "test for the case beforehand, for instance with if.";
        }
        return f + " (" + where + ") has no result for these arguments: " + why + ". Its code ran into what Java would throw for, but the method itself did not throw; "
            + "see that indices, divisors and lengths are right also where only the gradient needs them.";
    }

    /** The structure does not say how the function was called. */
    private static final class Unplayable extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    static boolean onlyCompiled(Object f) {
        TransformedFunction t = TransformedFunction.of(f);
        return t == null || t.transformation() instanceof Transformation.Jit && onlyCompiled(t.functions().get(0));
    }

    private static Object base(Object f) {
        TransformedFunction t = TransformedFunction.of(f);
        return t == null ? f : base(t.functions().get(0));
    }

    /** Runs the methods of a function as its transformation would; only exceptions matter. */
    private void play(Object f, Object[] args) {
        TransformedFunction t = TransformedFunction.of(f);
        if (t == null) {
            var shapes = new ValueTrees(EngineLoader.of(Functions.home(f)));
            Object[] copies = args.clone();
            for (int i = 0; i < copies.length; i++) {
                copies[i] = copies[i] == null ? null : shapes.copy(copies[i], "argument " + i);
            }
            try {
                invoke(f, copies);
            } catch (JacobiException e) {
                // what lanes and devices do together they do in compiled code only, so that the rest is not seen
                if (!Collectives.isOutside(e)) {
                    throw e;
                }
            }
            return;
        }
        Object inner = t.functions().get(0);
        Transformation s = t.transformation();
        switch (s.kind()) {
            case JVP -> play(inner, ((Transformation.Jvp) s).packed() ? ValueTrees.components(args[0]) : Arrays.copyOf(args, args.length / 2));
            case VJP -> play(inner, ((Transformation.Vjp) s).packed() ? ValueTrees.components(args[0]) : Arrays.copyOf(args, args.length - 1));
            case VMAP -> lanes((Transformation.Vmap) s, t, inner, args);
            case SHARD_MAP -> blocks(((Transformation.ShardMap) s).on(), t, inner, args);
            case GRAD, JACOBIAN, HESSIAN, JIT, CHECKPOINT, CUSTOM_JVP, CUSTOM_VJP -> play(inner, args);
        }
    }

    private void lanes(Transformation.Vmap v, TransformedFunction t, Object inner, Object[] args) {
        int n = -1;
        int first = -1;
        for (int i = 0; i < args.length; i++) {
            Object axis = v.in().isEmpty() ? (Object) 0 : v.in().get(i);
            int k = axis == null ? -1 : size(args[i], axis);
            if (k >= 0 && n >= 0 && n != k) {
                throw new JacobiException(t + " (" + where + ") maps over axes of different sizes: argument " + first + " has " + n + " lanes and argument " + i + " has " + k
                    + "; give all mapped arguments the same size, or null for those that all lanes share.");
            }
            first = k >= 0 && n < 0 ? i : first;
            n = k >= 0 ? k : n;
        }
        for (int lane = 0; lane < n; lane++) {
            Object[] one = args.clone();
            for (int i = 0; i < args.length; i++) {
                Object axis = v.in().isEmpty() ? (Object) 0 : v.in().get(i);
                one[i] = axis == null ? args[i] : slice(args[i], axis, lane);
            }
            play(inner, one);
        }
    }

    /** Runs the function for each device. */
    private void blocks(Sharding s, TransformedFunction t, Object inner, Object[] args) {
        var values = new ValueTrees(EngineLoader.of(t.home()));
        for (int d = 0; d < s.mesh().places(); d++) {
            Object[] one = args.clone();
            for (int i = 0; i < args.length; i++) {
                one[i] = block(values, s, i, args[i], s.mesh().coordinates(d));
            }
            play(inner, one);
        }
    }

    private static Object block(ValueTrees values, Sharding s, int i, Object arg, int[] at) {
        ValueTree tree = ValueTrees.of(arg, "argument " + i);
        var leaves = new Object[tree.leaves().size()];
        ValueTrees.flatten(tree, arg, leaves, 0);
        List<Partition> specs = LeafSpecs.of(tree, s.in(i), "argument " + i);
        for (int k = 0; k < leaves.length; k++) {
            leaves[k] = DeviceBlocks.of(leaves[k], s.mesh(), specs.get(k), at);
        }
        return values.build(tree, leaves);
    }

    private static int size(Object v, Object axis) {
        if (axis instanceof Integer a && v.getClass().isArray()) {
            Object x = v;
            for (int k = axis(v, a); k > 0; k--) {
                if (Array.getLength(x) == 0) {
                    return 0;
                }
                x = Array.get(x, 0);
            }
            return Array.getLength(x);
        }
        if (v instanceof NDArray x && axis instanceof Integer a) {
            return x.shape(a);
        }
        if (v instanceof List<?> l && axis instanceof Integer) {
            return l.isEmpty() ? -1 : size(l.get(0), axis);
        }
        if (v instanceof Map<?, ?> m && axis instanceof Integer) {
            return m.isEmpty() ? -1 : size(m.values().iterator().next(), axis);
        }
        throw new Unplayable();
    }

    private static int axis(Object v, int a) {
        return a < 0 ? a + ValueTrees.rank(v.getClass()) : a;
    }

    private static Object slice(Object v, Object axis, int lane) {
        if (axis instanceof Integer a && v.getClass().isArray()) {
            return at(v, axis(v, a), lane);
        }
        if (v instanceof NDArray x && axis instanceof Integer a) {
            return Np.take(x, lane, a);
        }
        if (v instanceof List<?> l && axis instanceof Integer) {
            return l.stream().map(x -> slice(x, axis, lane)).toList();
        }
        if (v instanceof Map<?, ?> m && axis instanceof Integer) {
            var out = new LinkedHashMap<Object, Object>();
            m.forEach((k, x) -> out.put(k, slice(x, axis, lane)));
            return out;
        }
        throw new Unplayable();
    }

    private static Object at(Object v, int axis, int lane) {
        if (axis == 0) {
            return Array.get(v, lane);
        }
        int n = Array.getLength(v);
        Object out = null;
        for (int i = 0; i < n; i++) {
            Object x = at(Array.get(v, i), axis - 1, lane);
            if (out == null) {
                Class<?> c = ValueTrees.dtype(x.getClass()) != null ? MethodType.methodType(x.getClass()).unwrap().returnType() : x.getClass();
                out = Array.newInstance(c, n);
            }
            Array.set(out, i, x);
        }
        if (out == null) {
            throw new Unplayable();
        }
        return out;
    }

    private static Object invoke(Object f, Object[] args) {
        try {
            for (Method m : f.getClass().getMethods()) {
                if (m.getName().equals("apply") && m.getParameterCount() == args.length && m.getReturnType() == Object.class) {
                    m.setAccessible(true);
                    return m.invoke(f, args);
                }
            }
            throw new IllegalStateException("no apply of " + args.length + " arguments in " + f.getClass());
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException r) {
                throw r;
            }
            if (e.getCause() instanceof Error r) {
                throw r;
            }
            throw new JacobiException("The function threw " + e.getCause() + ".", e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Null and jagged arrays have a sentence of their own. */
    private void checkValue(Object v, String what) {
        if (v == null) {
            throw new JacobiException("The " + what + " is null; give a value.");
        }
        if (v instanceof Object[] rows && !(v instanceof Record[])) {
            int[] n = {-1};
            for (int i = 0; i < rows.length; i++) {
                checkValue(rows[i], what + "[" + i + "]");
                int k = rows[i].getClass().isArray() ? Array.getLength(rows[i]) : -1;
                if (k >= 0 && n[0] >= 0 && k != n[0]) {
                    throw new JacobiException("The " + what + " is jagged: row " + i + " has " + k + " elements and the rows before " + n[0]
                        + "; arrays of arrays have to be rectangular, so pad the rows, or pass a List of arrays.");
                }
                n[0] = Math.max(n[0], k);
            }
        }
    }
}
