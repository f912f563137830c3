package dev.jacobi.ptx.emit;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.DeviceCode;
import dev.jacobi.llvm.DeviceCode.Body;
import dev.jacobi.llvm.text.Ty;
import dev.jacobi.ptx.emit.KernelText.Operand;
import dev.jacobi.ptx.program.Kernel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The kernels of one program: each method adds one and says how it is to be launched. */
public final class KernelBuilder {
    static final int THREADS = 256;
    /** Of a block whose threads have loops of their own: a few thousand of them are to be enough for all multiprocessors. */
    private static final int LOOPERS = 64;

    /** What a kernel is launched with: its number, and the operands behind the flag. */
    public record Launch(int kernel, List<Atom> args) {
        public Launch {
            args = List.copyOf(args);
        }
    }

    final DeviceCode code;
    final Set<Var> device;
    private final int grid;
    private final List<Kernel> kernels = new ArrayList<>();
    private final List<Set<Var>> writes = new ArrayList<>();

    /** {@code device}: the scalars that are cells; {@code grid}: blocks of a map at most. */
    public KernelBuilder(DeviceCode code, Set<Var> device, int grid) {
        this.grid = grid;
        this.code = code;
        this.device = device;
    }

    public List<Kernel> kernels() {
        return kernels;
    }

    String name(String kind) {
        return kind + "_" + kernels.size();
    }

    /** The operands that a kernel writes to, cells of its results aside. */
    public Set<Var> written(int kernel) {
        return writes.get(kernel);
    }

    Launch add(String name, int threads, int block, int most, int shared, boolean cooperative, Set<Var> written, List<Atom> args) {
        writes.add(Set.copyOf(written));
        kernels.add(new Kernel(name, threads, block, most, shared, cooperative));
        return new Launch(kernels.size() - 1, args);
    }

    /** Operands of a launch in the order of their declaration, each once. */
    static final class Operands {
        private final KernelText k;
        private final Set<Var> device;
        private final Map<Atom, Operand> known = new LinkedHashMap<>();
        private final List<Atom> args = new ArrayList<>();

        private final Set<Var> written;
        private final Set<Var> shared;

        /** For a kernel that may write to any array, each thread to elements of its own. */
        Operands(KernelText k, Set<Var> device) {
            this(k, device, null, Set.of());
        }

        /** {@code written}: each thread to elements of its own; {@code shared}: what one thread writes others read. */
        Operands(KernelText k, Set<Var> device, Set<Var> written, Set<Var> shared) {
            this.k = k;
            this.device = device;
            this.written = written;
            this.shared = shared;
        }

        private KernelText.Use use(Atom a) {
            return shared.contains(a) ? KernelText.Use.SHARED : written == null || written.contains(a) ? KernelText.Use.OWN : KernelText.Use.READ;
        }

        Operand get(Atom a) {
            if (!known.containsKey(a)) {
                known.put(a, k.operand(a, device, use(a)));
                if (!(a instanceof Lit)) {
                    args.add(a);
                }
            }
            return known.get(a);
        }

        List<Operand> get(List<? extends Atom> atoms) {
            return atoms.stream().map(this::get).toList();
        }

        /** The address of a cell to write. */
        String cell(Var v) {
            args.add(v);
            return k.cell();
        }

        List<Atom> args() {
            return args;
        }
    }

    /**
     * One thread per element of a space of {@code extents}, the last one running fastest: neighbouring threads have neighbouring elements. The first
     * inputs of {@code f} are the indices; {@code written} are its inputs that it overwrites.
     */
    public Launch map(List<? extends Atom> extents, Func f, Set<Var> written) {
        String name = name("map");
        Body body = code.add(name + ".body", f, written);
        var k = new KernelText(code, name);
        var operands = new Operands(k, device, written, Set.of());
        List<Operand> counts = operands.get(extents);
        List<Operand> rest = operands.get(f.in().subList(extents.size(), f.in().size()));
        k.unlessFailed(false);
        List<String> dims = counts.stream().map(k::count).toList();
        String n = product(k, dims);
        boolean quick = Unrolling.of(f) >= 4;
        StreamStages stages = quick ? null : StreamStages.of(f, extents.size());
        boolean loops = f.body().stream().anyMatch(e -> e.prim() == Prim.FOR || e.prim() == Prim.WHILE);
        int threads = loops ? LOOPERS : THREADS;
        String own = k.firstOf(threads);
        String step = k.stepOf(threads);
        int together = quick || stages != null ? StreamKernels.elements(f, extents.size()) : 1;
        String from = together == 1 ? own : k.op("add", own, groups(k, f, body, stages, n, dims, rest, own, step, together));
        if (dims.size() == 1) {
            k.loop(from, n, step, at -> element(k, f, body, List.of(at), rest));
        } else {
            k.when(k.op("icmp slt", from, n), () -> {
                var indices = new SteppedIndices(k, from, n, step, dims);
                k.loop(from, n, step, at -> {
                    List<String> index = indices.now();
                    element(k, f, body, index, rest);
                    indices.next(index);
                });
            });
        }
        k.finish();
        return add(name, threads, threads, grid, 0, false, written, operands.args());
    }

