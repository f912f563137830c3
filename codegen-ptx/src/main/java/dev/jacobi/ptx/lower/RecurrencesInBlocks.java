package dev.jacobi.ptx.lower;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.analysis.FoldIdentity;
import dev.jacobi.ir.pass.FunctionPass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Recurrences whose steps can be joined: a loop outside of others, {@code s = a(i) * s + b(i)} (integers always, floats in fast mode) or {@code s = x(i) > s ? x(i) : s}, in blocks. What the
 * steps of each block come to is computed for all blocks at once; then one value after the other says what each block starts with; then all blocks run the loop as it was written.
 * Sums of what the loop computes beside the recurrences are added up by block.
 */
public final class RecurrencesInBlocks {
    private static final int LEAST = 256;
    private static final int MOST_BLOCKS = 8192;
    private final Builder b;
    private final boolean fast;

    private RecurrencesInBlocks(Builder b, boolean fast) {
        this.b = b;
        this.fast = fast;
    }

    /** As a pass; {@code fast}: sums of floats may be in any order. */
    public static FunctionPass pass(boolean fast) {
        return OutermostLoops.pass("recurrences-in-blocks", b -> new RecurrencesInBlocks(b, fast)::eqn);
    }

    private List<? extends Atom> eqn(Eqn e) {
        if (e.prim() != Prim.FOR || e.in().get(0) instanceof Lit || RegionView.of(e).trip().dtype() != DType.I32 || Regions.any(List.of(e), x -> x.prim() == Prim.CHECK)) {
            return null;
        }
        OrderedSplit s = OrderedSplit.of(e, b.nextId());
        Kinds kinds = s == null ? null : kinds(s);
        return kinds == null ? null : new Blocks(e, s, kinds).emit();
    }

    /** The carries, by their numbers, that are recurrences, with their steps, and those that are folded into, with what joins them. */
    private record Kinds(Map<Integer, JoinedSteps> recurrences, Map<Integer, Prim> folds) {
    }

    private Kinds kinds(OrderedSplit s) {
        var recurrences = new LinkedHashMap<Integer, JoinedSteps>();
        var folds = new LinkedHashMap<Integer, Prim>();
        for (int c = 0; c < s.carries().size(); c++) {
            var others = new HashSet<>(s.carries());
            others.remove(s.carries().get(c));
            JoinedSteps steps = JoinedSteps.of(s, c, dependents(s, others), fast);
            if (steps != null) {
                recurrences.put(c, steps);
            }
        }
        for (int c = 0; c < s.carries().size(); c++) {
            if (!recurrences.containsKey(c)) {
                Prim op = fold(s, c);
                if (op == null) {
                    return null;
                }
                folds.put(c, op);
            }
        }
        return recurrences.isEmpty() ? null : new Kinds(recurrences, folds);
    }

    /** All that depends on these carries. */
    private static Set<Var> dependents(OrderedSplit s, Set<Var> of) {
        var out = new HashSet<>(of);
        s.chain().stream().filter(x -> OrderedSplit.uses(x).stream().anyMatch(out::contains)).forEach(x -> out.addAll(x.out()));
        return out;
    }

    /** What a carry is folded by that nothing else uses; null when it is no fold whose order is free. */
    private Prim fold(OrderedSplit s, int c) {
        Var carry = s.carries().get(c);
        Eqn by = Regions.definition(s.chain(), s.yields().get(c));
        boolean once = by != null && s.chain().stream().filter(x -> OrderedSplit.uses(x).contains(carry)).count() == 1 && s.after().stream().noneMatch(x -> OrderedSplit.uses(x).contains(carry));
        boolean alone = once && s.chain().stream().noneMatch(x -> OrderedSplit.uses(x).contains(by.result())) && s.after().stream().noneMatch(x -> OrderedSplit.uses(x).contains(by.result()));
        boolean free = alone && by.prim().isFold() && by.in().contains(carry) && !by.in().get(0).equals(by.in().get(1))
            && (fast || !carry.dtype().isFloat() || by.prim() == Prim.MIN || by.prim() == Prim.MAX);
        return free ? by.prim() : null;
    }

    /** One loop. */
    private final class Blocks {
        private final Eqn e;
        private final OrderedSplit s;
        private final Kinds kinds;
        private final Var n;
        private final Var length;
        private final Var blocks;

