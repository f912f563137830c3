package dev.jacobi.lift.exec;

import dev.jacobi.Fft;
import dev.jacobi.IndexedArray;
import dev.jacobi.JacobiException;
import dev.jacobi.Lax;
import dev.jacobi.Linalg;
import dev.jacobi.NDArray;
import dev.jacobi.Nn;
import dev.jacobi.Np;
import dev.jacobi.Prng;
import dev.jacobi.Slice;
import dev.jacobi.Special;
import dev.jacobi.Stats;
import dev.jacobi.array.core.NeedsExtent;
import dev.jacobi.array.core.Trace;
import dev.jacobi.boot.EngineLoader;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Lit;
import dev.jacobi.lift.heap.Heap;
import dev.jacobi.lift.heap.Objects;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.request.NeedsNumbers;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.lift.request.ValueTree;
import dev.jacobi.lift.state.DifferingArrays;
import dev.jacobi.lift.state.Env;
import dev.jacobi.lift.state.HeapCell;
import dev.jacobi.lift.state.LiftAssumptions.Fact;
import dev.jacobi.lift.state.LiftContext;
import dev.jacobi.lift.state.NeededLengths;
import dev.jacobi.lift.state.Restart;
import dev.jacobi.lift.state.Val;
import dev.jacobi.report.ReasonCode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Type;

/**
 * Calls of functions on arrays. Their Java code runs while the program is being made, with arrays that are values of the program, and appends what they compute. A call whose other arguments are not
 * all known, such as a number that the program computes, is lifted like any other method, down to functions that take such a number as an array.
 */
final class ArrayCalls {
    private static final String CORE = "dev/jacobi/array/";
    /** What asks types of elements, which are constants where the function is lifted for known lengths. */
    private static final String TYPE = "dev.jacobi.DType.";
    private static final String PUBLIC = "dev/jacobi/";
    /** Functions that move arrays from lane to lane: the program has to be made for the lanes. */
    private static final Set<String> MOVES = Set.of("ppermute", "pshift");
    private final LiftContext context;
    private final HostValues values;
    private final ArrayIntrinsics intrinsics;
    private final Heap heap;

    /** Classes of the public interface whose methods are functions on arrays, and those that they extend: some hundred, which are loaded when a program first names one of the interface's. */
    private static final class Functions {
        static final Set<String> ALL = functions();
    }

    ArrayCalls(LiftContext context, Heap heap) {
        this.context = context;
        this.heap = heap;
        this.values = new HostValues(context, heap);
        this.intrinsics = new ArrayIntrinsics(context, heap);
    }

    /** Whether a class is one whose methods are called in place of being lifted. */
    static boolean isArrayClass(String owner) {
        return owner.startsWith(CORE) && !isLifted(owner) || isFunctions(owner);
    }

    /** Whether the code of a class is that of functions on arrays: of the public interface, or what it consists of. */
    static boolean isInside(String owner) {
        return owner.startsWith(CORE) || isFunctions(owner);
    }

    private static boolean isFunctions(String owner) {
        return owner.startsWith(PUBLIC) && owner.indexOf('/', PUBLIC.length()) < 0 && Functions.ALL.contains(owner);
    }

    /** A sentence of library code about arrays as that about the call in the user's code, at which the lifter is. */
    Refusal atCall(Refusal r, String owner, boolean within) {
        int method = r.where().lastIndexOf('.', Math.max(0, r.where().indexOf(':')));
        boolean moves = r.code() == ReasonCode.ARRAY && !within && isArrayClass(owner) && method > 0 && isInside(r.where().substring(0, method).replace('.', '/'));
        return moves ? new Refusal(r.code(), r.getMessage(), context.place()) : r;
    }

