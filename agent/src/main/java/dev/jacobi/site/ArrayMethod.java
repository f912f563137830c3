package dev.jacobi.site;

import dev.jacobi.Fn;
import dev.jacobi.JacobiException;
import dev.jacobi.NDArray;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.options.Options;
import dev.jacobi.report.MethodStats;
import dev.jacobi.report.ReasonCode;
import dev.jacobi.spi.Transformation;
import dev.jacobi.stub.Fallbacks;
import dev.jacobi.stub.OwnMethods;
import dev.jacobi.transform.TransformedFunction;
import dev.jacobi.woven.Bootstrap;
import dev.jacobi.woven.Deopt;
import java.lang.invoke.CallSite;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/**
 * The code of a method that takes or gives NDArrays. It is that of {@code Jacobi.jit} of the method: for each structure of arguments that calls come with, made when one does. What there is no code for
 * runs as the method was written, each of its operations on arrays compiled alone.
 */
final class ArrayMethod {
    private static final int MOST_ARGUMENTS = 8;
    private static final int DEPTH = 4;
    private final MethodStats stats;
    private final Fallbacks fallbacks;
    private final TransformedFunction function;
    /** Set while the thread is in a call: what that calls of this method is the original, run to see what it throws. */
    private final ThreadLocal<Boolean> inside = new ThreadLocal<>();
    private volatile boolean compiled;

    private ArrayMethod(MethodStats stats, Fallbacks fallbacks, TransformedFunction function) {
        this.stats = stats;
        this.fallbacks = fallbacks;
        this.function = function;
    }

    /** Whether a method is compiled in this way: one with a result, and an NDArray or a record of such among its arguments or as its result. */
    private static boolean isFor(MethodType type) {
        return type.returnType() != void.class && type.parameterCount() > 0 && type.parameterCount() <= MOST_ARGUMENTS
            && (holdsArray(type.returnType(), DEPTH) || type.parameterList().stream().anyMatch(c -> holdsArray(c, DEPTH)));
    }

    private static boolean holdsArray(Class<?> c, int depth) {
        return c == NDArray.class || depth > 0 && c.isRecord() && Arrays.stream(c.getRecordComponents()).map(RecordComponent::getType).anyMatch(t -> holdsArray(t, depth - 1));
    }

    /** Sets the call sites of a method that is compiled in this way: calls go to its code at once, and throw a {@link Deopt} where the original has to run. False for other methods. */
    static boolean takes(MethodSite site, Options options, MethodHandles.Lookup lookup, String name, Fallbacks fallbacks) {
        MethodType type = site.type();
        if (options.policy() == Options.Policy.OFF || !isFor(type)) {
            return false;
        }
        MethodStats.Asked asked = site.stats().asked();
        var jit = new Transformation.Jit(asked.staticArgs(), asked.backend(), asked.fp(), List.of());
        var method = new ArrayMethod(site.stats(), fallbacks, new TransformedFunction(Engine.ofProcess().transforms(), jit, List.of(function(lookup, name, type))));
        site.install(OwnMethods.collecting(OwnMethods.of(MethodHandles.lookup(), method, "call", Object.class, Object[].class), type));
        site.switchOn(Bootstrap.constant(type, true));
        return true;
    }

    /** A reference to the method, as if its class had one. */
    private static Object function(MethodHandles.Lookup lookup, String name, MethodType type) {
        try {
            Class<?> fn = Class.forName(Fn.class.getName() + type.parameterCount(), true, Fn.class.getClassLoader());
            CallSite made = LambdaMetafactory.altMetafactory(lookup, "apply", MethodType.methodType(fn), MethodType.genericMethodType(type.parameterCount()),
                lookup.findStatic(lookup.lookupClass(), name, type), type.wrap(), LambdaMetafactory.FLAG_SERIALIZABLE);
            return made.getTarget().invoke();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new Refusal(ReasonCode.NO_ACCESS, "a reference to it cannot be made (" + e.getMessage() + ")", lookup.lookupClass().getName() + "." + name);
        }
    }

    Object call(Object[] args) {
        if (inside.get() != null) {
            throw Deopt.INSTANCE;
        }
        fallbacks.call();
        inside.set(true);
        long start = compiled ? 0 : System.nanoTime();
        try {
            Object out = function.call(args);
            if (!compiled) {
                compiled = true;
                stats.firstCall(System.nanoTime() - start);
                stats.compiled(function.info().backends().get(0));
            }
            return out;
        } catch (JacobiException e) {
            if (e.getCause() instanceof Refusal r && !compiled) {
                stats.left(r.reason());
            }
            throw e.getCause() instanceof Refusal r ? fallbacks.other(r.code().toString()) : fallbacks.other(e);
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            if (compiled) {
                throw e;
            }
            throw fallbacks.other(e); // it was thrown while the program was made, and the original runs
        } finally {
            inside.remove();
        }
    }
}