        Blocks(Eqn e, OrderedSplit s, Kinds kinds) {
            this.e = e;
            this.s = s;
            this.kinds = kinds;
            n = b.emit(Prim.MAX, s.n(), Lit.i32(0));
            Var part = b.emit(Prim.ADD, b.emit(Prim.DIV, n, Lit.i32(MOST_BLOCKS)), Lit.i32(1));
            length = b.emit(Prim.MAX, part, Lit.i32(LEAST));
            Var whole = b.emit(Prim.DIV, n, length);
            Var rest = b.emit(Prim.SUB, n, b.emit(Prim.MUL, whole, length));
            blocks = b.emit(Prim.ADD, whole, b.emit(Prim.MIN, rest, Lit.i32(1)));
        }

        private Var array(DType t) {
            return b.full(Lit.zero(t), List.of(Dim.UNKNOWN), List.of(blocks));
        }

        List<Atom> emit() {
            var joined = new LinkedHashMap<Integer, List<Var>>();
            kinds.recurrences.forEach((c, steps) -> joined.put(c, joined(c, steps)));
            var results = new HashMap<Var, Atom>();
            var starts = new LinkedHashMap<Integer, Var>();
            chain(joined, starts, results);
            boolean more = !kinds.folds.isEmpty() || e.out().stream().anyMatch(Atom::isArray);
            if (more) {
                again(starts, results);
            }
            return e.out().stream().map(results::get).toList();
        }

        private Var from(Var block) {
            return b.emit(Prim.MUL, block, length);
        }

        /** The trips of a block: all that are left in the last one. */
        private Var trips(Var from) {
            return b.emit(Prim.MIN, length, b.emit(Prim.SUB, n, from));
        }

        /** What the steps of each block come to, an array for each number that says so. */
        private List<Var> joined(int c, JoinedSteps steps) {
            DType t = s.carries().get(c).dtype();
            List<Atom> none = steps.none(t);
            List<Var> arrays = none.stream().map(x -> array(t)).toList();
            List<Var> dests = arrays.stream().map(a -> b.fresh(a.type())).toList();
            var block = b.fresh(Type.I32);
            b.open();
            Var from = from(block);
            Var trips = trips(from);
            Var j = b.fresh(Type.I32);
            List<Var> now = none.stream().map(x -> b.fresh(new Type(t, List.of()))).toList();
            b.open();
            Var i = b.emit(Prim.ADD, from, j);
            var copy = new Rewrite(b).replace(s.index(), i);
            // the arrays as they are before the loop: a trip reads its own elements before it writes them
            RegionView.of(e).slots().stream().filter(x -> x.result().isArray()).forEach(x -> copy.replace(x.param(), x.init()));
            b.append(copy.body(reads(s.before())));
            List<Atom> next = steps.next(b, copy, now);
            var params = new ArrayList<Var>(List.of(j));
            params.addAll(now);
            Region body = b.close(params, next);
            var in = new ArrayList<Atom>(List.of(trips));
            in.addAll(none);
            List<Var> sums = b.emitAll(Prim.FOR, new Params.Loop(Dim.UNKNOWN, body), in);
            return map(block, arrays, dests, () -> {
                var out = new ArrayList<Atom>();
                for (int k = 0; k < dests.size(); k++) {
                    out.add(b.update(dests.get(k), Params.Access.PROMISED, List.of(block), sums.get(k)));
                }
                return out;
            });
        }

        private static List<Eqn> reads(List<Eqn> body) {
            return body.stream().filter(x -> x.prim() != Prim.UPDATE).toList();
        }

        /** Closes a map over the blocks that has been opened. */
        private List<Var> map(Var block, List<? extends Atom> init, List<Var> dests, Supplier<List<Atom>> out) {
            var params = new ArrayList<Var>(List.of(block));
            params.addAll(dests);
            List<Atom> yields = out.get();
            Region r = b.close(params, yields);
            var in = new ArrayList<Atom>(List.of(blocks));
            in.addAll(init);
            return b.emitAll(Prim.MAP, new Params.Loop(Dim.UNKNOWN, r), in);
        }

