package dev.jacobi.site;

import dev.jacobi.lift.request.Lifted;
import dev.jacobi.stub.Aliasing;
import dev.jacobi.stub.CallObjects;
import dev.jacobi.stub.Fallbacks;
import dev.jacobi.stub.Kernel;
import dev.jacobi.stub.OwnMethods;
import dev.jacobi.woven.Bootstrap;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The compiled variants of one method: per pattern of arguments that are the same array, and per classes of the objects whose methods
 * it calls. The first is for distinct arguments; others are made when a call needs them. A length never makes a variant.
 */
final class Variants {
    private static final int MOST = 8;
    private static final int MOST_WITHOUT_CODE = 3;

    /** Which variant a call needs: its pattern, its objects, and a text that differs for other classes of these. */
    record Wanted(List<Integer> pattern, CallObjects objects, String key, int number) {
    }

    /** Makes variants; null when it is not there (yet). It is added here when it is. */
    interface Maker {
        Kernel make(Wanted wanted);
    }

    /** A variant with what a call must be like. */
    private record Entry(List<Integer> pattern, List<Aliasing.Pair> pairs, List<CallObjects.Test> tests, Kernel kernel) {
    }

    private final MethodType type;
    private final boolean compares;
    private final MethodCompiler compiler;
    private final Maker maker;
    private final List<Entry> entries = new ArrayList<>();
    private final Set<Lifted.Source> objects = new LinkedHashSet<>();
    private final MethodHandle missing;
    private final MethodHandle full;

    /** {@code base} is for distinct arguments and objects like those given. */
    Variants(MethodType type, MethodCompiler compiler, Kernel base, CallObjects objects, Fallbacks fallbacks, Maker maker) {
        this.type = type;
        this.compiler = compiler;
        this.compares = compiler.compares();
        this.missing = fallbacks.meanwhile(type, "the code for arguments like these is not there yet");
        this.full = fallbacks.always(type, "its arguments are the same array, or of different classes, in too many ways");
        this.maker = maker;
        add(Aliasing.distinct(type.parameterCount()), objects, base);
    }

    /** A handle that runs the right variant, or throws {@link dev.jacobi.woven.Deopt}. */
    synchronized MethodHandle handle() {
        return handle(type, "pick", Kernel::handle);
    }

    /** The same for {@link Kernel#trial}; it throws for variants that have none. */
    synchronized MethodHandle trial() {
        MethodType timed = type.changeReturnType(long.class);
        return handle(timed, "pickTrial", k -> k.trial() == null ? Bootstrap.deopt(timed) : k.trial());
    }

    /** Whether all results are those of the original to the bit. */
    synchronized boolean exact() {
        return entries.stream().allMatch(e -> e.kernel.exact());
    }

    private MethodHandle handle(MethodType of, String pick, Function<Kernel, MethodHandle> way) {
        boolean one = entries.get(0).pairs.isEmpty() && entries.get(0).tests.isEmpty();
        MethodHandle h = one ? Bootstrap.deopt(of) : miss(of, pick);
        for (int i = entries.size() - 1; i >= 0; i--) {
            Entry e = entries.get(i);
            MethodHandle same = Aliasing.guard(e.pairs, e.pattern, way.apply(e.kernel), h);
            h = CallObjects.guard(compiler.access(), of, e.tests, same, h);
        }
        return h;
    }

    private MethodHandle miss(MethodType of, String how) {
        return OwnMethods.picking(OwnMethods.of(MethodHandles.lookup(), this, how, MethodHandle.class, Object[].class), of);
    }

    /** The variant for these arguments, made when there is none yet. */
    MethodHandle pick(Object[] args) {
        Kernel k = kernel(args);
        return k != null ? k.handle() : isFull() ? full : missing;
    }

    /** The trial for these arguments; the variant is made when there is none yet. */
    MethodHandle pickTrial(Object[] args) {
        Kernel k = kernel(args);
        return k != null && k.trial() != null ? k.trial() : Bootstrap.deopt(type.changeReturnType(long.class));
    }

    /** The program that runs for these arguments; null when the original does. */
    Lifted lifted(Object[] args) {
        Kernel k = kernel(args);
        return k == null ? null : k.lifted();
    }

    private Kernel kernel(Object[] args) {
        Wanted last = null;
        while (true) {
            Wanted w;
            synchronized (this) {
                for (Entry e : entries) {
                    if (classesMatch(e, args) && patternMatches(e, args)) {
                        return e.kernel;
                    }
                }
                if (isFull()) {
                    return null;
                }
                w = wanted(args);
            }
            if (last != null && last.pattern.equals(w.pattern) && last.key.equals(w.key) || maker.make(w) == null) {
                return null;
            }
            last = w;
        }
    }

    private synchronized boolean isFull() {
        return entries.size() >= MOST || entries.stream().filter(e -> e.kernel.lifted() == null).count() >= MOST_WITHOUT_CODE;
    }

    /** Nulls are not the same array: code for other arrays finds them out. */
    private static boolean patternMatches(Entry e, Object[] args) {
        return e.pairs.stream().allMatch(p -> (args[p.a()] == args[p.b()] && args[p.a()] != null) == e.pattern.get(p.a()).equals(e.pattern.get(p.b())));
    }

    private boolean classesMatch(Entry e, Object[] args) {
        return e.tests.stream().allMatch(t -> t.holds(compiler.access(), type, args));
    }

    private Wanted wanted(Object[] args) {
        List<Integer> pattern = Aliasing.distinct(args.length);
        for (Entry e : entries) {
            if (e.pattern.equals(Aliasing.distinct(args.length)) && classesMatch(e, args)) {
                pattern = Aliasing.pattern(e.pairs, args);
            }
        }
        return new Wanted(pattern, compiler.objects(args), CallObjects.classes(compiler.access(), type, objects, args).toString(), entries.size());
    }

    /** Adds what was made for a pattern and for objects like these. */
    synchronized void add(List<Integer> pattern, CallObjects asked, Kernel k) {
        List<CallObjects.Test> tests = asked.tests();
        var pairs = new LinkedHashSet<Aliasing.Pair>();
        for (int i = 0; i < pattern.size(); i++) {
            if (pattern.get(i) != i) {
                pairs.add(new Aliasing.Pair(pattern.get(i), i));
            }
        }
        if (k.lifted() != null) {
            pairs.addAll(Aliasing.selectors(k.lifted(), compares));
        }
        tests.forEach(t -> objects.add(t.object()));
        entries.add(new Entry(List.copyOf(pattern), List.copyOf(pairs), tests, k));
    }

    /** Whether some variant is a function that calls itself. */
    synchronized boolean recursive() {
        return kernels().stream().anyMatch(k -> k.lifted().module().funcs().size() > 1);
    }

    synchronized List<Kernel> kernels() {
        return entries.stream().map(Entry::kernel).filter(k -> k.lifted() != null).toList();
    }
}
