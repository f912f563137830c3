package dev.jacobi.transform;

import dev.jacobi.Debug;
import dev.jacobi.JacobiException;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.interp.Callbacks;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.lift.request.DebugSite;
import dev.jacobi.lift.request.ValueTree;
import dev.jacobi.stub.CallbackFailed;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What the debug callbacks of an engine's programs do, by the names that their equations have. Equal ones share a name; they hold names and structures, no classes. */
final class DebugSites {
    private final Map<DebugSite, String> names = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<String, DebugSite> sites = new ConcurrentHashMap<>();

    /** The name for an equation that does this. */
    String name(DebugSite site) {
        return names.computeIfAbsent(site, s -> {
            String name = (s.format() != null ? "print" : "callback") + "#" + numbers.incrementAndGet();
            sites.put(name, s);
            return name;
        });
    }

    /** Whether a program calls back, itself or in a function: then it runs as it was written, as calls whose checks fail too early would be repeated with what they have told. */
    static boolean in(Module m) {
        return m.funcs().values().stream().anyMatch(f -> Regions.any(f.body(), e -> e.prim() == Prim.DEBUG_CALLBACK));
    }

    /** Who does what the equations of a program say, whose classes this loader has. */
    Callbacks listener(ClassLoader loader) {
        var ready = new ConcurrentHashMap<String, Site>();
        return (name, operands) -> {
            try {
                ready.computeIfAbsent(name, n -> new Site(sites.get(n), loader)).call(operands);
            } catch (Throwable e) {
                throw new CallbackFailed(e);
            }
        };
    }

    /** The same for code, which is reachable for as long as it is not freed: it must not keep the program's classes. */
    static Callbacks weakly(Callbacks listener) {
        var held = new WeakReference<>(listener);
        return (name, operands) -> {
            Callbacks l = held.get();
            if (l == null) {
                throw new IllegalStateException("Compiled code runs though its plan is gone.");
            }
            l.call(name, operands);
        };
    }

    /** A site that can be called. */
    private static final class Site {
        private final DebugSite site;
        private final ValueTrees.Maker args;
        private final MethodHandle function;

        Site(DebugSite site, ClassLoader loader) {
            this.site = site;
            int captured = site.function() == null ? 0 : site.function().captured().size();
            this.args = new ValueTrees(loader).maker(site.args(), captured);
            this.function = site.function() == null ? null : handle(site.function(), loader);
        }

        private static MethodHandle handle(ValueTree.Fun f, ClassLoader loader) {
            try {
                Class<?> owner = Class.forName(f.owner().replace('/', '.'), false, loader);
                MethodType type = MethodType.fromMethodDescriptorString(f.desc(), loader);
                return MethodHandles.privateLookupIn(owner, MethodHandles.lookup()).findStatic(owner, f.name(), type).asFixedArity();
            } catch (ReflectiveOperationException e) {
                throw new JacobiException("Debug.callback cannot reach " + f.owner().replace('/', '.') + "." + f.name() + ": " + e.getMessage() + ".", e);
            }
        }

        void call(List<Tensor> operands) throws Throwable {
            Object[] leaves = operands.stream().map(t -> java(t.data(), t.dims(), 0, new int[1])).toArray();
            Object[] values = (Object[]) args.make(leaves);
            if (function == null) {
                Debug.print(site.format(), values);
                return;
            }
            var all = new ArrayList<Object>(Arrays.asList(leaves).subList(0, site.function().captured().size()));
            all.add(values);
            function.invokeWithArguments(all);
        }

        /** A tensor as Java has it: a boxed number, an array, or an array of arrays. */
        private static Object java(Object data, int[] dims, int axis, int[] next) {
            if (dims.length == 0) {
                return Array.get(data, 0);
            }
            if (dims.length == 1) {
                return data;
            }
            Class<?> type = data.getClass().getComponentType();
            Object out = Array.newInstance(type, Arrays.copyOfRange(dims, axis, dims.length));
            for (int i = 0; i < dims[axis]; i++) {
                if (axis == dims.length - 1) {
                    Array.set(out, i, Array.get(data, next[0]++));
                } else {
                    Array.set(out, i, java(data, dims, axis + 1, next));
                }
            }
            return out;
        }
    }
}