    private static Set<String> functions() {
        // what is asked of types of elements is known with them
        var out = new HashSet<>(Set.of("dev/jacobi/DType", "dev/jacobi/FloatInfo", "dev/jacobi/IntInfo", "dev/jacobi/Mesh", "dev/jacobi/PartitionSpec", "dev/jacobi/NamedSharding", "dev/jacobi/Device"));
        for (Class<?> f : List.of(NDArray.class, Np.class, Linalg.class, Fft.class, Nn.class, Special.class, Stats.class, Prng.class, Slice.class, IndexedArray.class, Lax.class)) {
            for (Class<?> c = f; c != Object.class; c = c.getSuperclass()) {
                out.add(c.getName().replace('.', '/'));
            }
        }
        return Set.copyOf(out);
    }

    /** Whether it is code over trees and functions, which is lifted as the user's is. */
    private static boolean isLifted(String owner) {
        return owner.startsWith(CORE + "optim/") && !owner.endsWith("/Formulas") || owner.equals(CORE + "tree/Trees");
    }

    /** The result of a static call that only functions have: of trees of arrays, of what loops carry and scans go through, of the array interface; null for another call. */
    Val ofFunction(CallInliner calls, Objects objects, CallInliner.Site site, String owner, String name, String desc, List<Val> args, Env env) {
        Val array = new TreeCalls(context, calls, heap).call(site, owner, name, args, env);
        array = array == null ? new CarryCalls(context, new HostValues(context, heap)).call(owner, name, args, env) : array;
        array = array == null ? new ScanCalls(context, calls, objects, heap).call(site, owner, name, args, env) : array;
        return array == null && !(owner.equals("dev/jacobi/Lax") && name.equals("pmean")) ? call(owner, name, desc, args, true, env, calls.place(site, "nd")) : array;
    }

    /** The value of a call, with the receiver first where there is one; null where the method has to be lifted. A method without a result gives {@code Val.Null}. */
    Val call(String owner, String name, String desc, List<Val> given, boolean isStatic, Env env, String place) {
        boolean lists = owner.equals("dev/jacobi/Jacobi") && name.equals("devices");
        if (!context.isFunction() || !(isArrayClass(owner) || lists || !isStatic && given.get(0) instanceof Val.Array)) {
            return null;
        }
        List<Val> args = given.stream().map(heap::used).toList();
        for (Val v : args) {
            if (DifferingArrays.is(v)) {
                throw context.refuse(ReasonCode.ARRAY, "it uses " + DifferingArrays.text(v));
            }
        }
        Val known;
        try {
            known = intrinsics.of(owner, name, desc, args, env, place);
        } catch (JacobiException e) {
            throw failing(e.getMessage());
        }
        if (known != null) {
            return known;
        }
        Type[] types = Type.getArgumentTypes(desc);
        Object[] host = new Object[types.length];
        Trace trace = values.trace();
        int skip = isStatic ? 0 : 1;
        Object self = isStatic ? null : values.host(args.get(0), null, env);
        if (self == HostValues.UNKNOWN) {
            return null;
        }
        for (int i = 0; i < types.length; i++) {
            host[i] = values.host(args.get(i + skip), types[i], env);
            if (host[i] == HostValues.UNKNOWN && self instanceof IndexedArray && types[i].getSort() < Type.ARRAY) {
                // a method with a number has another one with an array in its place
                host[i] = values.host(intrinsics.of(ArrayIntrinsics.NDARRAY, "scalar", desc, List.of(args.get(i + skip)), env, place), null, env);
                types[i] = Type.getType(NDArray.class);
            }
            if (host[i] == HostValues.UNKNOWN) {
                context.refuseIf(MOVES.contains(name) && owner.equals("dev/jacobi/Lax"), ReasonCode.ARRAY, "it calls Lax." + name
                    + " with lanes or steps that are computed while it runs; write pairs as constants, or use pshift with a constant step for a ring");
                return null;
            }
        }
        Method m = method(isStatic ? owner : self.getClass().getName().replace('.', '/'), name, types);
        if (m == null || Modifier.isStatic(m.getModifiers()) != isStatic) {
            return null;
        }
        return values.val(trace.during(() -> invoke(m, self, host)), Type.getReturnType(desc), env, place);
    }