        /** What each block starts with, and what the recurrences come to. */
        private void chain(Map<Integer, List<Var>> joined, Map<Integer, Var> starts, Map<Var, Atom> results) {
            var in = new ArrayList<Atom>(List.of(blocks));
            Var block = b.fresh(Type.I32);
            var params = new ArrayList<Var>(List.of(block));
            var numbers = new ArrayList<>(joined.keySet());
            for (int c : numbers) {
                Type t = s.carries().get(c).type();
                Var all = array(t.dtype());
                in.add(s.init().get(c));
                in.add(all);
                params.add(b.fresh(t));
                params.add(b.fresh(all.type()));
            }
            b.open();
            var yields = new ArrayList<Atom>();
            for (int k = 0; k < numbers.size(); k++) {
                Var now = params.get(1 + 2 * k);
                List<Var> values = joined.get(numbers.get(k)).stream().map(a -> b.index(a, Params.Access.PROMISED, List.of(block))).toList();
                Var all = b.update(params.get(2 + 2 * k), Params.Access.PROMISED, List.of(block), now);
                yields.add(kinds.recurrences.get(numbers.get(k)).applied(b, values, now));
                yields.add(all);
            }
            List<Var> out = b.emitAll(Prim.FOR, new Params.Loop(Dim.UNKNOWN, b.close(params, yields)), in);
            for (int k = 0; k < numbers.size(); k++) {
                results.put(s.results().get(numbers.get(k)), out.get(2 * k));
                starts.put(numbers.get(k), out.get(1 + 2 * k));
            }
        }

        /** The loop once more, block by block. */
        private void again(Map<Integer, Var> starts, Map<Var, Atom> results) {
            List<RegionView.Slot> slots = RegionView.of(e).slots();
            var init = new ArrayList<Atom>();
            var dests = new ArrayList<Var>();
            slots.stream().filter(x -> x.result().isArray()).forEach(x -> init.add(x.init()));
            kinds.folds.keySet().forEach(c -> init.add(array(s.carries().get(c).dtype())));
            init.forEach(a -> dests.add(b.fresh(a.type())));
            Var block = b.fresh(Type.I32);
            b.open();
            Var from = from(block);
            Var trips = trips(from);
            var in = new ArrayList<Atom>(List.of(trips));
            int at = 0;
            for (RegionView.Slot x : slots) {
                int c = s.results().indexOf(x.result());
                in.add(x.result().isArray() ? dests.get(at++) : starts.containsKey(c) ? b.index(starts.get(c), Params.Access.PROMISED, List.of(block))
                    : FoldIdentity.neutral(kinds.folds.get(c), x.result().dtype()));
            }
            Var j = b.fresh(Type.I32);
            b.open();
            var copy = new Rewrite(b);
            Var i = b.emit(Prim.ADD, from, j);
            Region r = RegionView.of(e).body();
            copy.replace(r.params().get(0), i);
            var params = new ArrayList<Var>(List.of(j));
            r.params().subList(1, r.params().size()).forEach(p -> params.add(copy.rename(p)));
            b.append(copy.body(r.body()));
            List<Var> done = b.emitAll(Prim.FOR, new Params.Loop(Dim.UNKNOWN, b.close(params, copy.atoms(r.out()))), in);
            List<Var> out = map(block, init, dests, () -> {
                var yields = new ArrayList<Atom>();
                for (int k = 0; k < slots.size(); k++) {
                    if (slots.get(k).result().isArray()) {
                        yields.add(done.get(k));
                    }
                }
                for (int c : kinds.folds.keySet()) {
                    int k = slots.stream().map(RegionView.Slot::result).toList().indexOf(s.results().get(c));
                    yields.add(b.update(dests.get(yields.size()), Params.Access.PROMISED, List.of(block), done.get(k)));
                }
                return yields;
            });
            results(slots, out, results);
        }

        private void results(List<RegionView.Slot> slots, List<Var> out, Map<Var, Atom> results) {
            int at = 0;
            for (RegionView.Slot x : slots) {
                if (x.result().isArray()) {
                    results.put(x.result(), out.get(at++));
                }
            }
            for (Map.Entry<Integer, Prim> f : kinds.folds.entrySet()) {
                Var part = out.get(at++);
                Var block = b.fresh(Type.I32);
                b.open();
                Var term = b.index(part, Params.Access.PROMISED, List.of(block));
                Region r = b.close(List.of(block), List.of(term));
                int c = f.getKey();
                results.put(s.results().get(c), b.emitAll(Prim.REDUCE, new Params.Fold(Dim.UNKNOWN, List.of(f.getValue()), r), List.of(blocks, s.init().get(c))).get(0));
            }
        }
    }
}
