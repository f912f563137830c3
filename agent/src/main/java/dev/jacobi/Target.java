package dev.jacobi;

import java.io.Serializable;

/**
 * Devices that a program is compiled for ahead of time; they need not be there.
 *
 * @param backend as the option {@code backend}
 * @param devices their name for that back end
 * @param f64AsF32 whether doubles are computed as floats where the devices have no f64
 */
public record Target(String backend, String devices, boolean f64AsF32) implements Serializable {
    /**
     * Checks that there is a name.
     *
     * @param backend as the option {@code backend}
     * @param devices their name for that back end
     * @param f64AsF32 whether doubles are computed as floats where the devices have no f64
     * @throws JacobiException if the back end or the devices are null, or the devices are blank
     */
    public Target {
        if (backend == null || devices == null || devices.isBlank()) {
            throw new JacobiException("The target has no " + (backend == null ? "back end" : "devices") + "; name TPUs by their topology, as in Target.tpu(\"v5e:2x2\").");
        }
    }

    /**
     * TPUs by the name of their topology. Compiling for them needs libtpu, not a TPU.
     *
     * @param topology such as {@code v5e:2x2} or {@code v6e:2x2}
     * @return the target
     * @throws JacobiException if {@code topology} is null or blank
     */
    public static Target tpu(String topology) {
        return new Target("tpu", topology, false);
    }

    /**
     * The same devices, and doubles are computed as floats, because TPUs have no f64.
     *
     * @return the changed target
     */
    public Target withF64AsF32() {
        return new Target(backend, devices, true);
    }
}
