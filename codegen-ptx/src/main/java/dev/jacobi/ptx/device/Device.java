package dev.jacobi.ptx.device;

/**
 * A GPU, or what stands in for one: memory of its own, code, and queues of work. Every method may be called by several threads at
 * once; what the device cannot do is a {@link DeviceException}.
 */
public interface Device {
    /**
     * What a schedule needs to know. {@code sm} is the architecture (90 for compute capability 9.0), {@code memory} is in bytes,
     * {@code shared} is the most shared memory that a block may have without being asked for, in bytes.
     */
    record Info(String name, int sm, int multiprocessors, long memory, int shared) {
    }

    /** Kernels as text: LLVM IR, and the PTX made of it when it is first asked for. */
    interface Code {
        String llvm();

        String ptx();
    }

    /** Kernels on the device. */
    interface Loaded extends AutoCloseable {
        /** A kernel by its name. Its parameters are 8 bytes each. */
        Function function(String name);

        /** Takes the code off the device. No queue may run it or be given it again. */
        @Override
        void close();
    }

    /** A kernel that can be launched on the device that loaded it. */
    interface Function {
        String name();
    }

    Info info();

    /** Brings code onto the device. */
    Loaded load(Code code);

    /** Gives back memory that {@link Queue#detach} took from a queue; nothing that uses it is under way. */
    void free(long address);

    /** A queue of its own for the calling thread; with {@code timed} its work is measured. Closing it gives it back. */
    Queue queue(boolean timed);
}
