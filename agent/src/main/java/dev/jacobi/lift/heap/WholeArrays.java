package dev.jacobi.lift.heap;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.lift.state.Env;
import dev.jacobi.lift.state.EquationBuilder;
import dev.jacobi.lift.state.LiftContext;
import dev.jacobi.lift.state.Val;
import dev.jacobi.report.ReasonCode;
import java.util.Collections;
import java.util.List;

/** Operations on whole arrays: clone, System.arraycopy, Arrays.sort. */
public final class WholeArrays {
    private final LiftContext context;
    private final EquationBuilder ir;
    private final Heap heap;

    public WholeArrays(LiftContext context, Heap heap) {
        this.context = context;
        this.ir = context.ir();
        this.heap = heap;
    }

    public Val copy(Env env, Val r, String place) {
        Atom a = heap.content(env, r);
        if (a.type().rank() == 1) {
            Atom made = ofElements(a);
            Atom copy = made != null ? made : ir.builder().emit(Prim.COPY, a);
            ir.copies(copy, a);
            return heap.fresh(env, copy, place);
        }
        if (r instanceof Val.Ref whole) {
            return heap.rows().share(env, whole, place);
        }
        throw context.refuse(ReasonCode.ROW_STORE, "it clones an array of arrays, whose rows are then shared");
    }

    /** A new array of what is known to be in a small one, such as a shape; null for others. What is known of the copy is all that the original's elements are known to be. */
    private Atom ofElements(Atom a) {
        List<Atom> elements = context.isFunction() && a.dtype() == DType.I32 ? ir.elements(a) : null;
        if (elements == null) {
            return null;
        }
        Atom copy = ir.zeros(DType.I32, List.of(Lit.i32(elements.size())));
        ir.know(copy, Collections.nCopies(elements.size(), 0));
        for (int k = 0; k < elements.size(); k++) {
            copy = ir.update(copy, List.of(Lit.i32(k)), elements.get(k));
        }
        return copy;
    }

    /** Copies elements one by one where it is known which these are. */
    private boolean copiesEach(Env env, Val to, Atom source, Atom target, Atom start, Atom at, Atom n) {
        boolean known = context.isFunction() && start instanceof Lit && at instanceof Lit && n instanceof Lit && ir.elements(source) != null && ir.elements(target) != null;
        if (known) {
            heap.setContent(env, to, old -> {
                Atom a = old;
                for (int k = 0; k < ((Lit) n).asLong(); k++) {
                    a = ir.update(a, List.of(Lit.i32((int) ((Lit) at).asLong() + k)), ir.index(source, List.of(Lit.i32((int) ((Lit) start).asLong() + k))));
                }
                return a;
            });
        }
        return known;
    }

    public void arraycopy(Env env, List<Val> args) {
        Val from = args.get(0);
        Val to = args.get(2);
        Atom start = ir.i32(((Val.Sc) args.get(1)).atom());
        Atom at = ir.i32(((Val.Sc) args.get(3)).atom());
        Atom n = ir.i32(((Val.Sc) args.get(4)).atom());
        Atom source = heap.content(env, from);
        Atom target = heap.content(env, to);
        context.refuseIf(source.type().rank() > 1 || target.type().rank() > 1, ReasonCode.ROW_STORE, "it copies references to arrays");
        if (source.dtype() != target.dtype()) {
            context.fail(Params.Code.THROW);
        }
        within(start, n, ir.dim(source, 0));
        within(at, n, ir.dim(target, 0));
        if (copiesEach(env, to, source, target, start, at, n)) {
            return;
        }
        boolean overlap = !(from instanceof Val.Ref x) || !(to instanceof Val.Ref y) || x.loc() == y.loc();
        Atom src = overlap ? ir.builder().emitAll(Prim.SLICE, new Params.Slice(List.of(ir.extent(n)), List.of(1L)), List.of(source, start, n)).get(0)
            : source;
        heap.setElements(env, to, n, at, k -> ir.index(src, List.of(overlap ? k : ir.op(Prim.ADD, start, k))));
    }

    /** True for Arrays.sort and parallelSort of numbers: a whole array, or a range of it. */
    public static boolean sorts(String owner, String name, String desc) {
        return owner.equals("java/util/Arrays") && (name.equals("sort") || name.equals("parallelSort")) && desc.matches("\\(\\[[BSCIJFD](II)?\\)V");
    }

    /** Sorts by value; the order of floating-point numbers is that of {@code Double.compare}, NaNs last. */
    public void sort(Env env, List<Val> args) {
        Val a = args.get(0);
        if (args.size() == 1) {
            heap.setContent(env, a, this::sorted);
            return;
        }
        Atom from = ir.i32(((Val.Sc) args.get(1)).atom());
        Atom n = ir.op(Prim.SUB, ir.i32(((Val.Sc) args.get(2)).atom()), from);
        within(from, n, heap.length(env, a));
        Atom done = sorted(ir.builder().emitAll(Prim.SLICE, new Params.Slice(List.of(ir.extent(n)), List.of(1L)), List.of(heap.content(env, a), from, n)).get(0));
        heap.setElements(env, a, n, from, k -> ir.index(done, List.of(k)));
    }

    private Atom sorted(Atom a) {
        return ir.builder().emitAll(Prim.SORT, new Params.Sort(0, 1), List.of(a)).get(0);
    }

    /** {@code 0 <= start, 0 <= n, start + n <= length}, without overflow. */
    private void within(Atom start, Atom n, Atom length) {
        Atom ok = ir.and(ir.op(Prim.GE, start, Lit.i32(0)), ir.op(Prim.GE, n, Lit.i32(0)));
        context.check(ir.and(ok, ir.op(Prim.LE, start, ir.op(Prim.SUB, length, n))), Params.Code.INDEX);
    }
}
