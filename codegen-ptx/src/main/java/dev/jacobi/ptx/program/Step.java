package dev.jacobi.ptx.program;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Var;
import java.util.List;

/**
 * One step of a program on the host. Variables are those of the IR (each id once per program); {@link GpuProgram#place} says what one is at run
 * time: a scalar that the host knows, or memory of the device with extents that the host knows (a scalar that depends on data of the device
 * is an array without extents: a cell). Steps are queued in order and none waits but {@link Read}. Memory is counted: a variable that is set
 * refers to its block, {@link Forget} drops the reference, and a block without references is free.
 *
 * <p>In the memory of the device a bool is one byte, 0 or 1; other types are as in Java, row-major.
 */
public sealed interface Step {
    /**
     * A scalar equation on values that the host knows, as the interpreter computes it; {@code dim} takes the extent of an array. A {@code check}
     * that is false ends the program, unless a kernel queued before it has failed.
     */
    record Host(Eqn eqn) implements Step {
    }

    /** New memory for {@code out} with these extents (host scalars); filled with zero bytes, or with anything. Negative extents count as 0. */
    record Alloc(Var out, List<Atom> dims, boolean zero) implements Step {
        public Alloc {
            dims = List.copyOf(dims);
        }
    }

    /**
     * {@code out} is part of an array's memory (sharing its block): behind the leading {@code index} (host scalars; they are in range), with
     * these extents.
     */
    record View(Var out, Var array, List<Atom> index, List<Atom> dims) implements Step {
        public View {
            index = List.copyOf(index);
            dims = List.copyOf(dims);
        }
    }

    /** {@code out} is the same as {@code from}: a host scalar, or the same memory. */
    record Same(Var out, Atom from) implements Step {
    }

    /** {@code out} is new memory with the elements and extents of {@code from}. */
    record Copy(Var out, Var from) implements Step {
    }

    /** Copies all elements of {@code from} into the memory of {@code to}; both have the same number of elements. The memory may be the same. */
    record Move(Var to, Var from) implements Step {
    }

    /** {@code out}, a cell, gets the value of a host scalar. */
    record Send(Var out, Atom from) implements Step {
    }

    /**
     * {@code out}, a host scalar, gets what a cell holds: waits for the device. When the ok flag is set the program ends here.
     */
    record Read(Var out, Var cell) implements Step {
    }

    /**
     * Runs a kernel. The number of work items is the product of {@code items} (host scalars, negative ones count as 0). Operands as parameter words:
     * a host scalar is one word (its bits in the low bytes, integers sign-extended, bool as 0 or 1); an array is the address of its
     * first element and its extents; a cell is its address.
     */
    record Launch(int kernel, List<Atom> items, List<Atom> args) implements Step {
        public Launch {
            items = List.copyOf(items);
            args = List.copyOf(args);
        }
    }

    /**
     * {@code out} (which has its memory) is the product of two matrices of floats, or of as many as there are along one batch axis, with sums in any order: by the device's own
     * library when it has one and the multiplications are {@code least} or more, else by a kernel.
     */
    record Multiply(Var a, Var b, Var out, Params.Dot dot, long least, Launch otherwise) implements Step {
    }

    /** A value that a loop hands on: {@code param} is {@code init} in the first trip, then what the body calls {@code yield}; {@code out} in the end. */
    record Carry(Atom init, Var param, Atom yield, Var out) {
    }

    /** Runs the body for {@code index} 0 .. n-1; n is a host scalar. All yields are taken before any param is set. */
    record For(Atom n, Var index, List<Carry> carries, List<Step> body) implements Step {
        public For {
            carries = List.copyOf(carries);
            body = List.copyOf(body);
        }
    }

    /** Runs {@code test}, which sees the params, then while {@code condition}, a host scalar that it sets, is true the body and the test again. */
    record While(List<Step> test, Atom condition, List<Carry> carries, List<Step> body) implements Step {
        public While {
            test = List.copyOf(test);
            carries = List.copyOf(carries);
            body = List.copyOf(body);
        }
    }

    /** Steps of a branch and what it yields. */
    record Branch(List<Step> body, List<Atom> yields) {
        public Branch {
            body = List.copyOf(body);
            yields = List.copyOf(yields);
        }
    }

    /** Runs the branch that the selector, a host scalar, chooses (false 0, true 1; the last one for integers that are no branch's); {@code out} are its yields. */
    record Choose(Atom selector, List<Branch> branches, List<Var> out) implements Step {
        public Choose {
            branches = List.copyOf(branches);
            out = List.copyOf(out);
        }
    }

    /** These variables are not used any more. */
    record Forget(List<Var> vars) implements Step {
        public Forget {
            vars = List.copyOf(vars);
        }
    }
}
