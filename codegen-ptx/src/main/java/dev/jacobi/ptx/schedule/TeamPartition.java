package dev.jacobi.ptx.schedule;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Region;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Rewrite;
import dev.jacobi.ir.Var;
import dev.jacobi.ptx.emit.TeamKernels.Part;
import dev.jacobi.ptx.lower.OrderedSplit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The body of a map cut into parts that a team of threads shares, when it has reductions or maps. They go along rows, through elements that lie one behind
 * the other, or along columns, where neighbouring iterations of the outer loop have neighbouring elements.
 */
final class TeamPartition {
    private final Func f;
    private final Set<Var> indices;
    private final Set<Var> written;
    private final Map<Var, Var> root = new HashMap<>();
    private final Map<Var, Eqn> views = new HashMap<>();
    private List<Part> parts = new ArrayList<>();
    private List<Eqn> group = new ArrayList<>();
    private boolean writes;
    private final Map<Integer, Integer> uses;
    private int nextId;
    private boolean along;
    private boolean some;
    /** Takes loops and branches, for kernels of one block; else null. */
    private BlockParts block;

    /** The parts; {@code along}: most elements lie along rows. New variables in them have numbers below {@code nextId}. */
    record Cut(List<Part> parts, boolean along, int nextId) {
        Cut {
            parts = List.copyOf(parts);
        }
    }

    private TeamPartition(Func f, int indices, Set<Var> written, int firstId) {
        this.f = f;
        this.indices = new HashSet<>(f.in().subList(0, indices));
        this.written = written;
        this.uses = Regions.uses(f.body(), List.of());
        this.nextId = Math.max(firstId, Regions.firstFreeId(f));
        f.in().stream().filter(Atom::isArray).forEach(v -> root.put(v, v));
    }

    /** The body as parts, or null when it is not of that form. {@code f}: indices, then operands; results as the body yields them. */
    static Cut of(Func f, int indices, Set<Var> written, int firstId) {
        var r = new TeamPartition(f, indices, written, firstId);
        int votes = new TeamDirection(f, r.indices).votes();
        r.along = votes > 0;
        return votes != 0 && r.cut(f.body()) && r.some ? new Cut(r.parts, r.along, r.nextId) : null;
    }

    /** A loop around parallel ones, whose function has one equation, as parts for one block; null when it is not of that form. Arrays of its own become elements of {@code written}. */
    static Cut block(Func f, Set<Var> written, BlockParts block, int firstId) {
        var r = new TeamPartition(f, 0, written, firstId);
        r.block = block;
        block.of(r);
        return block.loop(f.body().get(0)) && r.some ? new Cut(r.parts, true, r.nextId) : null;
    }

    /** A loop outside of parallel ones, whose function has one equation, as parts; null when it is not of that form. */
    static Cut single(Func f, Set<Var> written, int firstId) {
        var r = new TeamPartition(f, 0, written, firstId);
        Part.Ordered part = r.ordered(f.body().get(0));
        return part == null ? null : new Cut(List.of(part), true, r.nextId);
    }

    /** Cuts equations into parts; false when something has no part. */
    boolean cut(List<Eqn> body) {
        for (Eqn e : body) {
            if (e.prim() == Prim.FOR || e.prim() == Prim.REDUCE && !RegionView.of(e).carried().isEmpty()) {
                flush();
                Part.Ordered part = block != null && block.isShort(e) ? null : ordered(e);
                if (part != null) {
                    parts.add(part);
                } else if (block == null || !block.loop(e)) {
                    return false;
                }
                some = true;
                continue;
            }
            boolean[] checks = {false};
            Regions.of(e).forEach(r -> Regions.each(r.body(), x -> checks[0] |= x.prim() == Prim.CHECK && block == null || x.prim() == Prim.CALL));
            if (checks[0]) {
                return false;
            }
            boolean fold = e.prim() == Prim.REDUCE && RegionView.of(e).carried().isEmpty();
            boolean each = e.prim() == Prim.MAP && RegionView.of(e).slots(RegionView.Role.STACK).isEmpty();
            if (fold || each) {
                flush();
                some = true;
                if (block != null) {
                    block.width(e);
                }
                if (fold) {
                    fold(e);
                } else if (!each(e)) {
                    return false;
                }
            } else if (!scalar(e) && (block == null || !block.take(e))) {
                return false;
            }
        }
        flush();
        return true;
    }

    // What the parts of a block are made with.

    /** Parts that follow go to a list of their own, until {@link #end}. */
    List<Part> begin() {
        flush();
        List<Part> outer = parts;
        parts = new ArrayList<>();
        return outer;
    }

