package dev.jacobi.ptx.run;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ptx.device.DeviceException;
import dev.jacobi.ptx.device.Queue;
import dev.jacobi.ptx.program.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The values of variables during a run, by their numbers: a {@link Lit} on the host, a {@link Placed} on the device. Counts references to memory. */
final class RunValues {
    private final Queue queue;
    private Object[] values = new Object[64];

    RunValues(Queue queue) {
        this.queue = queue;
    }

    /** New memory that no variable refers to yet. */
    Placed fresh(DType d, int[] dims, Tensor source) {
        return new Placed(new Block(queue.alloc(bytes(d, dims)), source, false), 0, dims);
    }

    /** Bytes of an array. */
    static long bytes(DType d, int[] dims) {
        long bytes = d.bytes();
        try {
            for (int n : dims) {
                bytes = Math.multiplyExact(bytes, n);
            }
        } catch (ArithmeticException e) {
            throw new DeviceException(DeviceException.Kind.MEMORY, "An array of " + Arrays.toString(dims) + " elements is larger than any GPU's memory; use smaller arrays");
        }
        return bytes;
    }

    long bytes(Var v, Placed p) {
        return v.type().dtype().bytes() * p.size();
    }

    Object get(Atom a) {
        return a instanceof Lit ? a : values[((Var) a).id()];
    }

    Lit lit(Atom a) {
        return (Lit) get(a);
    }

    Placed placed(Var v) {
        return (Placed) values[v.id()];
    }

    int[] extents(List<Atom> dims) {
        return dims.stream().mapToInt(a -> Math.max(0, Math.toIntExact(lit(a).bits()))).toArray();
    }

    void set(Var v, Object value) {
        if (v.id() >= values.length) {
            values = Arrays.copyOf(values, 2 * v.id());
        }
        if (value instanceof Placed p) {
            p.block().references++;
        }
        Object old = values[v.id()];
        values[v.id()] = value;
        drop(old);
    }

    /** Sets variables at once. */
    void set(List<Var> vars, List<Atom> atoms) {
        var now = new ArrayList<Object>();
        for (Atom a : atoms) {
            Object x = get(a);
            now.add(x);
            if (x instanceof Placed p) {
                p.block().references++;
            }
        }
        for (int k = 0; k < vars.size(); k++) {
            set(vars.get(k), now.get(k));
        }
        now.forEach(this::drop);
    }

    void forget(Var v) {
        if (v.id() < values.length) {
            Object old = values[v.id()];
            values[v.id()] = null;
            drop(old);
        }
    }

    private void drop(Object old) {
        if (old instanceof Placed p && --p.block().references == 0 && !p.block().lent) {
            queue.free(p.block().address);
        }
    }

    void enter(List<Step.Carry> carries) {
        set(carries.stream().map(Step.Carry::param).toList(), carries.stream().map(Step.Carry::init).toList());
    }

    void next(List<Step.Carry> carries) {
        set(carries.stream().map(Step.Carry::param).toList(), carries.stream().map(Step.Carry::yield).toList());
    }

    void leave(List<Step.Carry> carries) {
        set(carries.stream().map(Step.Carry::out).toList(), carries.stream().map(c -> (Atom) c.param()).toList());
        carries.forEach(c -> forget(c.param()));
    }
}