    /** Code of functions on arrays that takes a number which is not known, such as a length, may be such that it has to be known: then the function is made for known lengths. */
    void mayNeedLengths(Refusal r, String owner, List<Val> args, Env env) {
        if (context.isFunction() && isArrayClass(owner) && (r.where().startsWith(CORE.replace('/', '.')) || r.where().startsWith(TYPE))) {
            args.forEach(v -> needLengths(v, env));
        }
    }

    /** Asks for the value of a number that is not known, or of those in a list or array of objects that select a part of an array. */
    private void needLengths(Val v, Env env) {
        Atom n = v instanceof Val.Sc s ? context.ir().asInt(s.atom()) : null;
        if (n != null && n.dtype() == DType.I32 && !(n instanceof Lit)) {
            context.trips().mustBeKnownAtAll(n);
            values.trace().extent(n, context.ir().extent(n)).value();
        }
        HeapCell.Obj o = context.object(env, v);
        if (o != null && (o.cls().startsWith("[") || o.cls().startsWith("java/lang/") || isArrayClass(o.cls()))) {
            o.fields().values().forEach(f -> needLengths(f, env));
        }
    }

    /**
     * Code of functions on arrays that takes Java arrays which are not known, such as axes, may be such that they have to be: then the function is made for the numbers in them. {@code within} says
     * whether another function on arrays calls it.
     */
    void mayNeedNumbers(Refusal r, String owner, String name, List<Val> args, Env env, boolean within) {
        if (!context.isFunction() || !isArrayClass(owner) || r.code() == ReasonCode.ARRAY) {
            return;
        }
        boolean isOwn = r.where().startsWith(CORE.replace('/', '.')) || r.where().startsWith(TYPE);
        for (Val v : args) {
            context.refuseIf(!within && isOwn && v instanceof Val.Sc s && s.atom().dtype().isFloat() && !(s.atom() instanceof Lit), ReasonCode.ARRAY, "it gives " + owner.substring(owner.lastIndexOf('/') + 1)
                + "." + name + " a number that is an argument or a captured variable, or is computed, and this number has to be known when the program is made; write it in place, or keep it in a static final "
                + "field");
            HeapCell.Arr a = v instanceof Val.Ref x && x.prefix().isEmpty() && context.cell(env, x.loc()) instanceof HeapCell.Arr c && c.content().dtype() == DType.I32 ? c : null;
            if (a == null) {
                HeapCell.Obj rows = context.object(env, v);
                if (rows != null && rows.cls().startsWith("[[I")) {
                    NeededLengths.askForAny(context);
                } else if (rows != null && (rows.cls().equals("[Ljava/lang/Object;") || isArrayClass(rows.cls()))) {
                    // the parts of an index
                    mayNeedNumbers(r, owner, name, List.copyOf(rows.fields().values()), env, within);
                }
                continue;
            }
            int loc = ((Val.Ref) v).loc();
            if (a.content().type().rank() > 1) {
                heap.rows().followed(loc, a);
            }
            context.trips().mustBeKnownAtAll(a.content());
            if (context.ir().known(a.content()) == null && !context.inputs().isRoot(loc)) {
                NeededLengths.askForAny(context);
            }
            if (context.inputs().isRoot(loc) && !within) {
                given(context.inputs().fieldOf(loc), owner.substring(owner.lastIndexOf('/') + 1) + "." + name);
            } else if (!within && a.content().type().rank() == 1 && context.ir().known(a.content()) == null) {
                // it may be made of numbers that are given
                throw new NeedsNumbers(r);
            }
        }
    }