    /** The parts since {@link #begin}, whose result this takes. */
    List<Part> end(List<Part> outer) {
        List<Part> inner = parts;
        parts = outer;
        return inner;
    }

    /** Adds a part behind those that are there. */
    void add(Part p) {
        flush();
        parts.add(p);
    }

    /** The operand whose memory an array is; null when it is a part of one or has none that is written. */
    Var memory(Atom a) {
        Var d = root.get((Var) a);
        return d == null || !written.contains(d) || views.containsKey((Var) a) ? null : d;
    }

    /** An array is an operand's memory from here on; new arrays are operands of their own. */
    void name(Var array, Var memory) {
        root.put(array, memory);
        written.add(memory);
    }

    /** Takes an equation into the current group of scalar ones; false when it makes arrays of its own. */
    private boolean scalar(Eqn e) {
        if (e.prim() == Prim.COND) {
            return branch(e);
        }
        if (!Regions.of(e).isEmpty() || e.prim() == Prim.CALL) {
            return false;
        }
        if (e.prim() == Prim.UPDATE || e.prim() == Prim.ACC_ADD) {
            Var to = root.get((Var) e.in().get(0));
            if (to == null || !written.contains(to) || views.containsKey((Var) e.in().get(0)) || e.in().get(e.in().size() - 1).isArray()) {
                return false;
            }
            if (!writes) {
                flush();
            }
            writes = true;
            root.put(e.result(), to);
        } else if (e.out().stream().anyMatch(Atom::isArray)) {
            boolean view = e.prim() == Prim.INDEX || e.prim() == Prim.RESHAPE;
            if (!view || written.contains(root.get((Var) e.in().get(0)))) {
                return false;
            }
            flush();
            root.put(e.result(), root.get((Var) e.in().get(0)));
            views.put(e.result(), e);
            return true;
        } else if (writes) {
            flush();
        }
        group.add(e);
        return true;
    }

    /** A branch over scalars, or one that writes to arrays that are written anyway. */
    private boolean branch(Eqn e) {
        var versions = new HashMap<Var, Var>(root);
        boolean[] plain = {true};
        boolean[] stores = {false};
        Regions.each(List.of(e), x -> {
            boolean store = x.prim() == Prim.UPDATE && !x.written().isArray() && !views.containsKey((Var) x.in().get(0));
            if (store && versions.containsKey((Var) x.in().get(0))) {
                versions.put(x.result(), versions.get((Var) x.in().get(0)));
                stores[0] = true;
            }
            plain[0] &= x == e || store || x.prim() == Prim.COND && x.out().stream().noneMatch(Atom::isArray)
                || Regions.of(x).isEmpty() && x.prim() != Prim.CALL && x.prim() != Prim.CHECK && x.out().stream().noneMatch(Atom::isArray);
        });
        if (!plain[0]) {
            return false;
        }
        for (int k = 0; k < e.out().size(); k++) {
            if (e.out().get(k).isArray()) {
                int at = k;
                List<Var> to = Regions.of(e).stream().map(r -> versions.get((Var) r.out().get(at))).distinct().toList();
                if (to.size() != 1 || to.get(0) == null || !written.contains(to.get(0))) {
                    return false;
                }
                root.put(e.out().get(k), to.get(0));
                stores[0] = true;
            }
        }
        if (stores[0] && e.out().stream().anyMatch(v -> !v.isArray())) {
            return false;
        }
        if (stores[0] != writes) {
            flush();
        }
        writes = stores[0];
        group.add(e);
        return true;
    }

    private void flush() {
        if (group.isEmpty()) {
            return;
        }
        List<Eqn> body = group;
        group = new ArrayList<>();
        boolean effect = writes;
        writes = false;
        var made = new LinkedHashSet<Var>();
        Map<Integer, Integer> inner = Regions.uses(body, List.of());
        body.forEach(e -> made.addAll(e.out()));
        var out = new ArrayList<Var>();
        var to = new HashSet<Var>();
        for (Var v : made) {
            if (v.isArray()) {
                to.add(root.get(v));
            } else if (uses.getOrDefault(v.id(), 0) > inner.getOrDefault(v.id(), 0)) {
                out.add(v);
            }
        }
        if (effect) {
            // scalars of a part that one lane runs are not known to the others; an update's group has none
            out.clear();
        }
        parts.add(new Part.Scalars(function(List.of(), body, out), out, effect ? to : Set.of()));
    }

