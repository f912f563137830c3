package dev.jacobi.llvm.upcall;

import java.nio.ByteBuffer;

/** A function in Java that compiled code calls, on the thread that called the code. What it throws ends the call of the code, and is thrown there. */
public interface HostFunction {
    /** Called with the address of the words that {@link dev.jacobi.llvm.text.HostCall} describes. */
    void call(NativeView memory, long words);

    /** The memory of the process. */
    interface NativeView {
        /** So many bytes from an address on, in the byte order of the machine; for as long as whoever owns the memory leaves it there. */
        ByteBuffer at(long address, long bytes);
    }
}
