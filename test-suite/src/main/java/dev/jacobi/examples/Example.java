package dev.jacobi.examples;

import java.io.IOException;

/** A program that shows what a user writes, and checks what comes of it. */
public interface Example {
    /** What it is asked for by: one word in lower case, which is the name of its twin, too. */
    String name();

    /** What it does, in one sentence. */
    String purpose();

    /**
     * Runs it from the beginning to the end, in at most two minutes on two cores.
     *
     * @param session takes the losses and the figures to be checked, and knows how large the run is meant to be
     * @throws IOException if a file cannot be written
     */
    void run(Session session) throws IOException;
}
