package dev.jacobi.stub.extent;

import dev.jacobi.ir.Module;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.stub.OwnMethods;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Code for calls that show the same few elements each time, in front of the code for any number: a kernel of 3 x 3, points of three coordinates, five states. Its loops over these come apart, and lanes take the
 * loops around. There is at most one such code, made when some calls in a row have had the same numbers; calls with others run the general code, and where numbers keep changing none is made.
 */
public final class ExtentCode {
    /** Calls in a row with the same numbers, after which code is made for them. */
    private static final int WORTH = 6;
    private static final int MOST_CHANGES = 8;

    /** Makes code from the program with constants in place of the call's numbers; null when it cannot be had. */
    public interface Maker {
        /** {@code fix} puts the constants into a module, whose function has the program's inputs; {@code numbers} names them; {@code general} is for calls that the code does not fit. */
        MethodHandle make(UnaryOperator<Module> fix, String numbers, MethodHandle general);
    }

    private final MethodType type;
    private final String name;
    private final SmallExtents extents;
    private final Consumer<Runnable> queue;
    private final Maker maker;
    private final MutableCallSite chain;
    /** The general code, which may be given anew. */
    private final MutableCallSite rest;
    private final MethodHandle general;
    /** The numbers worth to be constants that the last call has shown, which stay as they are from when code is asked for. */
    private Map<ArgumentExtent, Integer> few;
    private int same;
    private int changes;
    private boolean asked;
    private MethodHandle made;

    private ExtentCode(MethodType type, Lifted program, SmallExtents extents, Consumer<Runnable> queue, Maker maker) {
        this.type = type;
        this.name = program.entry();
        this.extents = extents;
        this.queue = queue;
        this.maker = maker;
        this.chain = new MutableCallSite(type);
        this.rest = new MutableCallSite(type);
        this.general = rest.dynamicInvoker();
    }

    /**
     * For calls of this type of a raised program; null where nothing depends on such numbers, or other code might round otherwise: a later call shall not have other bits than the first one. {@code fast} allows
     * reordered sums; {@code queue} runs a task, perhaps later.
     */
    public static ExtentCode of(MethodType type, Lifted program, boolean fast, Consumer<Runnable> queue, Maker maker) {
        SmallExtents extents = fast || !SmallExtents.isOrdered(program.module()) ? null : SmallExtents.of(program);
        return extents == null || extents.all().isEmpty() ? null : new ExtentCode(type, program, extents, queue, maker);
    }

    /** What to call, given the general code; it may be given anew. */
    public synchronized MethodHandle over(MethodHandle code) {
        rest.setTarget(code);
        MutableCallSite.syncAll(new MutableCallSite[] {rest});
        relink();
        return chain.dynamicInvoker();
    }

    private boolean isOpen() {
        return !asked && changes < MOST_CHANGES;
    }

    private void relink() {
        MethodHandle h = isOpen() ? OwnMethods.picking(OwnMethods.of(MethodHandles.lookup(), this, "pick", MethodHandle.class, Object[].class), type) : general;
        if (made != null) {
            MethodHandle then = made;
            for (Map.Entry<ArgumentExtent, Integer> e : few.entrySet()) {
                then = MethodHandles.guardWithTest(e.getKey().is(type, e.getValue()), then, h);
            }
            h = then;
        }
        chain.setTarget(h);
        MutableCallSite.syncAll(new MutableCallSite[] {chain});
    }

    /** The code for these arguments: the general one, as long as there is no other. */
    MethodHandle pick(Object[] args) {
        synchronized (this) {
            if (!isOpen() || !isSame(args) || ++same < WORTH) {
                return general;
            }
            asked = true;
            relink();
            if (few.isEmpty()) {
                return general;
            }
        }
        queue.accept(this::make);
        return general;
    }

    /** Whether a call shows the numbers that the one before has shown. */
    private boolean isSame(Object[] args) {
        Map<ArgumentExtent, Integer> shown = new LinkedHashMap<>();
        extents.all().forEach(x -> shown.put(x, x.of(args)));
        Map<ArgumentExtent, Integer> now = extents.few(shown);
        if (now.equals(few)) {
            return true;
        }
        few = now;
        same = 0;
        if (++changes == MOST_CHANGES) {
            relink();
        }
        return false;
    }

    private void make() {
        Map<ArgumentExtent, Integer> constants;
        synchronized (this) {
            constants = few;
        }
        String numbers = constants.entrySet().stream().map(e -> e.getKey().text() + " = " + e.getValue()).collect(Collectors.joining(", "));
        MethodHandle code = maker.make(m -> SmallExtents.fixed(m, name, constants), numbers, general);
        synchronized (this) {
            made = code;
            relink();
        }
    }
}
