package dev.jacobi.stub;

import dev.jacobi.ir.interp.Tensor;
import java.util.List;
import java.util.Set;

/** A program that {@link BoxedCall} calls: the reference interpreter's, or one that runs on a device. */
public interface BoxedProgram {
    /** Runs it. Throws {@link dev.jacobi.ir.interp.CheckFailed} or a {@link dev.jacobi.woven.Deopt} when it has no result. */
    List<Tensor> run(List<Tensor> in);

    /**
     * The same for calls that take results of these numbers as NDArrays: these may be {@link dev.jacobi.spi.DeviceMemory} on the device that they were computed on. Inputs
     * that are NDArrays are
     * {@link dev.jacobi.stub.device.BlockElements}, where the program borrows.
     */
    default List<Tensor> run(List<Tensor> in, Set<Integer> stay) {
        return run(in);
    }

    /** Whether it neither writes to the arrays it is given nor keeps them: then those that the method does not write are the caller's own. */
    default boolean borrows() {
        return false;
    }

    /** A call has ended that began at this time of {@link System#nanoTime}. */
    default void ended(long start) {
    }
}
