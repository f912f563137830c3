package dev.jacobi.lift;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import java.util.List;

/**
 * A function as IR for arguments of a given structure. The entry's inputs are the leaves of {@code args}, those of {@code function} (what it
 * captured), then {@code statics}; its outputs the leaves of {@code result}, then those that {@code writes} describes.
 */
public record Program(Module module, String entry, List<Tree> args, Tree function, List<Lifted.Source> statics, Tree result,
        List<Lifted.Write> writes) {
    public Program {
        args = List.copyOf(args);
        statics = List.copyOf(statics);
        writes = List.copyOf(writes);
    }

    public Func main() {
        return module.get(entry);
    }
}
