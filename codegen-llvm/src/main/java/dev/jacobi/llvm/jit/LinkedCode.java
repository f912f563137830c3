package dev.jacobi.llvm.jit;

import dev.jacobi.llvm.upcall.HostFunction;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bytedeco.llvm.LLVM.LLVMOrcResourceTrackerRef;

/** Machine code of a module that is called by address, not bound to a Java method. It stays until {@link #close}. */
public final class LinkedCode implements AutoCloseable {
    private final Llvm llvm;
    private final LLVMOrcResourceTrackerRef tracker;
    private final Map<String, Long> addresses;
    /** The only name that it was linked with; empty for others. */
    private final String linked;
    private final AtomicBoolean closed = new AtomicBoolean();
    /** The functions in Java that it calls, which are held for as long as this is; a global reference to their table, or 0. */
    private final List<HostFunction> functions;
    private final HostTable table;
    private final long ref;

    /** {@code place} is the name of the word that holds the reference to the functions' table, null for no functions. */
    LinkedCode(Llvm llvm, LLVMOrcResourceTrackerRef tracker, List<String> names, String place, List<HostFunction> functions) {
        this(llvm, tracker, names.stream().collect(Collectors.toMap(Function.identity(), Function.identity())), place, functions);
    }

    /** {@code names} has for each name the one that the function was linked with. */
    LinkedCode(Llvm llvm, LLVMOrcResourceTrackerRef tracker, Map<String, String> names, String place, List<HostFunction> functions) {
        this.functions = functions;
        this.table = place == null ? null : new HostTable(functions);
        this.ref = place == null ? 0 : Bridge.newGlobalRef(table);
        if (place != null) {
            Bridge.Memory.put(llvm.address(place), ref);
        }
        this.llvm = llvm;
        this.tracker = tracker;
        this.addresses = names.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> llvm.address(e.getValue())));
        this.linked = names.size() == 1 ? names.values().iterator().next() : "";
    }

    /** Address of one of the names that the code was linked with. */
    public long address(String name) {
        return addresses.get(name);
    }

    /** After a call that has failed by {@link dev.jacobi.llvm.text.HostCall#FAILED}: throws what Java has thrown on this thread. */
    public void rethrow() throws Throwable {
        HostTable.rethrow(table);
    }

    /** How many functions in Java it calls. */
    public int hostCalls() {
        return functions.size();
    }

    /** Frees the code. No thread may be in it or call it again. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            llvm.remove(tracker, linked);
            if (ref != 0) {
                Bridge.deleteGlobalRef(ref);
            }
        }
    }
}
