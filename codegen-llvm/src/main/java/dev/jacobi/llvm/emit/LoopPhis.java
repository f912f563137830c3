package dev.jacobi.llvm.emit;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.RegionView;
import dev.jacobi.llvm.text.FnText;
import dev.jacobi.llvm.text.Ty;
import dev.jacobi.llvm.text.Value;
import dev.jacobi.llvm.text.Value.Arr;
import dev.jacobi.llvm.text.Value.Val;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * The phi nodes of a loop's carry. Arrays that stay in their memory need none. Steps in order: {@link #start} in the block before the loop,
 * {@link #open} in the header, {@link #close} in the last block of the body, {@link #finish}. {@link #merge} makes those behind branches.
 */
final class LoopPhis {
    private final EquationEmitter g;
    private final List<Value> init;
    private final List<Boolean> stable = new ArrayList<>();
    private final List<PhiForm> forms = new ArrayList<>();
    private final List<List<String>> enter = new ArrayList<>();
    private final List<List<String>> names = new ArrayList<>();
    private final List<List<String>> back = new ArrayList<>();
    private FnText.Block pre;
    private FnText.Block head;
    private FnText.Block latch;

    /** The carry of for or while with these initial values, behind which there may be scalars of the caller's own, the same for all lanes. */
    LoopPhis(EquationEmitter g, Eqn e, List<Value> init) {
        this.g = g;
        this.init = init;
        List<RegionView.Slot> carries = RegionView.of(e).carried();
        for (int k = 0; k < init.size(); k++) {
            boolean array = init.get(k) instanceof Arr;
            stable.add(array && g.facts.stable(carries.get(k)));
            forms.add(array ? null : k < carries.size() ? g.facts.form(carries.get(k).param(), g) : new PhiForm(1, 0));
        }
    }

    /** A carry of scalars in these forms. */
    LoopPhis(EquationEmitter g, List<Val> init, List<PhiForm> forms) {
        this.g = g;
        this.init = List.copyOf(init);
        this.forms.addAll(forms);
        forms.forEach(f -> stable.add(false));
    }

    /** Scalars in vectors of one part. */
    static LoopPhis varying(EquationEmitter g, List<Val> init) {
        return new LoopPhis(g, init, Collections.nCopies(init.size(), new PhiForm(1, Value.VARYING)));
    }

    void start(FnText.Block before) {
        pre = before;
        enter.addAll(texts(init));
    }

    /** The block before the loop ends as this one. */
    void startsFrom(FnText.Block before) {
        pre = before;
    }

    private List<String> texts(int k, Value v) {
        if (v instanceof Val x) {
            return forms.get(k).carried(g, x);
        }
        var out = new ArrayList<String>();
        Arr a = (Arr) v;
        out.add(g.memory.address(a));
        out.addAll(a.dims());
        return out;
    }

    /** The carry at the start of an iteration. */
    List<Value> open(FnText.Block header) {
        head = header;
        var out = new ArrayList<Value>();
        for (int k = 0; k < init.size(); k++) {
            var mine = new ArrayList<String>();
            enter.get(k).forEach(x -> mine.add(g.fn.fresh()));
            names.add(mine);
        }
        for (int k = 0; k < init.size(); k++) {
            out.add(stable.get(k) ? init.get(k) : rebuilt(k, names.get(k)));
        }
        return out;
    }

    void close(List<Value> next) {
        back.addAll(texts(next));
        latch = g.fn.current();
    }

    /** The last block of the body ends as this one. */
    void closesFrom(FnText.Block last) {
        latch = last;
    }

    /** The carry's texts for these values, made in the current block; none for arrays that stay in their memory. */
    List<List<String>> texts(List<Value> values) {
        var out = new ArrayList<List<String>>();
        for (int k = 0; k < init.size(); k++) {
            out.add(stable.get(k) ? List.of() : texts(k, values.get(k)));
        }
        return out;
    }

    /** The results where a loop ends that is left before its first trip by the block {@code none}, after a trip by {@code end}, and from a block {@code left} with other texts. */
    List<Value> join(FnText.Block exit, FnText.Block none, FnText.Block end, FnText.Block left, List<List<String>> leaving) {
        var out = new ArrayList<Value>();
        for (int k = 0; k < init.size(); k++) {
            var mine = new ArrayList<String>();
            for (int p = 0; p < enter.get(k).size(); p++) {
                mine.add(g.fn.fresh());
                exit.phi(mine.get(p), type(k, p), PhiForm.from(enter.get(k).get(p), none, back.get(k).get(p), end) + ", " + PhiForm.from(leaving.get(k).get(p), left));
            }
            out.add(stable.get(k) ? init.get(k) : rebuilt(k, mine));
        }
        return out;
    }

    private Value rebuilt(int k, List<String> texts) {
        if (init.get(k) instanceof Val v) {
            return forms.get(k).rebuild(g, v.dtype(), texts);
        }
        Arr a = (Arr) init.get(k);
        return new Arr(a.dtype(), texts.get(0), null, texts.subList(1, texts.size()), a.lanes(), -1);
    }

    private String incoming(int k, int p) {
        return PhiForm.from(enter.get(k).get(p), pre, back.get(k).get(p), latch);
    }

    private String type(int k, int p) {
        return init.get(k) instanceof Val v ? forms.get(k).type(g, v.dtype()) : p == 0 ? "ptr" : "i64";
    }

    /** Writes the phi nodes. */
    void finish() {
        for (int k = 0; k < init.size(); k++) {
            for (int p = 0; p < names.get(k).size(); p++) {
                head.phi(names.get(k).get(p), type(k, p), incoming(k, p));
            }
        }
    }

    /** Pointers of the arrays that do not stay in their memory. */
    List<String> moving(List<Value> next) {
        var out = new ArrayList<String>();
        for (int k = 0; k < init.size(); k++) {
            if (next.get(k) instanceof Arr a && !stable.get(k)) {
                out.add(a.ptr());
            }
        }
        return out;
    }

    /** One value out of several that come from different blocks; those blocks are still open. */
    static Value merge(EquationEmitter g, FnText.Block join, List<FnText.Block> ends, List<Value> values) {
        if (values.get(0) instanceof Val v) {
            PhiForm form = PhiForm.of(v);
            for (Value x : values) {
                form = form.join(PhiForm.of((Val) x));
            }
            if (values.stream().allMatch(values.get(0)::equals)) {
                return v;
            }
            var incoming = new ArrayList<List<String>>();
            for (int k = 0; k < ends.size(); k++) {
                g.fn.resume(ends.get(k));
                incoming.add(form.carried(g, (Val) values.get(k)));
            }
            var names = new ArrayList<String>();
            for (int p = 0; p < incoming.get(0).size(); p++) {
                var text = new ArrayList<String>();
                for (int k = 0; k < ends.size(); k++) {
                    text.add(PhiForm.from(incoming.get(k).get(p), ends.get(k)));
                }
                String name = g.fn.fresh();
                join.phi(name, form.type(g, v.dtype()), String.join(", ", text));
                names.add(name);
            }
            return form.rebuildAt(g, join, v.dtype(), names);
        }
        return mergeArrays(g, join, ends, values);
    }

    private static Arr mergeArrays(EquationEmitter g, FnText.Block join, List<FnText.Block> ends, List<Value> values) {
        Arr first = (Arr) values.get(0);
        boolean samePlace = values.stream().allMatch(x -> ((Arr) x).ptr().equals(first.ptr()) && Objects.equals(((Arr) x).offset(), first.offset()));
        String ptr = first.ptr();
        if (!samePlace) {
            ptr = g.fn.fresh();
            var text = new ArrayList<String>();
            for (int k = 0; k < ends.size(); k++) {
                g.fn.resume(ends.get(k));
                text.add(PhiForm.from(g.memory.address((Arr) values.get(k)), ends.get(k)));
            }
            join.phi(ptr, "ptr", String.join(", ", text));
        }
        var dims = new ArrayList<String>();
        for (int d = 0; d < first.dims().size(); d++) {
            int axis = d;
            if (values.stream().allMatch(x -> ((Arr) x).dims().get(axis).equals(first.dims().get(axis)))) {
                dims.add(first.dims().get(d));
                continue;
            }
            var text = new ArrayList<String>();
            for (int k = 0; k < ends.size(); k++) {
                text.add(PhiForm.from(((Arr) values.get(k)).dims().get(d), ends.get(k)));
            }
            dims.add(g.fn.fresh());
            join.phi(dims.get(d), "i64", String.join(", ", text));
        }
        boolean sameRoot = values.stream().allMatch(x -> ((Arr) x).root() == first.root());
        List<Value> tables = new ArrayList<>();
        values.forEach(x -> tables.add(((Arr) x).table()));
        Arr table = first.table() == null || tables.stream().allMatch(first.table()::equals) ? first.table() : mergeArrays(g, join, ends, tables);
        return new Arr(first.dtype(), ptr, samePlace ? first.offset() : null, dims, first.lanes(), sameRoot ? first.root() : -1, table);
    }

    /** How a scalar of the IR travels through phi nodes: number of parts, and stride from lane to lane (0: one LLVM scalar per part). */
    record PhiForm(int parts, long stride) {
        static PhiForm of(Val v) {
            return new PhiForm(v.parts().size(), v.stride());
        }

        /** What a phi node takes by the block that it is entered from. */
        static String from(String a, FnText.Block x, String b, FnText.Block y) {
            return from(a, x) + ", " + from(b, y);
        }

        static String from(String value, FnText.Block block) {
            return "[ " + value + ", " + block.label() + " ]";
        }

        PhiForm join(PhiForm o) {
            return new PhiForm(Math.max(parts, o.parts), stride == o.stride ? stride : Value.VARYING);
        }

        /** LLVM type of what is carried: the base of an affine value, else the value itself. */
        String type(EquationEmitter g, DType t) {
            return stride == Value.VARYING ? Ty.vector(Ty.value(t), g.lanes) : Ty.value(t);
        }

        /** The texts that enter the phi nodes. */
        List<String> carried(EquationEmitter g, Val v) {
            var out = new ArrayList<String>();
            for (int k = 0; k < parts; k++) {
                out.add(stride == Value.VARYING ? g.vector(v, k) : v.basePart(k));
            }
            return out;
        }

        /** The value made of the phi nodes' names; the current block is where they stand. */
        Val rebuild(EquationEmitter g, DType t, List<String> names) {
            return stride == 0 ? Val.uniform(t, names) : stride == Value.VARYING ? Val.varying(t, names) : g.affine(t, names, stride);
        }

        /** As {@link #rebuild}, with the instructions going to a block that is not yet placed. */
        Val rebuildAt(EquationEmitter g, FnText.Block block, DType t, List<String> names) {
            FnText.Block here = g.fn.current();
            g.fn.resume(block);
            Val v = rebuild(g, t, names);
            g.fn.resume(here);
            return v;
        }
    }
}
