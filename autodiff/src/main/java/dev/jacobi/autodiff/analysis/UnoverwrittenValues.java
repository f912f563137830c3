package dev.jacobi.autodiff.analysis;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.RegionView;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Values that stand in an array when its loops have ended, as nothing overwrites their element after they were read or written: the factors of an
 * elimination in place, the elements of a recurrence. The backward part reads them there, and no tape is needed.
 */
public final class UnoverwrittenValues {
    /** Where a value stands: an element of an array at the function's top, which stays as it is. */
    public record Place(Var array, Params.Access access, List<Atom> at) {
    }

    /** One access: the value that it reads or writes, and the blocks around it from the outermost loop's body inwards with the place in each. */
    record Point(Eqn eqn, Var array, List<Atom> at, List<BlockTree.Block> blocks, List<Integer> places) {
        BlockTree.Block block() {
            return blocks.get(blocks.size() - 1);
        }
    }

    private final BlockTree prog;
    private final AccessProofs proofs;
    private final Map<Var, Place> found = new HashMap<>();
    private List<Point> reads;
    private List<Point> writes;
    private Set<Atom> versions;

    public UnoverwrittenValues(BlockTree prog) {
        this.prog = prog;
        proofs = new AccessProofs(prog.func);
        for (Eqn e : prog.top.eqns) {
            if (prog.top.inner.containsKey(e) && e.prim() != Prim.COND) {
                for (int k = 0; k < e.out().size(); k++) {
                    Var v = e.out().get(k);
                    if (!v.type().isScalar() && prog.stays(v)) {
                        array(e, RegionView.ofResult(e, v));
                    }
                }
            }
        }
    }

    /** Null when it has to be had in another way. */
    public Place place(Var v) {
        return found.get(v);
    }

    private void array(Eqn loop, RegionView.Slot slot) {
        BlockTree.Block body = prog.body(prog.top, loop);
        if (slot.param() == null || loop.prim() == Prim.REDUCE) {
            return;
        }
        reads = new ArrayList<>();
        writes = new ArrayList<>();
        versions = new HashSet<>();
        Atom end = walk(body, slot.param(), List.of(), List.of());
        if (end == null || !end.equals(slot.yield()) || others(body.out, end) || !conditionReads(loop, slot)) {
            return;
        }
        var order = new Overwriting(prog, proofs);
        Var last = slot.result();
        for (Point r : reads) {
            var access = (Params.Access) r.eqn.params();
            boolean inside = access.mode() == Params.Mode.PROMISED || order.isInside(r);
            if (inside && writes.stream().noneMatch(w -> order.mayFollow(r, w))) {
                found.put(r.eqn.result(), new Place(last, Params.Access.PROMISED, r.at));
            }
        }
        for (Point w : writes) {
            Atom value = w.eqn.in().get(w.eqn.in().size() - 1);
            if (value instanceof Var v && isBefore(v, w) && writes.stream().noneMatch(x -> order.mayFollow(w, x))) {
                found.putIfAbsent(v, new Place(last, Params.Access.PROMISED, w.at));
            }
        }
    }

    /** True when a while's condition leaves the array alone; what it reads nobody needs again. */
    private boolean conditionReads(Eqn loop, RegionView.Slot slot) {
        if (loop.prim() != Prim.WHILE) {
            return true;
        }
        int read = reads.size();
        int written = writes.size();
        BlockTree.Block condition = prog.top.inner.get(loop).get(0);
        Var seen = slot.params().get(0);
        boolean same = seen.equals(walk(condition, seen, List.of(), List.of()));
        reads.subList(read, reads.size()).clear();
        return same && writes.size() == written;
    }

    /** Whether the value is defined in the block of the update that stores it, behind the indices. */
    private boolean isBefore(Var v, Point w) {
        Eqn e = prog.def(v);
        if (e == null || prog.home(v) != w.block()) {
            return false;
        }
        int position = w.block().position(e);
        for (Atom a : w.at) {
            boolean here = a instanceof Var i && prog.home(i) == w.block() && prog.def(i) != null;
            if (here && w.block().position(prog.def(a)) >= position) {
                return false;
            }
        }
        return true;
    }