    /** A function of these equations: indices in front, then whatever they use; arrays go by the names of the operands that they are. */
    Func function(List<Var> index, List<Eqn> body, List<? extends Atom> out) {
        var copy = new Rewrite(nextId);
        var eqns = new ArrayList<Eqn>();
        var needed = new LinkedHashSet<Var>();
        var whole = new Region(index, body, List.copyOf(out));
        Regions.captures(whole).forEach(v -> need(v, needed));
        var in = new ArrayList<Var>(index);
        for (Var v : needed) {
            if (!views.containsKey(v)) {
                Var r = v.isArray() ? root.get(v) : v;
                if (!in.contains(r)) {
                    in.add(r);
                }
                if (!r.equals(v)) {
                    copy.replace(v, r);
                }
            }
        }
        for (Var v : needed) {
            if (views.containsKey(v)) {
                eqns.addAll(copy.body(List.of(views.get(v))));
            }
        }
        eqns.addAll(copy.body(body));
        List<Atom> results = copy.atoms(out);
        nextId = copy.nextId();
        return new Func(in, eqns, results);
    }

    /** What an array or scalar is made of: views bring what they are views of, and its indices, in front of themselves. */
    private void need(Var v, Set<Var> needed) {
        if (views.containsKey(v)) {
            Var.among(views.get(v).in()).forEach(x -> need(x, needed));
        }
        needed.add(v);
    }

    private void fold(Eqn e) {
        Params.Fold p = (Params.Fold) e.params();
        List<Atom> init = RegionView.of(e).slots().stream().map(RegionView.Slot::init).toList();
        parts.add(new Part.Fold(Lit.i64(0), e.in().get(0), function(p.body().params(), p.body().body(), p.body().out()), p.ops(), init, e.out()));
    }

    /** A loop whose order stays; null when trips touch elements of each other, or nothing is done beside the chain. */
    private Part.Ordered ordered(Eqn e) {
        nextId = Math.max(nextId, Regions.firstFreeId(f));
        OrderedSplit s = OrderedSplit.of(e, nextId);
        if (s == null || !s.worthwhile()) {
            return null;
        }
        nextId += 2 * e.out().size();
        var to = new HashSet<Var>();
        var own = new HashSet<Var>();
        for (RegionView.Slot c : RegionView.of(e).slots()) {
            if (c.result().isArray()) {
                Var d = root.get((Var) c.init());
                if (d == null || !written.contains(d) || views.containsKey((Var) c.init())) {
                    return null;
                }
                root.put(c.result(), d);
                own.add(d);
                s.versions().keySet().stream().filter(v -> s.versions().get(v).equals(c.param())).forEach(v -> root.put(v, d));
            }
        }
        for (Eqn x : RegionView.of(e).body().body()) {
            for (Var v : OrderedSplit.uses(x)) {
                // what the loop writes is read by no other name
                if (v.isArray() && !s.versions().containsKey(v) && own.contains(root.get(v))) {
                    return null;
                }
            }
        }
        var link = new ArrayList<Var>(List.of(s.index()));
        link.addAll(s.carries());
        var chained = new ArrayList<Atom>(s.yields());
        chained.addAll(s.kept());
        return new Part.Ordered(s.n(), s.index(), part(s, s.before(), s.crossing(), to), Set.copyOf(to), function(link, s.chain(), chained), s.carries(), s.init(), s.results(), s.crossing(), s.kept(),
            s.after().isEmpty() ? null : part(s, s.after(), List.of(), own), own);
    }

    Builder ids() {
        return new Builder(nextId);
    }

    void skipTo(int id) {
        nextId = Math.max(nextId, id);
    }

    private Func part(OrderedSplit s, List<Eqn> body, List<Var> scalars, Set<Var> to) {
        var out = new ArrayList<Var>(scalars);
        for (Eqn x : body) {
            if (x.prim() == Prim.UPDATE) {
                out.add(x.result());
                to.add(root.get(x.result()));
            }
        }
        return function(List.of(s.index()), body, out);
    }

    private boolean each(Eqn e) {
        Region r = ((Params.Loop) e.params()).body();
        var to = new HashSet<Var>();
        var copy = new Rewrite(nextId);
        for (RegionView.Slot s : RegionView.of(e).slots()) {
            Var d = root.get((Var) s.init());
            if (d == null || !written.contains(d) || views.containsKey((Var) s.init())) {
                return false;
            }
            copy.replace(s.param(), d);
            root.put(s.result(), d);
            to.add(d);
        }
        Var j = copy.rename(r.params().get(0));
        List<Eqn> body = copy.body(r.body());
        List<Atom> out = copy.atoms(r.out());
        nextId = copy.nextId();
        parts.add(new Part.Each(e.in().get(0), function(List.of(j), body, out), to));
        return true;
    }
}
