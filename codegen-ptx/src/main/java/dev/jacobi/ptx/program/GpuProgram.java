package dev.jacobi.ptx.program;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Var;
import dev.jacobi.ptx.device.Device;
import java.util.List;
import java.util.Set;

/**
 * A function compiled for a GPU: kernels, and the steps that the host takes around them. Inputs are set before the first step: scalars on the
 * host, arrays as memory of the device that belongs to the program (it may overwrite those in {@code written}; the others it only reads).
 * {@code unread} are inputs of which no element is read before it is overwritten, so that they need no copy to the device. After the last step
 * {@code results} are the function's results; a result that is an input not written, or a view of one, is the input as it was.
 *
 * <p>When the ok flag is set at the end, or a step of the host fails, there are no results: the flag minus 1 is the index in {@code checks}. When
 * several checks fail any of them may be reported.
 *
 * <p>{@code code} holds all kernels; the PTX is made when it is first asked for.
 */
public record GpuProgram(List<Var> inputs, Set<Var> written, Set<Var> unread, List<Step> steps, List<Atom> results, Set<Var> device,
        List<Kernel> kernels, List<Params.Check> checks, Device.Code code, Arch arch) {
    public GpuProgram {
        inputs = List.copyOf(inputs);
        written = Set.copyOf(written);
        unread = Set.copyOf(unread);
        steps = List.copyOf(steps);
        results = List.copyOf(results);
        device = Set.copyOf(device);
        kernels = List.copyOf(kernels);
        checks = List.copyOf(checks);
    }

    /** Where a value is. */
    public enum Place {
        HOST, DEVICE
    }

    /** Where a variable is: arrays on the device, scalars on the host unless they are among {@code device}. Literals are on the host. */
    public Place place(Atom a) {
        return a instanceof Var v && (!v.type().isScalar() || device.contains(v)) ? Place.DEVICE : Place.HOST;
    }
}
