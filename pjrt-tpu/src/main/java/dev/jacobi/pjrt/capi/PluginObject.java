package dev.jacobi.pjrt.capi;

import dev.jacobi.llvm.host.Background;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/**
 * An object of the plugin's that has to be destroyed: by {@link #close}, or when nothing refers to it any more. What it was made from
 * is destroyed after it, whichever is closed first.
 */
public abstract class PluginObject implements AutoCloseable {
    /** One thread for the objects and the memory of all plugins. */
    static final BiFunction<Object, Runnable, Cleaner.Cleanable> CLEANER = Background.cleaner();
    /** The functions of the plugin that the object belongs to. */
    public final Api api;
    private final State state;
    private final Cleaner.Cleanable cleanable;

    /** Destroys the object when the last one that needs it is gone. */
    private static final class State implements Runnable {
        private final Api api;
        private final String function;
        private final String field;
        private final long address;
        private final State parent;
        private final AtomicInteger users = new AtomicInteger(1);
        private final AtomicBoolean closed = new AtomicBoolean();

        State(Api api, String function, String field, long address, State parent) {
            this.api = api;
            this.function = function;
            this.field = field;
            this.address = address;
            this.parent = parent;
        }

        @Override
        public void run() {
            if (closed.compareAndSet(false, true)) {
                release();
            }
        }

        void release() {
            if (users.decrementAndGet() == 0) {
                try {
                    api.call(api.args(function).set(field, address), "destroy an object");
                } catch (PjrtException e) {
                    // There is nobody whom it would help: the object's work is done.
                } finally {
                    if (parent != null) {
                        parent.release();
                    }
                }
            }
        }
    }

    /** {@code function} destroys it, taking its address in {@code field}; {@code parent} is what it was made from, or null. */
    public PluginObject(Api api, String function, String field, long address, PluginObject parent) {
        this.api = api;
        if (address == 0) {
            throw new PjrtException(ErrorCode.INTERNAL, api.name() + " reported success, but gave no " + getClass().getSimpleName());
        }
        State of = parent == null ? null : parent.state;
        if (of != null) {
            of.users.incrementAndGet();
        }
        this.state = new State(api, function, field, address, of);
        this.cleanable = CLEANER.apply(this, state);
    }

    /** The plugin's pointer. */
    public final long address() {
        if (state.closed.get()) {
            throw new IllegalStateException("This " + getClass().getSimpleName() + " is closed.");
        }
        return state.address;
    }

    /** Whether {@link #close} has been called. */
    public final boolean isClosed() {
        return state.closed.get();
    }

    /** Destroys it; a second time does nothing. */
    @Override
    public void close() {
        cleanable.clean();
    }
}