    /** Runs the body for an element of the space. */
    private static void element(KernelText k, Func f, Body body, List<String> index, List<Operand> rest) {
        var args = new ArrayList<String>();
        for (int d = 0; d < index.size(); d++) {
            DType t = f.in().get(d).dtype();
            args.add(Ty.value(t) + " " + k.narrow(t, index.get(d)));
        }
        rest.forEach(o -> args.add(o.args()));
        k.call(body, args, k::leave);
    }

    /**
     * Where all arrays are aligned and have the extents of the space, elements go {@code together} at a time: as elements of one long row, so that nothing is
     * divided. Gives how many have gone.
     */
    private String groups(KernelText k, Func f, Body body, StreamStages stages, String n, List<String> dims, List<Operand> operands, String own, String step, int together) {
        List<Operand> arrays = operands.stream().filter(o -> o.dims() != null).toList();
        int last = dims.size() - 1;
        String odd = last > 0 && f.in().get(last).dtype() == DType.I32 ? k.op("lshr", n, 31) : "0";
        for (Operand a : arrays) {
            odd = k.op("or", odd, k.op("and", k.def("ptrtoint ptr " + a.text() + " to i64"), StreamKernels.BYTES - 1));
            for (int d = 1; d <= last; d++) {
                odd = k.op("or", odd, k.op("xor", a.dims().get(d), dims.get(d)));
            }
        }
        if (stages != null) {
            // much to compute: all threads of the grid are to take part
            odd = k.op("or", odd, k.def("zext i1 " + k.op("icmp slt", n, k.op("mul", step, together)) + " to i64"));
        }
        String even = k.op("icmp eq", odd, 0);
        String whole = k.def("select i1 " + even + ", i64 " + k.op("and", n, -together) + ", i64 0");
        k.when(even, () -> {
            arrays.forEach(a -> k.aligned(a.text()));
            List<Body> parts = stages == null ? List.of() : List.of(code.add(body.symbol().substring(1) + ".loads", stages.loads(), Set.of()),
                code.add(body.symbol().substring(1) + ".middle", stages.middle(), Set.of()),
                code.add(body.symbol().substring(1) + ".stores", stages.stores(), written(stages.stores())));
            k.loop(k.op("mul", own, together), whole, k.op("mul", step, together), at -> {
                var elements = new ArrayList<List<String>>();
                for (int c = 0; c < together; c++) {
                    var index = new ArrayList<String>(Collections.nCopies(last, "0"));
                    index.add(c == 0 ? at : k.def("add nuw nsw i64 " + at + ", " + c));
                    elements.add(index);
                }
                if (stages == null) {
                    elements.forEach(index -> element(k, f, body, index, operands));
                } else {
                    inStages(k, f, stages, parts, elements, operands);
                }
            });
        });
        return whole;
    }

    private static Set<Var> written(Func stores) {
        var out = new HashSet<>(stores.in());
        out.removeIf(v -> v.type().isScalar());
        return out;
    }

    /** All elements are read, then each is computed, then all are written. */
    private static void inStages(KernelText k, Func f, StreamStages stages, List<Body> parts, List<List<String>> elements, List<Operand> operands) {
        var known = new ArrayList<Map<Var, String>>();
        for (List<String> index : elements) {
            var args = new HashMap<Var, String>();
            for (int d = 0; d < f.in().size(); d++) {
                DType t = f.in().get(d).dtype();
                args.put(f.in().get(d), d < index.size() ? Ty.value(t) + " " + k.narrow(t, index.get(d)) : operands.get(d - index.size()).args());
            }
            known.add(args);
        }
        List<Func> funcs = List.of(stages.loads(), stages.middle(), stages.stores());
        for (int s = 0; s < funcs.size(); s++) {
            Func part = funcs.get(s);
            for (Map<Var, String> args : known) {
                List<String> results = k.call(parts.get(s), part.in().stream().map(args::get).toList(), k::leave);
                for (int r = 0; r < results.size(); r++) {
                    Var v = (Var) part.out().get(r);
                    args.put(v, Ty.value(v.dtype()) + " " + results.get(r));
                }
            }
        }
    }

    static String product(KernelText k, List<String> dims) {
        String n = dims.get(0);
        for (String d : dims.subList(1, dims.size())) {
            n = k.op("mul", n, d);
        }
        return n;
    }

    /** The indices of an element by its number. */
    static List<String> indices(KernelText k, String at, List<String> dims) {
        var out = new ArrayList<String>();
        String rest = at;
        for (int d = dims.size() - 1; d > 0; d--) {
            out.add(0, k.op("urem", rest, dims.get(d)));
            rest = k.op("udiv", rest, dims.get(d));
        }
        out.add(0, rest);
        return out;
    }

    /** One thread runs the function; its scalar results go to {@code cells}, in order. */
    public Launch serial(Func f, Set<Var> written, List<Var> cells) {
        String name = name("serial");
        Body body = code.add(name + ".body", f, written);
        var k = new KernelText(code, name);
        var operands = new Operands(k, device);
        List<String> args = operands.get(f.in()).stream().map(Operand::args).toList();
        List<String> to = cells.stream().map(operands::cell).toList();
        k.unlessFailed(false);
        List<String> results = k.call(body, args, k::leave);
        for (int r = 0; r < results.size(); r++) {
            k.store(body.results().get(r), results.get(r), to.get(r));
        }
        k.finish();
        return add(name, 1, 1, 1, 0, false, written, operands.args());
    }
}
