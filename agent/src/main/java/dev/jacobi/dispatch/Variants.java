package dev.jacobi.dispatch;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The compiled variants of one method, one per pattern of arguments that are the same array. The pattern with all
 * arguments distinct comes first; others are made when a call needs them. A length never makes a variant.
 */
final class Variants {
    private static final int MOST = 8;
    private final MethodType type;
    private final List<Aliasing.Pair> selectors;
    private final Map<List<Integer>, Kernel> kernels = new LinkedHashMap<>();
    private final Function<List<Integer>, Kernel> maker;
    private final MethodHandle missing;
    private final MethodHandle full;

    /** {@code compares}: the program may compare arrays; {@code maker} compiles the variant for a pattern; null when it is not there (yet). */
    Variants(MethodType type, Kernel base, boolean compares, Fallbacks fallbacks, Function<List<Integer>, Kernel> maker) {
        this.type = type;
        this.selectors = Aliasing.selectors(base.lifted(), compares);
        this.missing = fallbacks.meanwhile(type, "the code for the same array twice is not there yet");
        this.full = fallbacks.always(type, "its arguments are the same array in more than " + MOST + " ways");
        this.maker = maker;
        kernels.put(Aliasing.distinct(type.parameterCount()), base);
    }

    /** A handle that runs the right variant, or throws {@link Deopt}. */
    synchronized MethodHandle handle() {
        MethodHandle h = selectors.isEmpty() ? Bootstrap.deopt(type) : miss();
        List<List<Integer>> patterns = List.copyOf(kernels.keySet());
        for (int i = patterns.size() - 1; i >= 0; i--) {
            h = Aliasing.guard(selectors, patterns.get(i), kernels.get(patterns.get(i)).handle(), h);
        }
        return h;
    }

    private MethodHandle miss() {
        try {
            MethodHandle pick = MethodHandles.lookup().findVirtual(Variants.class, "pick", MethodType.methodType(MethodHandle.class, Object[].class))
                .bindTo(this).asCollector(Object[].class, type.parameterCount()).asType(type.changeReturnType(MethodHandle.class));
            return MethodHandles.foldArguments(MethodHandles.exactInvoker(type), pick);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The variant for these arguments, made when there is none yet. */
    MethodHandle pick(Object[] args) {
        List<Integer> pattern = Aliasing.pattern(selectors, args);
        Kernel k;
        synchronized (this) {
            k = kernels.get(pattern);
            if (k == null && kernels.size() >= MOST) {
                return full;
            }
        }
        k = k != null ? k : maker.apply(pattern);
        return k == null ? missing : k.handle();
    }

    synchronized void add(List<Integer> pattern, Kernel k) {
        kernels.put(pattern, k);
    }

    synchronized List<Kernel> kernels() {
        return List.copyOf(kernels.values());
    }
}
