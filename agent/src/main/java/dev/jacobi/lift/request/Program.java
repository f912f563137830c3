package dev.jacobi.lift.request;

import dev.jacobi.ir.Func;
import dev.jacobi.ir.Module;
import java.util.List;

/**
 * A function as IR for arguments of a given structure. The entry's inputs are the leaves of {@code args}, those of {@code function} (what it
 * captured), then {@code statics}; its outputs the leaves of {@code result}, then those that {@code writes} describes.
 */
public record Program(Module module, String entry, List<ValueTree> args, ValueTree function, List<Lifted.Source> statics, ValueTree result,
        List<Lifted.Write> writes, Changed changed) {
    /**
     * Which leaves of its arguments the function as it was written changes, also where the program drops the changes: one array must not be such a leaf and
     * another one of the first {@code among} or a captured one, as Java would see the change in both.
     */
    public record Changed(List<Integer> leaves, int among) {
        public Changed {
            leaves = List.copyOf(leaves);
        }
    }

    /** The same with another module, whose entry means the same. */
    public Program with(Module other) {
        return new Program(other, entry, args, function, statics, result, writes, changed);
    }

    /** A program that changes what {@code writes} says. */
    public Program(Module module, String entry, List<ValueTree> args, ValueTree function, List<Lifted.Source> statics, ValueTree result, List<Lifted.Write> writes) {
        this(module, entry, args, function, statics, result, writes, new Changed(writes.stream().filter(w -> w instanceof Lifted.Write.Contents)
            .map(Lifted.Write::input).toList(), ValueTree.leaves(args).size()));
    }

    public Program {
        args = List.copyOf(args);
        statics = List.copyOf(statics);
        writes = List.copyOf(writes);
    }

    public Func main() {
        return module.get(entry);
    }
}
