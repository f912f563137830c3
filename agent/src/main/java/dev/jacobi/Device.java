package dev.jacobi;

import java.io.Serializable;

/**
 * One device of a back end. Those of {@code cpu} are simulated: all are this process, each has its own blocks of arrays, and programs for a mesh of them compute what real ones would. Those of
 * {@code tpu} are the devices of a PJRT plugin, TPUs or others.
 *
 * @param backend {@code cpu} or {@code tpu}
 * @param id its number; simulated ones count from 0
 */
public record Device(String backend, int id) implements Serializable {
    /** Such as {@code cpu:3}. */
    @Override
    public String toString() {
        return backend + ":" + id;
    }
}
