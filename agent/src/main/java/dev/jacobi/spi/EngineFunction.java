package dev.jacobi.spi;

import java.util.List;

/** A transformed function: finds the code for its arguments' structure, or has it made, and calls it. May be called from many threads. */
public interface EngineFunction {
    /** Calls it; what the function throws is thrown. */
    Object call(Object... args);

    /** Has the code made that a call with these arguments needs. */
    void compile(Object... args);

    /** The program for arguments of this structure. */
    EngineProgram lower(Object... args);

    /** The same function of what the functions have captured as it is now: it does not see what later becomes of arrays. */
    EngineFunction fixed();

    /** The same function, to which the functions have captured these values, in their order. */
    EngineFunction fixed(List<Object> captured);

    /** What is applied to the functions. */
    Transformation transformation();

    /** The functions, as they were given. */
    List<Object> functions();

    /** What a function that is {@link #fixed()} takes for captured; null for another, which reads it at each call. */
    List<Object> held();

    /** Copies of arguments that share no array with them: what is called with these later does not see what the caller changes meanwhile. */
    Object[] copies(Object... args);

    /** What it has been compiled for so far. */
    Info info();

    /** Compilations, calls, fallbacks, structures without code, a sentence and a back end for each compilation; arrays that were copied to devices, and from devices. */
    record Info(int compilations, long calls, long fallbacks, long refusals, List<String> reasons, List<String> backends, long uploads, long downloads) {
    }
}
