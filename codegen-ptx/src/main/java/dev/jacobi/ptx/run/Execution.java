package dev.jacobi.ptx.run;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.interp.CheckFailed;
import dev.jacobi.ir.interp.OffHeap;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ptx.device.Device;
import dev.jacobi.ptx.device.DeviceException;
import dev.jacobi.ptx.device.Product;
import dev.jacobi.ptx.device.Queue;
import dev.jacobi.ptx.program.GpuProgram;
import dev.jacobi.ptx.program.Kernel;
import dev.jacobi.ptx.program.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** One run of a program: the values of its variables, and its steps as work for a queue. */
final class Execution implements AutoCloseable {
    private static final int FLAG_BYTES = 4;
    /** Loops look at the flag this often: a check that has failed ends a loop that would go on for long, or for ever. */
    private static final long LOOK_NANOS = 20_000_000;
    private static final int MOST_ELEMENTS = Integer.MAX_VALUE - 8;
    private final GpuProgram program;
    private final List<Device.Function> functions;
    private final Queue queue;
    private final RunValues frame;
    private final KeptArrays kept;
    private final long flag;
    private boolean launched;
    private String note = "";
    private long looked = System.nanoTime();

    Execution(GpuProgram program, List<Device.Function> functions, Device device, Queue queue) {
        this.program = program;
        this.functions = functions;
        this.queue = queue;
        this.frame = new RunValues(queue);
        this.kept = new KeptArrays(device, queue);
        try {
            this.flag = queue.flag();
        } catch (RuntimeException e) {
            queue.close();
            throw e;
        }
    }

    /** {@code stay}: numbers of results that stay on the device. */
    GpuExecutable.Outcome run(List<Tensor> in, Set<Integer> stay) {
        for (int k = 0; k < in.size(); k++) {
            input(k, in.get(k));
        }
        steps(program.steps());
        List<Tensor> results = results(stay);
        return new GpuExecutable.Outcome(results, kept.settle(), queue.kernelNanos(), queue.transferNanos(), note);
    }

    private void input(int number, Tensor t) {
        Var v = program.inputs().get(number);
        if (v.type().isScalar()) {
            frame.set(v, t.get(0));
            return;
        }
        boolean written = program.written().contains(v);
        // what nobody reads may yet be a result as it is
        boolean read = !program.unread().contains(v) || program.results().contains(v);
        if (read && t.elsewhere() instanceof OffHeap elements) {
            Placed there = kept.input(number, t, elements);
            frame.set(v, written ? copy(v, there) : there);
            return;
        }
        Placed p = frame.fresh(v.type().dtype(), t.dims(), written ? null : t);
        frame.set(v, p);
        if (!program.unread().contains(v)) {
            queue.upload(p.address(), t.data(), 0, t.size());
        }
    }

    private Placed copy(Var v, Placed from) {
        Placed p = frame.fresh(v.type().dtype(), from.dims(), null);
        queue.copy(p.address(), from.address(), frame.bytes(v, from));
        return p;
    }

    private List<Tensor> results(Set<Integer> stay) {
        queue.send();
        var out = new ArrayList<Tensor>();
        for (Atom a : program.results()) {
            boolean host = program.place(a) == GpuProgram.Place.HOST;
            out.add(host ? Tensor.of(frame.lit(a)) : stay.contains(out.size()) && !a.type().isScalar() ? stays((Var) a) : download((Var) a));
        }
        int failed = launched ? queue.finish(flag) : queue.finish(0);
        if (failed != 0) {
            throw new CheckFailed(check(failed));
        }
        return out;
    }

    /** An input as it was that was never copied to the device stays where it is. */
    private Tensor stays(Var v) {
        Placed p = frame.placed(v);
        return p.block().source == null || p.block().lent ? kept.result(v.type().dtype(), p) : download(v);
    }

    private Params.Check check(int failed) {
        return program.checks().get(failed - 1);
    }

    private Tensor download(Var v) {
        Placed p = frame.placed(v);
        DType d = v.type().dtype();
        if (p.size() > MOST_ELEMENTS) {
            throw new DeviceException(DeviceException.Kind.MEMORY, "A result of " + p.size() + " elements is larger than a Java array can be; use smaller arrays");
        }
        int n = (int) p.size();
        if (p.block().source == null) {
            Object array = d.array(n);
            queue.download(array, 0, n, p.address());
            return new Tensor(d, p.dims(), array);
        }
        Tensor s = p.block().source;
        if (n == s.size()) {
            return new Tensor(d, p.dims(), s.data());
        }
        Object part = d.array(n);
        System.arraycopy(s.data(), Math.toIntExact(p.offset() / d.bytes()), part, 0, n);
        return new Tensor(d, p.dims(), part);
    }

    private void steps(List<Step> steps) {
        for (Step s : steps) {
            step(s);
        }
    }

