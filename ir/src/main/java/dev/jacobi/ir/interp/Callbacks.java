package dev.jacobi.ir.interp;

import java.util.List;

/** The host's side of {@code debug_callback} equations: whoever runs a program tells it each of them, when it is run and in the order of the program. */
public interface Callbacks {
    /** Listens to nothing. */
    Callbacks NONE = (name, operands) -> { };

    /**
     * A {@code debug_callback} is run.
     *
     * @param name the name that the equation has as its parameter
     * @param operands the values of its operands at this time, which may be kept; what the callback writes to them nobody sees
     */
    void call(String name, List<Tensor> operands);
}