    private boolean others(List<Atom> out, Atom but) {
        return out.stream().filter(versions::contains).count() != 1 || !out.contains(but);
    }

    /**
     * Goes through a block at whose begin {@code now} is the array's version; the version at its end, null when the array is used in a way that is not
     * understood.
     */
    private Atom walk(BlockTree.Block b, Atom now, List<BlockTree.Block> around, List<Integer> at) {
        versions.add(now);
        var blocks = new ArrayList<>(around);
        blocks.add(b);
        Atom current = now;
        for (int i = 0; i < b.eqns.size(); i++) {
            Eqn e = b.eqns.get(i);
            var places = new ArrayList<>(at);
            places.add(i);
            List<BlockTree.Block> inner = b.inner.get(e);
            if (inner != null) {
                current = e.prim() == Prim.COND ? branches(e, inner, current, blocks, places) : loop(e, inner, current, blocks, places);
            } else if (e.in().stream().anyMatch(versions::contains)) {
                current = access(e, current, blocks, places);
            }
            if (current == null) {
                return null;
            }
            versions.add(current);
        }
        return current;
    }

    private Atom access(Eqn e, Atom now, List<BlockTree.Block> blocks, List<Integer> places) {
        if (e.prim() == Prim.DIM) {
            return now;
        }
        boolean first = e.in().get(0).equals(now) && e.in().subList(1, e.in().size()).stream().noneMatch(versions::contains);
        int rank = now.type().rank();
        if (first && e.prim() == Prim.INDEX && e.result().type().isScalar()) {
            reads.add(new Point(e, (Var) now, e.in().subList(1, rank + 1), blocks, places));
            return now;
        }
        boolean store = e.prim() == Prim.UPDATE && e.params().equals(Params.Access.PROMISED) && e.in().size() == rank + 2;
        if (first && store) {
            writes.add(new Point(e, (Var) now, e.in().subList(1, rank + 1), blocks, places));
            return e.result();
        }
        return null;
    }

    private Atom loop(Eqn e, List<BlockTree.Block> inner, Atom now, List<BlockTree.Block> blocks, List<Integer> places) {
        if (e.in().stream().anyMatch(a -> versions.contains(a) && !a.equals(now))) {
            return null;
        }
        BlockTree.Block body = inner.get(inner.size() - 1);
        int operand = e.in().indexOf(now);
        if (operand < 0) {
            for (BlockTree.Block b : inner) {
                if (!now.equals(walk(b, now, blocks, places)) || b.out.stream().anyMatch(versions::contains)) {
                    return null;
                }
            }
            return now;
        }
        RegionView.Slot s = RegionView.of(e).carried().stream().filter(x -> x.init().equals(now)).findFirst().orElse(null);
        if (s == null || e.prim() == Prim.WHILE || e.in().lastIndexOf(now) != operand) {
            return null;
        }
        Atom end = walk(body, s.param(), blocks, places);
        return end == null || !end.equals(s.yield()) || others(body.out, end) ? null : s.result();
    }

    private Atom branches(Eqn e, List<BlockTree.Block> inner, Atom now, List<BlockTree.Block> blocks, List<Integer> places) {
        var ends = new ArrayList<Atom>();
        for (BlockTree.Block b : inner) {
            Atom end = walk(b, now, blocks, places);
            if (end == null) {
                return null;
            }
            ends.add(end);
        }
        if (ends.stream().allMatch(now::equals)) {
            return inner.stream().anyMatch(b -> b.out.stream().anyMatch(versions::contains)) ? null : now;
        }
        int result = inner.get(0).out.indexOf(ends.get(0));
        for (int k = 0; k < inner.size(); k++) {
            if (result < 0 || !ends.get(k).equals(inner.get(k).out.get(result)) || others(inner.get(k).out, ends.get(k))) {
                return null;
            }
        }
        return e.out().get(result);
    }
}
