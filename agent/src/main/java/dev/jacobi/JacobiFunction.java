package dev.jacobi;

import dev.jacobi.spi.EngineFunction;
import dev.jacobi.spi.SavedFunction;
import dev.jacobi.spi.TransformProvider;
import dev.jacobi.spi.Transformation;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What transformations give. */
final class JacobiFunction extends JacobiFunctionCalls {
    private static final long serialVersionUID = 1L;
    private final transient EngineFunction function;
    /** How the arrays of arguments have to fit on devices; none where that is not said. */
    private final transient List<Object> in;
    /** How the arrays of results are laid out over devices; null where they are not. */
    private final transient Object shardings;

    /** Asked for when the first function is transformed. */
    private static final class Provider {
        static final TransformProvider INSTANCE = TransformProvider.load();
    }

    private JacobiFunction(EngineFunction function, List<Object> in, Object shardings) {
        this.function = function;
        this.in = in;
        this.shardings = shardings;
    }

    /** The transformed function, as whatever type the caller declares. */
    @SuppressWarnings("unchecked")
    static <T> T of(Transformation transformation, Fn... functions) {
        return (T) function(transformation, functions);
    }

    /** The transformed function, whose results are laid out so. */
    @SuppressWarnings("unchecked")
    static <T> T placed(Transformation transformation, List<Object> in, Object shardings, Fn f) {
        JacobiFunction made = function(transformation, f);
        return (T) new JacobiFunction(made.function, in, shardings == null ? made.shardings : shardings);
    }

    private static JacobiFunction function(Transformation transformation, Fn... functions) {
        for (Fn f : functions) {
            if (f == null) {
                throw new JacobiException("The function to transform is null; give a lambda or a method reference.");
            }
        }
        return new JacobiFunction(Provider.INSTANCE.transformed(transformation, List.of((Object[]) functions)), List.of(),
            transformation instanceof Transformation.Jit && functions[0] instanceof JacobiFunction j ? j.shardings : null);
    }

    /** The function that was written: of functions that have arrived, and, where it does not read them at each call, of what they had captured. */
    static JacobiFunction read(Transformation transformation, List<Object> functions, List<Object> held, List<Object> in, Object shardings) {
        EngineFunction made = Provider.INSTANCE.transformed(transformation, functions);
        return new JacobiFunction(held == null ? made : made.fixed(held), in, shardings);
    }

    private Object writeReplace() {
        return new FunctionForm(function, in, shardings);
    }

    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("A transformed function is written by its form, and is read from that.");
    }

    static CacheInfo cacheInfo(Fn f) {
        if (!(f instanceof JacobiFunction j)) {
            throw new JacobiException("Only a function that Jacobi made has a cache; give what jit, grad or vmap returned.");
        }
        EngineFunction.Info i = j.function.info();
        return new CacheInfo(i.compilations(), i.calls(), i.fallbacks(), i.refusals(), i.reasons(), i.backends(), i.uploads(), i.downloads());
    }

    static SavedFunction loaded(byte[] file, ClassLoader loader) throws Compiled.NotAProgram {
        try {
            return Provider.INSTANCE.load(file, loader);
        } catch (IOException e) {
            throw new Compiled.NotAProgram(e);
        }
    }

    /** A null array of arguments is mostly a single null that Java took for the array. */
    static void given(Object[] args) {
        if (args == null) {
            throw new JacobiException("The arguments are null; give a value for each parameter.");
        }
    }

    static Lowered lower(Fn f, Object... args) {
        given(args);
        JacobiFunction j = f instanceof JacobiFunction x ? x : function(Transform.jit(Options.DEFAULT), f);
        return new Lowered(j.function.lower(args), j.function, j::call, args);
    }

    @SuppressWarnings("unchecked")
    static <R> ValueAndTangent<R> jvp(Fn f, Object[] primals, Object[] tangents) {
        if (primals.length != tangents.length) {
            throw new JacobiException("jvp got " + primals.length + " arguments and " + tangents.length + " tangents; give one tangent for each argument.");
        }
        var all = new ArrayList<>(Arrays.asList(primals));
        all.addAll(Arrays.asList(tangents));
        return (ValueAndTangent<R>) function(new Transformation.Jvp(false), f).function.call(all.toArray());
    }

    @SuppressWarnings("unchecked")
    static <R, G> Pullback<R, G> pullback(Fn f, Object... point) {
        var made = new JacobiFunction(function(new Transformation.Vjp(point.length == 8), f).function.fixed(), List.of(), null);
        Object[] args = made.function.copies(point);
        R value = value(f, args);
        return new Pullback<>(value, (Fn1<R, G>) (Fn1<?, ?>) JacobiFunctionAt.gradient(made, args));
    }

    @SuppressWarnings("unchecked")
    static <R, T extends Fn> Linearized<R, T> linearized(Fn f, Object... point) {
        var jvp = new JacobiFunction(function(new Transformation.Jvp(point.length > 4), f).function.fixed(), List.of(), null);
        Object[] args = jvp.function.copies(point);
        R value = value(f, args);
        return new Linearized<>(value, (T) JacobiFunctionAt.tangent(jvp, args));
    }

    /** The function's value by a word that, unlike jit, leaves the arguments as they are. */
    @SuppressWarnings("unchecked")
    private static <R> R value(Fn f, Object... args) {
        return (R) function(new Transformation.Checkpoint(), f).function.call(args);
    }

    @Override
    Object call(Object... args) {
        for (int i = 0; i < args.length && !in.isEmpty(); i++) {
            Placement.of(args[i], in.get(in.size() == 1 ? 0 : Math.min(i, in.size() - 1)), "argument " + i + " of " + this);
        }
        Object result = function.call(args);
        return shardings == null ? result : Placement.of(result, shardings, "the result of " + this);
    }

    @Override
    public EngineFunction function() {
        return function;
    }

    @Override
    public String toString() {
        return function.toString();
    }
}
