package dev.jacobi.transform.program;

import dev.jacobi.ir.Dim;
import dev.jacobi.ir.pass.PassManager;
import dev.jacobi.lift.request.ClassSource;
import dev.jacobi.lift.request.Programs;
import java.util.function.Supplier;

/** The programs of functions that are needed for one, by structures of functions and arguments; each is made once. */
public interface ProgramSession extends Programs {
    /** The class files that programs are made of. */
    ClassSource classes();

    /** What runs passes on these programs. */
    PassManager passes();

    /** Programs that are made meanwhile are of functions inside of this axis; {@code lanes} is null where their number is not known. */
    <T> T within(String axis, Dim lanes, Supplier<T> work);

    /** A name for a function of the program that no other has. */
    String unique(String name);
}
