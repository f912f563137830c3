package dev.jacobi.site;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.report.ReasonCode;
import dev.jacobi.stub.OwnMethods;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code @Jit(staticArgs = ...)}: code for particular values of some arguments, which are constants in it, in front of the general code.
 * The values used last are kept. A method that is called with ever other values is left with the general code and a note that says so.
 */
final class StaticArgVariants {
    private static final int MOST = 8;
    private static final int MOST_MADE = 24;
    /** Calls with the same values before code is made for them, when nobody waits for it. */
    private static final int WORTH = 16;
    private static final int MOST_COUNTED = 256;

    /** Makes the code for constants by argument; null when it cannot be had. {@code general} is for calls that it does not fit. */
    interface Maker {
        MethodHandle make(Map<Integer, Lit> constants, Object[] args, MethodHandle general);
    }

    /** Runs a task in the background; true when it is done already, because somebody waited. */
    interface Queue {
        boolean run(Runnable task);
    }

    /** Code for one combination of values. A call writes the time into it, counted in changes of the whole. */
    private final class Entry {
        private final List<Long> values;
        private final MethodHandle code;
        private long used;

        Entry(List<Long> values, MethodHandle code) {
            this.values = values;
            this.code = code;
        }

        void touch() {
            used = changes;
        }
    }

    private final MethodType type;
    private final List<Integer> indices;
    private final boolean waits;
    private final Queue queue;
    private final Maker maker;
    private final Runnable full;
    private final MutableCallSite chain;
    private final Map<List<Long>, Entry> entries = new LinkedHashMap<>();
    private final Map<List<Long>, Integer> seen = new HashMap<>();
    private MethodHandle general;
    private int made;
    private long changes;

    /** {@code waits}: a call with new values waits for their code. {@code full} is run once, when no more code will be made. */
    StaticArgVariants(MethodType type, List<Integer> indices, boolean waits, Queue queue, Maker maker, Runnable full) {
        this.type = type;
        this.indices = indices;
        this.waits = waits;
        this.queue = queue;
        this.maker = maker;
        this.full = full;
        this.chain = new MutableCallSite(type);
    }

    /** Refuses indices that name no primitive argument. */
    static void check(MethodType type, List<Integer> indices, String where) {
        for (int i : indices) {
            if (i < 0 || i >= type.parameterCount()) {
                throw new Refusal(ReasonCode.STATIC_ARGS, "its @Jit(staticArgs) names argument " + i + ", but it has " + type.parameterCount()
                    + " (the first is 0)", where);
            }
            if (!type.parameterType(i).isPrimitive()) {
                throw new Refusal(ReasonCode.STATIC_ARGS, "its @Jit(staticArgs) names argument " + i + ", which is no primitive but a "
                    + type.parameterType(i).getTypeName(), where);
            }
        }
    }

    /** What to call, given the general code; it may be given anew. */
    synchronized MethodHandle over(MethodHandle code) {
        general = code;
        relink();
        return chain.dynamicInvoker();
    }

    /** The code for these arguments: made now, or the general one meanwhile. */
    MethodHandle pick(Object[] args) {
        var values = new ArrayList<Long>();
        var constants = new HashMap<Integer, Lit>();
        for (int i : indices) {
            Lit l = literal(args[i]);
            values.add(l.bits());
            constants.put(i, l);
        }
        synchronized (this) {
            Entry known = entries.get(values);
            if (known != null) {
                return known.code;
            }
            if (made >= MOST_MADE || CompileQueue.isCompiler() || !isWorth(values)) {
                return general;
            }
            // From here on the general code stands for it, so that it is made once.
            put(values, general);
            if (++made == MOST_MADE) {
                full.run();
            }
        }
        boolean done = queue.run(() -> {
            MethodHandle code = maker.make(constants, args, general);
            synchronized (this) {
                if (code != null && entries.containsKey(values)) {
                    put(values, code);
                }
                relink();
            }
        });
        synchronized (this) {
            Entry e = entries.get(values);
            return done && e != null ? e.code : general;
        }
    }

    private boolean isWorth(List<Long> values) {
        if (waits) {
            return true;
        }
        if (seen.size() > MOST_COUNTED) {
            seen.clear();
        }
        return seen.merge(values, 1, Integer::sum) >= WORTH;
    }

    private void put(List<Long> values, MethodHandle code) {
        changes++;
        if (!entries.containsKey(values) && entries.size() >= MOST) {
            entries.values().stream().min(Comparator.comparingLong(e -> e.used)).ifPresent(e -> entries.remove(e.values));
        }
        Entry e = new Entry(values, code);
        e.touch();
        entries.put(values, e);
    }

    /** Tests for all values, the newest first. At last calls with other values, which look for their code as long as more will be made. */
    private void relink() {
        MethodHandle h = made >= MOST_MADE ? general : OwnMethods.picking(OwnMethods.of(MethodHandles.lookup(), this, "pick", MethodHandle.class, Object[].class), type);
        for (Entry e : entries.values()) {
            MethodHandle then = MethodHandles.foldArguments(e.code, OwnMethods.of(MethodHandles.lookup(), e, "touch", void.class));
            for (int k = 0; k < indices.size(); k++) {
                then = MethodHandles.guardWithTest(equal(indices.get(k), e.values.get(k)), then, h);
            }
            h = then;
        }
        chain.setTarget(h);
        MutableCallSite.syncAll(new MutableCallSite[] {chain});
    }

    /** Whether an argument has these bits. */
    private MethodHandle equal(int index, long bits) {
        Class<?> p = type.parameterType(index);
        MethodHandle test = OwnMethods.fixed(MethodHandles.lookup(), "same", boolean.class, p == float.class || p == double.class ? p : long.class, long.class);
        test = MethodHandles.explicitCastArguments(MethodHandles.insertArguments(test, 1, bits), MethodType.methodType(boolean.class, p));
        return MethodHandles.dropArguments(MethodHandles.dropArguments(test, 1, type.parameterList().subList(index + 1, type.parameterCount())),
            0, type.parameterList().subList(0, index));
    }

    static boolean same(long value, long bits) {
        return value == bits;
    }

    static boolean same(float value, long bits) {
        return (Float.floatToRawIntBits(value) & 0xFFFFFFFFL) == bits;
    }

    static boolean same(double value, long bits) {
        return Double.doubleToRawLongBits(value) == bits;
    }

    private static Lit literal(Object o) {
        if (o instanceof Float f) {
            return Lit.f32(f);
        } else if (o instanceof Double d) {
            return Lit.f64(d);
        } else if (o instanceof Boolean b) {
            return Lit.bool(b);
        } else if (o instanceof Long l) {
            return Lit.i64(l);
        }
        return Lit.of(DType.I32, o instanceof Character c ? c : ((Number) o).intValue());
    }

}
