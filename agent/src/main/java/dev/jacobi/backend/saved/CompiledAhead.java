package dev.jacobi.backend.saved;

import dev.jacobi.pjrt.client.Executable;
import dev.jacobi.pjrt.program.HloProgram;

/** What somebody wants to have of a program that was compiled for devices which need not be there, before it is closed. */
@FunctionalInterface
public interface CompiledAhead<R> {
    /** Of the program, the plugin's form of it, what the plugin calls itself, and the kind of its devices. */
    R of(HloProgram p, Executable e, String platform, String kind);
}
