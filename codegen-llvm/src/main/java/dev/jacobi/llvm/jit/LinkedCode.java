package dev.jacobi.llvm.jit;

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
    private final AtomicBoolean closed = new AtomicBoolean();

    LinkedCode(Llvm llvm, LLVMOrcResourceTrackerRef tracker, List<String> names) {
        this.llvm = llvm;
        this.tracker = tracker;
        this.addresses = names.stream().collect(Collectors.toMap(Function.identity(), llvm::address));
    }

    /** Address of one of the names that the code was linked with. */
    public long address(String name) {
        return addresses.get(name);
    }

    /** Frees the code. No thread may be in it or call it again. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            llvm.remove(tracker, "");
        }
    }
}
