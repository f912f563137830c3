package dev.jacobi.ptx.emit;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.DeviceCode.Body;
import dev.jacobi.llvm.text.Ty;
import dev.jacobi.ptx.emit.TeamKernels.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Loops and branches around parts in a kernel of one block ({@link OrderedKernels}): its threads go through them together, each with the scalars in variables of its own, which all have the same values, and meet
 * at a barrier behind each part. So a program of many short steps is one launch.
 */
final class BlockControl {
    /** Emits a part by its name. */
    interface Parts {
        void emit(Part p, String name);
    }

    private final KernelBuilder kernels;
    private final KernelText k;
    private final PartValues values;
    private final String thread;
    private final Parts parts;

    BlockControl(KernelBuilder kernels, KernelText k, PartValues values, String thread, Parts parts) {
        this.kernels = kernels;
        this.k = k;
        this.values = values;
        this.thread = thread;
        this.parts = parts;
    }

    /** Loops in order among parts, and among those inside of them: each has shared memory of its own. */
    static int chains(List<Part> all) {
        int n = 0;
        for (Part p : all) {
            n += p instanceof Part.Ordered ? 1 : p instanceof Part.Loop l ? chains(l.body()) : p instanceof Part.Branch b ? chains(b.yes()) + chains(b.no()) : 0;
        }
        return n;
    }

    static boolean checks(Func f) {
        return Regions.any(f.body(), e -> e.prim() == Prim.CHECK || e.prim() == Prim.CALL);
    }

    /** After a part in which some threads may have failed: all leave, or none. */
    static void leaveTogether(KernelText k) {
        // who has failed sees it, and all learn of it
        k.when(k.def("icmp ne i32 " + k.call("i32", "jacobi_gpu_any", "i32 " + k.def("load i32, ptr %flag")) + ", 0"), k::leave);
    }

    /** Emits a part of a kernel of one block; gives the bytes of shared memory that it takes. */
    int emit(Part p, String name) {
        if (p instanceof Part.Loop l) {
            loop(l, name);
            return 0;
        } else if (p instanceof Part.Branch b) {
            branch(b, name);
            return 0;
        } else if (p instanceof Part.Alone a) {
            return alone(a, name);
        } else if (p instanceof Part.Fold f) {
            return fold(f, name);
        }
        throw new IllegalArgumentException(p + " is no part of a block");
    }

    private List<String> variables(List<Var> as) {
        return as.stream().map(v -> k.alloca(Ty.value(v.dtype()))).toList();
    }

    private void store(List<? extends Atom> from, List<String> to) {
        List<String> now = from.stream().map(a -> values.get(a).text()).toList();
        for (int c = 0; c < to.size(); c++) {
            k.line("store " + Ty.value(from.get(c).dtype()) + " " + now.get(c) + ", ptr " + to.get(c));
        }
    }

    private void load(List<Var> into, List<String> from) {
        for (int c = 0; c < into.size(); c++) {
            values.set(into.get(c), k.def("load " + Ty.value(into.get(c).dtype()) + ", ptr " + from.get(c)));
        }
    }

    private void loop(Part.Loop l, String name) {
        List<String> carries = variables(l.carries());
        store(l.init(), carries);
        String n = k.count(values.get(l.n()));
        k.loop("0", n, "1", i -> {
            values.set(l.index(), k.narrow(l.index().dtype(), i));
            load(l.carries(), carries);
            body(l.body(), name);
            store(l.yields(), carries);
        });
        load(l.out(), carries);
    }

    private void body(List<Part> all, String name) {
        int number = 0;
        for (Part p : all) {
            parts.emit(p, name + "_" + number++);
            // what others still read is not to be overwritten, either
            if (!(p instanceof Part.Scalars s && s.f().in().stream().noneMatch(Atom::isArray))) {
                k.barrier();
            }
        }
    }

    private void branch(Part.Branch b, String name) {
        List<String> out = variables(b.out());
        String yes = k.label("yes");
        String no = k.label("no");
        String on = k.label("both");
        k.branch(values.get(b.condition()).text(), yes, no);
        k.here(yes);
        body(b.yes(), name + "_yes");
        store(b.yesOut(), out);
        k.goTo(on);
        k.here(no);
        body(b.no(), name + "_no");
        store(b.noOut(), out);
        k.place(on);
        load(b.out(), out);
    }

    private int alone(Part.Alone a, String name) {
        Body body = kernels.code.add(name, a.f(), a.written());
        int bytes = 0;
        for (int c = 0; c < a.out().size(); c++) {
            DType t = a.out().get(c).dtype();
            kernels.code.add("@" + name + ".out" + c + " = internal addrspace(3) global [1 x " + Ty.memory(t) + "] undef, align 16\n");
            bytes += Math.max(16, t.bytes());
        }
        k.when(k.op("icmp eq", thread, 0), () -> {
            List<String> made = k.call(body, values.args(a.f().in()), null);
            for (int c = 0; c < a.out().size(); c++) {
                k.store(a.out().get(c).dtype(), made.get(c), place(name, c));
            }
        });
        if (checks(a.f())) {
            leaveTogether(k);
        } else {
            k.barrier();
        }
        for (int c = 0; c < a.out().size(); c++) {
            values.set(a.out().get(c), k.load(a.out().get(c).dtype(), place(name, c)));
        }
        return bytes;
    }

    private String place(String name, int c) {
        return k.def("addrspacecast ptr addrspace(3) @" + name + ".out" + c + " to ptr");
    }

    private int fold(Part.Fold f, String name) {
        Body body = kernels.code.add(name, f.f(), Set.of());
        var terms = FoldValues.of(k, name, f.ops(), body.results());
        List<String> acc = terms.variables();
        terms.set(acc, terms.identities());
        DType t = f.f().in().get(0).dtype();
        k.loop(thread, k.count(values.get(f.n())), Integer.toString(KernelBuilder.THREADS), Unrolling.of(f.f()), j -> {
            var args = new ArrayList<String>(List.of(Ty.value(t) + " " + k.narrow(t, j)));
            args.addAll(values.args(f.f().in().subList(1, f.f().in().size())));
            terms.fold(acc, k.call(body, args, null));
        });
        if (checks(f.f())) {
            leaveTogether(k);
        }
        List<String> sums = terms.acrossBlock(acc);
        values.set(f.out(), terms.join(f.init().stream().map(a -> values.get(a).text()).toList(), sums));
        return body.results().stream().mapToInt(r -> TeamThreads.sharedBytes(TeamKernels.Shape.BLOCK, r)).sum();
    }
}
