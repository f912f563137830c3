package dev.jacobi.ptx.emit;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.emit.DeviceCode;
import dev.jacobi.llvm.emit.DeviceCode.Body;
import dev.jacobi.ptx.Kernel;
import dev.jacobi.ptx.emit.KernelText.Operand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The kernels of one program: each method adds one and says how it is to be launched. */
public final class Kernels {
    static final int THREADS = 256;
    /** Blocks of a map at most: a few per multiprocessor of the largest devices; threads take the rest in further turns. */
    private static final int MOST = 4096;

    /** What a kernel is launched with: its number, and the operands behind the flag. */
    public record Launch(int kernel, List<Atom> args) {
        public Launch {
            args = List.copyOf(args);
        }
    }

    final DeviceCode code;
    final Set<Var> device;
    private final List<Kernel> kernels = new ArrayList<>();
    private final List<Set<Var>> writes = new ArrayList<>();

    /** {@code device}: the scalars that are cells. */
    public Kernels(DeviceCode code, Set<Var> device) {
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

        /** For a kernel that may write to any array. */
        Operands(KernelText k, Set<Var> device) {
            this(k, device, null);
        }

        Operands(KernelText k, Set<Var> device, Set<Var> written) {
            this.k = k;
            this.device = device;
            this.written = written;
        }

        Operand get(Atom a) {
            if (!known.containsKey(a)) {
                known.put(a, k.operand(a, device, written != null && !written.contains(a)));
                if (!(a instanceof Lit)) {
                    args.add(a);
                }
            }
            return known.get(a);
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
        var operands = new Operands(k, device, written);
        List<Operand> counts = extents.stream().map(operands::get).toList();
        List<Operand> rest = new ArrayList<>();
        f.in().subList(extents.size(), f.in().size()).forEach(v -> rest.add(operands.get(v)));
        k.unlessFailed(false);
        List<String> dims = counts.stream().map(k::count).toList();
        String n = product(k, dims);
        String own = k.def("add i64 " + k.def("mul i64 " + k.block() + ", " + THREADS) + ", " + k.thread());
        String step = k.def("mul i64 " + k.blocks() + ", " + THREADS);
        Consumer<String> one = at -> {
            var args = new ArrayList<String>();
            List<String> index = indices(k, at, dims);
            for (int d = 0; d < dims.size(); d++) {
                DType t = f.in().get(d).dtype();
                args.add(DeviceCode.value(t) + " " + k.narrow(t, index.get(d)));
            }
            rest.forEach(o -> args.add(o.args()));
            k.call(body, args, k::leave);
        };
        int together = extents.size() > 1 ? 1 : Streams.elements(f);
        k.loop(together == 1 ? own : k.def("add i64 " + own + ", " + groups(k, rest, n, own, step, together, one)), n, step, one);
        k.finish();
        return add(name, THREADS, THREADS, MOST, 0, false, written, operands.args());
    }

    /** Where all vectors are aligned, elements go {@code together} at a time; the number of those that have gone. */
    private static String groups(KernelText k, List<Operand> operands, String n, String own, String step, int together, Consumer<String> one) {
        List<String> vectors = operands.stream().filter(o -> o.dims() != null).map(Operand::text).toList();
        String bits = "0";
        for (String p : vectors) {
            bits = k.def("or i64 " + bits + ", " + k.def("ptrtoint ptr " + p + " to i64"));
        }
        String aligned = k.def("icmp eq i64 " + k.def("and i64 " + bits + ", " + (Streams.BYTES - 1)) + ", 0");
        String whole = k.def("select i1 " + aligned + ", i64 " + k.def("and i64 " + n + ", " + -together) + ", i64 0");
        k.when(aligned, () -> {
            vectors.forEach(k::aligned);
            k.loop(k.def("mul i64 " + own + ", " + together), whole, k.def("mul i64 " + step + ", " + together), at -> {
                for (int c = 0; c < together; c++) {
                    one.accept(c == 0 ? at : k.def("add nuw nsw i64 " + at + ", " + c));
                }
            });
        });
        return whole;
    }

    static String product(KernelText k, List<String> dims) {
        String n = dims.get(0);
        for (String d : dims.subList(1, dims.size())) {
            n = k.def("mul i64 " + n + ", " + d);
        }
        return n;
    }

    /** The indices of an element by its number. */
    static List<String> indices(KernelText k, String at, List<String> dims) {
        var out = new ArrayList<String>();
        String rest = at;
        for (int d = dims.size() - 1; d > 0; d--) {
            out.add(0, k.def("urem i64 " + rest + ", " + dims.get(d)));
            rest = k.def("udiv i64 " + rest + ", " + dims.get(d));
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
        List<String> args = f.in().stream().map(v -> operands.get(v).args()).toList();
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
