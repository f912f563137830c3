package dev.jacobi.llvm.jit;

import dev.jacobi.llvm.upcall.HostFunction;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.bytedeco.llvm.LLVM.LLVMOrcResourceTrackerRef;

/**
 * Machine code of one compiled module, ready to be the body of a {@code static native} method. The code stays until
 * {@link #free} or, once bound, until the class that holds the method is unloaded.
 */
public final class NativeCode {
    private final Llvm llvm;
    private final Signature signature;
    private final int checks;
    private final boolean cacheHit;
    private final long stub;
    private final long state;
    private final Freed freed;
    /** Held for as long as this is: see {@link HostTable}. */
    private final List<HostFunction> functions;

    NativeCode(Llvm llvm, Signature signature, int checks, boolean cacheHit, LLVMOrcResourceTrackerRef tracker, String name, List<HostFunction> functions) {
        this.llvm = llvm;
        this.functions = functions;
        this.signature = signature;
        this.checks = checks;
        this.cacheHit = cacheHit;
        this.freed = new Freed(llvm, tracker, name);
        this.stub = llvm.address(name);
        this.state = llvm.address(name + "_state");
        if (!functions.isEmpty()) {
            freed.table(state + 24, new HostTable(functions));
        }
    }

    /** True when an earlier run had compiled it. */
    public boolean cacheHit() {
        return cacheHit;
    }

    /** How many throwables {@link #bind} needs: one per check, one for sizes or memory that native code cannot have, and one for calls that cannot have rows where they lie, if there may be rows. */
    public int failures() {
        return checks + (signature.byRow() ? 2 : 1);
    }

    /** How long the last call that worked on copies took, the copying itself left out; 0 before the first. Only while the code is not freed. */
    public long copiedNanos() {
        return Bridge.Memory.get(state + 8);
    }

    /** Whether it calls functions in Java. */
    public boolean callsJava() {
        return !functions.isEmpty();
    }

    /** Before a call that may take much memory: the limit of native memory follows what the JVM's heap uses now. */
    public void refreshMemory() {
        llvm.refreshMemory();
    }

    /** How many calls worked on copies because they might have taken longer than was allowed. Only while the code is not freed. */
    public long heldBack() {
        return Bridge.Memory.get(state + 16);
    }

    /** How many calls had begun on arrays where they lie, took longer than was allowed, and began once more on copies. Only while the code is not freed. */
    public long begunAgain() {
        return Bridge.Memory.get(state + 32);
    }

    /**
     * Makes this the code of {@code holder}'s static native method {@code name}, whose descriptor is the signature's. When check k
     * fails, {@code thrown[k]} is thrown; the last one means that an array was too large or memory was short. The code is freed
     * after the class has been unloaded.
     */
    public void bind(Class<?> holder, String name, Throwable[] thrown) {
        if (thrown.length != failures()) {
            throw new IllegalArgumentException("There are " + failures() + " failures, but " + thrown.length + " throwables.");
        }
        freed.hold(state, thrown.clone());
        Bridge.bind(holder, name, signature.descriptor(), stub);
        llvm.whenUnreachable(holder, freed);
    }

    /** What is to be done once the code has been freed; it must not lead to the holder class. */
    public void whenFreed(Runnable then) {
        freed.then = then;
    }

    /** Frees the code. No thread may be in it or call it again. */
    public void free() {
        freed.run();
    }

    /** What must go when the code goes; knows nothing of the holder class. */
    private static final class Freed implements Runnable {
        private final Llvm llvm;
        private final LLVMOrcResourceTrackerRef tracker;
        private final String name;
        private final AtomicBoolean done = new AtomicBoolean();
        private volatile long ref;
        private volatile long table;
        private volatile Runnable then = () -> {
        };

        Freed(Llvm llvm, LLVMOrcResourceTrackerRef tracker, String name) {
            this.llvm = llvm;
            this.tracker = tracker;
            this.name = name;
        }

        void table(long slot, HostTable functions) {
            table = Bridge.newGlobalRef(functions);
            Bridge.Memory.put(slot, table);
        }

        void hold(long slot, Throwable[] thrown) {
            ref = Bridge.newGlobalRef(thrown);
            Bridge.Memory.put(slot, ref);
        }

        @Override
        public void run() {
            if (done.compareAndSet(false, true)) {
                llvm.remove(tracker, name);
                if (ref != 0) {
                    Bridge.deleteGlobalRef(ref);
                }
                if (table != 0) {
                    Bridge.deleteGlobalRef(table);
                }
                then.run();
            }
        }
    }
}
