package dev.jacobi.ptx.emit;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.DeviceCode.Body;
import dev.jacobi.llvm.DeviceCode;
import dev.jacobi.llvm.text.Ty;
import dev.jacobi.ptx.emit.KernelBuilder.Launch;
import dev.jacobi.ptx.emit.KernelBuilder.Operands;
import dev.jacobi.ptx.emit.KernelText.Operand;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A team of threads for each iteration of an outer loop: its lanes share the reductions and maps inside. What is between them every lane computes for
 * itself, but one lane writes.
 */
public final class TeamKernels {
    private static final int MOST = 4096;
    private static final int SHARED = 48 << 10;

    /** Who is a team. */
    public enum Shape {
        /** A warp: for rows that are short, or many. Neighbouring lanes take neighbouring elements of a row. */
        WARP,
        /** A block: for long rows. What is read again is still in the multiprocessor's cache then. */
        BLOCK,
        /**
         * One thread of each warp, so that a block has 32 items beside each other and 8 lanes for each: for columns, where neighbouring items have
         * neighbouring elements.
         */
        TILE
    }

    /** A part of the outer body, in order. Functions take scalars computed by earlier parts, indices, and operands of the launch. */
    public sealed interface Part {
        /** Scalars; {@code out} are the results. {@code written}: arrays that the function overwrites, which only one lane runs then. */
        record Scalars(Func f, List<Var> out, Set<Var> written) implements Part {
        }

        /** A reduction over the indices from {@code start} (i64) to n: {@code f} (index, ..) gives the terms; {@code out} are the results. */
        record Fold(Atom start, Atom n, Func f, List<Prim> ops, List<Atom> init, List<Var> out) implements Part {
        }

        /** A map: {@code f} (index, ..) overwrites {@code written}. */
        record Each(Atom n, Func f, Set<Var> written) implements Part {
        }

        /**
         * A loop in order: {@code before} (index, ..) gives the {@code crossing} scalars of a trip, {@code chain} (index, carries, ..) the next carries and the {@code kept} scalars, and
         * {@code after} (index, ..), null for none, only writes. These take crossing and kept scalars by their names.
         */
        record Ordered(Atom n, Var index, Func before, Set<Var> writtenBefore, Func chain, List<Var> carries, List<Atom> init, List<Var> out, List<Var> crossing, List<Var> kept, Func after,
                Set<Var> writtenAfter) implements Part {
        }

        /** A loop around parts, one trip after the other: the {@code carries} are {@code init}, then what the parts make the {@code yields}; {@code out} in the end. Only for kernels of one block. */
        record Loop(Atom n, Var index, List<Var> carries, List<Atom> init, List<Part> body, List<Atom> yields, List<Var> out) implements Part {
            public Loop {
                body = List.copyOf(body);
            }
        }

        /** Parts where a condition is true, others where it is not; what they yield is {@code out}. Only for kernels of one block. */
        record Branch(Atom condition, List<Part> yes, List<Atom> yesOut, List<Part> no, List<Atom> noOut, List<Var> out) implements Part {
            public Branch {
                yes = List.copyOf(yes);
                no = List.copyOf(no);
            }
        }

        /** What one thread does for all, its scalars {@code out} included. Only for kernels of one block. */
        record Alone(Func f, List<Var> out, Set<Var> written) implements Part {
        }
    }

    private final KernelBuilder kernels;
    private final DeviceCode code;
    private KernelText k;
    private PartValues values;
    private String name;
    private TeamThreads team;
    private Shape shape;
    private int shared;

    public TeamKernels(KernelBuilder kernels) {
        this.kernels = kernels;
        this.code = kernels.code;
    }

    /** Whether the shared memory that every GPU has for a block without being asked for more is enough: each reduction has memory of its own. */
    public static boolean fits(Shape shape, List<Part> parts) {
        int bytes = 0;
        for (Part p : parts) {
            for (Var v : p instanceof Part.Fold f ? f.out() : List.<Var>of()) {
                bytes += TeamThreads.sharedBytes(shape, v.dtype());
            }
        }
        return bytes <= SHARED;
    }

    /** {@code indices}: the outer loop's, one per extent. {@code stem}: what the kernel's name starts with. */
    public Launch rows(String stem, Shape shape, List<? extends Atom> extents, List<Var> indices, List<Part> parts, Set<Var> written) {
        name = kernels.name(stem);
        k = new KernelText(code, name);
        var operands = new Operands(k, kernels.device, Set.of(), written);
        values = new PartValues(k, operands);
        this.shape = shape;
        shared = 0;
        List<Operand> counts = operands.get(extents);
        values.declare(indices, parts);
        k.unlessFailed(true);
        List<String> dims = counts.stream().map(k::count).toList();
        String n = KernelBuilder.product(k, dims);
        team = new TeamThreads(shape, k);
        team.each(n, at -> {
            values.at(indices, KernelBuilder.indices(k, at, dims));
            int number = 0;
            boolean wrote = false;
            for (Part p : parts) {
                // what one lane writes the others have read before, or read afterwards
                if (number > 0 && (wrote || writes(p))) {
                    team.meet();
                }
                part(p, name + ".part" + number++);
                wrote = writes(p);
            }
            team.meet();
        });
        k.finish();
        return kernels.add(name, KernelBuilder.THREADS, TeamThreads.items(shape), MOST, shared, true, written, operands.args());
    }

    private static boolean writes(Part p) {
        return p instanceof Part.Each || p instanceof Part.Scalars s && !s.written().isEmpty();
    }

    private void part(Part p, String part) {
        if (p instanceof Part.Scalars s) {
            Body body = code.add(part, s.f(), s.written());
            if (s.written().isEmpty()) {
                // a check fails for all lanes alike, and they leave together
                values.set(s.out(), k.call(body, values.args(s.f().in()), k::leave));
                return;
            }
            k.when(team.leads(), () -> k.call(body, values.args(s.f().in()), null));
        } else if (p instanceof Part.Fold f) {
            fold(f, part);
        } else if (p instanceof Part.Each e) {
            Body body = code.add(part, e.f(), e.written());
            each(Lit.i64(0), e.n(), e.f(), args -> k.call(body, args, null));
        }
    }

    private void each(Atom start, Atom n, Func f, Consumer<List<String>> body) {
        DType t = f.in().get(0).dtype();
        String first = start instanceof Lit ? team.lane() : k.op("add", values.get(start).text(), team.lane());
        k.loop(first, team.trips(k.count(values.get(n))), Integer.toString(team.lanes()), Unrolling.of(f), j -> {
            var args = new ArrayList<String>(List.of(Ty.value(t) + " " + k.narrow(t, j)));
            args.addAll(values.args(f.in().subList(1, f.in().size())));
            body.accept(args);
        });
    }

    private void fold(Part.Fold f, String part) {
        Body body = code.add(part, f.f(), Set.of());
        var terms = FoldValues.of(k, part, f.ops(), body.results());
        List<String> acc = terms.variables();
        // the variable is one for all turns of the outer loop
        terms.set(acc, terms.identities());
        each(f.start(), f.n(), f.f(), args -> terms.fold(acc, k.call(body, args, null)));
        List<String> sums = team.join(terms, acc);
        body.results().forEach(t -> shared += TeamThreads.sharedBytes(shape, t));
        values.set(f.out(), terms.join(f.init().stream().map(a -> values.get(a).text()).toList(), sums));
    }
}