    /** A function on arrays has to know numbers that come with the call: those of a static field, and those of short arrays that are given or captured, can be made part of the program. */
    private void given(Lifted.Source.Static field, String function) {
        boolean known = field != null && context.session().programs().numbers(field) != null;
        if (known && !context.assumed().has(Fact.CONSTANT_NUMBERS, field.toString())) {
            throw new Restart(context.assumed().with(Fact.CONSTANT_NUMBERS, field.toString()));
        }
        if (field == null) {
            throw new NeedsNumbers(context.refuse(ReasonCode.ARRAY, "it gives " + function + " an int array that is an argument or a captured variable, is long or changes in the function, and such numbers "
                + "have to be known when the program is made; write them in place, as in new int[] {2, 3}, or keep them in a static final field"));
        }
        context.refuseIf(!known, ReasonCode.ARRAY, "it gives " + function + " an int array that a static field holds and that is null or long, and such numbers have to be known when the program is made; "
            + "write them in place, as in new int[] {2, 3}");
    }

    /** A method that calls itself with NDArrays of the same shapes and the same constants as before may end where lengths are known; if they are, nobody knows when it ends. */
    void mayEndByLengths(List<Val> args, String forms, dev.jacobi.lift.cfg.Method m) {
        for (Val v : args) {
            for (Dim d : v instanceof Val.Array a ? a.atoms().get(0).type().dims() : List.<Dim>of()) {
                if (!d.isConst() && Trace.inputOf(d.sym()) >= 0) {
                    throw NeedsExtent.of(d.sym());
                }
            }
        }
        context.refuseIf(forms != null, ReasonCode.RECURSION, "the method " + m.node().name + " calls itself with arrays, and how often depends on the data");
    }

    /** Calls are nested so deeply that they may never end: where lengths are known, they may. */
    Refusal endless() {
        NeededLengths.askForAny(context);
        return context.refuse(ReasonCode.TOO_LARGE, "its calls are nested too deeply");
    }

    private static Method method(String owner, String name, Type[] types) {
        try {
            ClassLoader loader = EngineLoader.ofEngine();
            Class<?>[] parameters = Arrays.stream(types).map(t -> HostValues.type(t, loader)).toArray(Class<?>[]::new);
            for (Class<?> c = Class.forName(owner.replace('/', '.'), true, loader); c != null; c = c.getSuperclass()) {
                Method m = declared(c, name, parameters);
                if (m != null) {
                    m.setAccessible(true);
                    return m;
                }
            }
            return null;
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    /** A class's own method, null for none. Of two that differ in what they return it is the one that says more, which is no bridge. */
    private static Method declared(Class<?> c, String name, Class<?>[] parameters) {
        try {
            return c.getDeclaredMethod(name, parameters);
        } catch (NoSuchMethodException e) {
            return null;
        }
    }

    private Object invoke(Method m, Object self, Object[] args) {
        try {
            return m.invoke(self, args);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof NeedsExtent n && Trace.inputOf(n.symbol()) < 0) {
                context.trips().shapeIsNotKnown();
            }
            if (e.getCause() instanceof NeedsExtent || e.getCause() instanceof Refusal || e.getCause() instanceof Error) {
                throw sneaky(e.getCause());
            }
            if (e.getCause() instanceof JacobiException || e.getCause() instanceof IllegalArgumentException || e.getCause() instanceof ArithmeticException) {
                throw failing(String.valueOf(e.getCause().getMessage()));
            }
            if (e.getCause() instanceof NullPointerException || e.getCause() instanceof ClassCastException || e.getCause() instanceof IndexOutOfBoundsException) {
                throw failing(m.getDeclaringClass().getSimpleName() + "." + m.getName() + " throws " + e.getCause());
            }
            throw sneaky(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A sentence of a function of arrays as the reason of a refusal. */
    private Refusal failing(String sentence) {
        String said = sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
        return context.refuse(ReasonCode.ARRAY, "an operation on arrays fails: " + said + (said.contains("null") ? context.inputs().saysOfNulls() : ""));
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> RuntimeException sneaky(Throwable t) throws T {
        throw (T) t;
    }
}
