package dev.jacobi.vectorize.recursion;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which values of earlier blocks each block needs, itself or further on; its own parameters are not among them. */
final class BlockLiveness {
    private final Map<CallBlocks.Block, Map<Integer, Var>> live = new HashMap<>();

    BlockLiveness(Collection<CallBlocks.Block> blocks) {
        var order = new ArrayList<>(blocks);
        order.forEach(b -> live.put(b, new TreeMap<>()));
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int k = order.size() - 1; k >= 0; k--) {
                Map<Integer, Var> now = before(order.get(k));
                changed |= !now.keySet().equals(live.put(order.get(k), now).keySet());
            }
        }
    }

    /** By number, in the order of their numbers. */
    Collection<Var> of(CallBlocks.Block b) {
        return live.get(b).values();
    }

    private Map<Integer, Var> before(CallBlocks.Block b) {
        Map<Integer, Var> now = new TreeMap<>();
        for (CallBlocks.Block n : b.next()) {
            now.putAll(live.get(n));
        }
        if (b.end instanceof CallBlocks.Jump j) {
            use(j.args(), now);
        } else if (b.end instanceof CallBlocks.Branch x) {
            use(List.of(x.selector()), now);
        } else if (b.end instanceof CallBlocks.Call c) {
            now.keySet().removeAll(ids(c.back().params));
            use(c.args(), now);
        } else if (b.end instanceof CallBlocks.Return r) {
            use(r.values(), now);
        }
        b.body.forEach(e -> now.keySet().removeAll(ids(e.out())));
        Regions.captures(b.body).forEach(v -> now.put(v.id(), v));
        now.keySet().removeAll(ids(b.params));
        return now;
    }

    private static void use(List<? extends Atom> atoms, Map<Integer, Var> now) {
        for (Atom a : atoms) {
            if (a instanceof Var v) {
                now.put(v.id(), v);
            }
        }
    }

    private static Set<Integer> ids(List<Var> vars) {
        return Set.copyOf(vars.stream().map(Var::id).toList());
    }
}