    private void step(Step step) {
        if (step instanceof Step.Launch s) {
            launch(s);
        } else if (step instanceof Step.Multiply s) {
            multiply(s);
        } else if (step instanceof Step.Host s) {
            if (!HostScalars.run(s.eqn(), frame)) {
                int failed = launched ? queue.finish(flag) : 0;
                throw new CheckFailed(failed != 0 ? check(failed) : (Params.Check) s.eqn().params());
            }
        } else if (step instanceof Step.Alloc s) {
            Placed p = frame.fresh(s.out().type().dtype(), frame.extents(s.dims()), null);
            frame.set(s.out(), p);
            if (s.zero()) {
                queue.zero(p.address(), frame.bytes(s.out(), p));
            }
        } else if (step instanceof Step.View s) {
            frame.set(s.out(), view(s));
        } else if (step instanceof Step.Same s) {
            frame.set(s.out(), frame.get(s.from()));
        } else if (step instanceof Step.Copy s) {
            frame.set(s.out(), copy(s.from(), frame.placed(s.from())));
        } else if (step instanceof Step.Move s) {
            Placed from = frame.placed(s.from());
            Placed to = frame.placed(s.to());
            if (to.address() != from.address()) {
                queue.copy(to.address(), from.address(), frame.bytes(s.from(), from));
            }
        } else if (step instanceof Step.Send s) {
            Tensor t = Tensor.of(frame.lit(s.from()));
            Placed p = frame.fresh(t.dtype(), new int[0], null);
            queue.upload(p.address(), t.data(), 0, 1);
            frame.set(s.out(), p);
        } else if (step instanceof Step.Read s) {
            read(s);
        } else if (step instanceof Step.For s) {
            loop(s);
        } else if (step instanceof Step.While s) {
            loop(s);
        } else if (step instanceof Step.Choose s) {
            choose(s);
        } else if (step instanceof Step.Forget s) {
            s.vars().forEach(frame::forget);
        } else {
            throw new IllegalStateException("There is no such step: " + step);
        }
    }

    private Placed view(Step.View s) {
        Placed whole = frame.placed(s.array());
        long at = 0;
        for (int k = 0; k < whole.dims().length; k++) {
            at = at * whole.dims()[k] + (k < s.index().size() ? frame.lit(s.index().get(k)).bits() : 0);
        }
        return new Placed(whole.block(), whole.offset() + at * s.out().type().dtype().bytes(), frame.extents(s.dims()));
    }

    private void launch(Step.Launch s) {
        Kernel k = program.kernels().get(s.kernel());
        long items = 1;
        for (Atom a : s.items()) {
            items = Math.multiplyExact(items, Math.max(0, frame.lit(a).bits()));
        }
        var words = new Words(1 + 2 * s.args().size());
        words.add(flag);
        for (Atom a : s.args()) {
            if (program.place(a) == GpuProgram.Place.HOST) {
                words.add(frame.lit(a).bits());
            } else {
                Placed p = frame.placed((Var) a);
                words.add(p.address());
                for (int d : p.dims()) {
                    words.add(d);
                }
            }
        }
        queue.launch(functions.get(s.kernel()), new int[] {k.blocks(items), 1, 1}, new int[] {k.threads(), 1, 1}, words.toArray());
        launched = true;
    }

    private void multiply(Step.Multiply s) {
        Product p = MatrixProduct.of(s.out().type().dtype(), frame.placed(s.a()), frame.placed(s.b()), frame.placed(s.out()), s.dot());
        String problem = p.multiplications() < s.least() ? "" : queue.product(p);
        if (problem == null) {
            return;
        }
        if (!problem.isEmpty()) {
            note = "large products of matrices are made by its own kernel: " + problem;
        }
        launch(s.otherwise());
    }

    private void read(Step.Read s) {
        DType d = s.out().type().dtype();
        long[] words = queue.get(new long[] {flag, frame.placed(s.cell()).address()}, new int[] {FLAG_BYTES, d.bytes()});
        if (words[0] != 0) {
            throw new CheckFailed(check((int) words[0]));
        }
        frame.set(s.out(), d.isFloat() ? new Lit(d, words[1]) : Lit.of(d, words[1]));
    }

    /** Ends the run when a check has failed, now and then: that waits for the device. */
    private void look() {
        if (launched && System.nanoTime() - looked > LOOK_NANOS) {
            int failed = (int) queue.get(flag, FLAG_BYTES);
            if (failed != 0) {
                throw new CheckFailed(check(failed));
            }
            looked = System.nanoTime();
        }
    }

    private void loop(Step.For s) {
        frame.enter(s.carries());
        long n = frame.lit(s.n()).bits();
        for (long i = 0; i < n; i++) {
            frame.set(s.index(), Lit.of(s.index().type().dtype(), i));
            steps(s.body());
            frame.next(s.carries());
            queue.trip();
            look();
        }
        frame.leave(s.carries());
    }

    private void loop(Step.While s) {
        frame.enter(s.carries());
        steps(s.test());
        while (frame.lit(s.condition()).asBool()) {
            steps(s.body());
            frame.next(s.carries());
            queue.trip();
            look();
            steps(s.test());
        }
        frame.leave(s.carries());
    }

    private void choose(Step.Choose s) {
        long which = frame.lit(s.selector()).bits();
        int last = s.branches().size() - 1;
        Step.Branch b = s.branches().get(which < 0 || which > last ? last : (int) which);
        steps(b.body());
        frame.set(s.out(), b.yields());
    }

    @Override
    public void close() {
        queue.close();
    }

    /** A list of words that grows. */
    private static final class Words {
        private long[] words;
        private int n;

        Words(int expected) {
            words = new long[expected];
        }

        void add(long w) {
            if (n == words.length) {
                words = Arrays.copyOf(words, 2 * n);
            }
            words[n++] = w;
        }

        long[] toArray() {
            return Arrays.copyOf(words, n);
        }
    }
}
