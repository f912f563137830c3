package dev.jacobi.lift.cfg;

import dev.jacobi.lift.cfg.Cfg.Block;
import dev.jacobi.lift.cfg.Cfg.Loop;
import dev.jacobi.lift.cfg.Cfg.Test;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.report.ReasonCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Orders the blocks, finds dominators (Cooper, Harvey, Kennedy), loops, and for each block that several ways lead to the place
 * where it is lifted (Ramsey, "Beyond Relooper": behind its immediate dominator; here also behind the loops that are left on the way).
 */
public final class ControlFlow {
    /** Instructions between places of a block whose live variables are kept. */
    private static final int SECTION = 64;

    private ControlFlow() {
    }

    /** Blocks in reverse postorder with everything but {@code liveIn} filled in. */
    static List<Block> order(Block entry, Method method) {
        var post = new ArrayList<Block>();
        postorder(entry, new HashSet<>(), post);
        Collections.reverse(post);
        for (int i = 0; i < post.size(); i++) {
            post.get(i).id = i;
        }
        Map<Block, List<Block>> preds = new HashMap<>();
        for (Block b : post) {
            for (Block s : b.succ) {
                if (!s.doomed) {
                    preds.computeIfAbsent(s, k -> new ArrayList<>()).add(b);
                }
            }
        }
        dominators(post, preds);
        loops(post, preds, method);
        place(post, preds);
        return List.copyOf(post);
    }

    private static void postorder(Block entry, Set<Block> seen, List<Block> post) {
        var path = new ArrayDeque<Block>();
        var left = new ArrayDeque<Iterator<Block>>();
        path.push(entry);
        left.push(entry.succ.iterator());
        seen.add(entry);
        while (!path.isEmpty()) {
            if (!left.peek().hasNext()) {
                post.add(path.pop());
                left.pop();
                continue;
            }
            Block s = left.peek().next();
            if (!s.doomed && seen.add(s)) {
                path.push(s);
                left.push(s.succ.iterator());
            }
        }
    }

    private static void dominators(List<Block> order, Map<Block, List<Block>> preds) {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Block b : order.subList(1, order.size())) {
                Block d = null;
                for (Block p : preds.get(b)) {
                    if (p.id == 0 || p.idom != null) {
                        d = d == null ? p : common(d, p);
                    }
                }
                changed |= d != b.idom;
                b.idom = d;
            }
        }
    }

    private static Block common(Block a, Block b) {
        Block x = a;
        Block y = b;
        while (x != y) {
            if (x.id > y.id) {
                x = x.idom;
            } else {
                y = y.idom;
            }
        }
        return x;
    }

    private static void loops(List<Block> order, Map<Block, List<Block>> preds, Method method) {
        var loops = new HashMap<Block, Loop>();
        for (Block b : order) {
            for (Block s : b.succ) {
                if (s.doomed || s.id > b.id) {
                    continue;
                }
                if (!s.dominates(b)) {
                    throw new Refusal(ReasonCode.IRREDUCIBLE, "a loop has several entries", method.where(b.last));
                }
                Loop l = loops.computeIfAbsent(s, Loop::new);
                l.body.set(s.id);
                var work = new ArrayList<Block>(List.of(b));
                while (!work.isEmpty()) {
                    Block x = work.remove(work.size() - 1);
                    if (!l.body.get(x.id)) {
                        l.body.set(x.id);
                        work.addAll(preds.get(x));
                    }
                }
            }
        }
        // Outer loops have more blocks and are assigned first, so that the innermost one stays.
        var sorted = new ArrayList<>(loops.values());
        sorted.sort((p, q) -> q.body.cardinality() - p.body.cardinality());
        for (Loop l : sorted) {
            l.parent = l.header.loop;
            for (Block b : order) {
                if (l.contains(b)) {
                    b.loop = l;
                }
            }
        }
    }

    private static void place(List<Block> order, Map<Block, List<Block>> preds) {
        for (Block b : order) {
            for (Block p : preds.getOrDefault(b, List.of())) {
                if (p.id < b.id) {
                    b.forwardEdges++;
                    for (Loop l = p.loop; l != null; l = l.parent) {
                        b.placed |= !l.contains(b);
                    }
                }
            }
            b.placed |= b.forwardEdges > 1;
            if (b.placed) {
                Block at = b.idom;
                for (Loop l = at.loop; l != null; l = l.parent) {
                    if (!l.contains(b)) {
                        at = l.header;
                    }
                }
                at.follow.add(b);
            }
        }
    }

    /** Which local variables each block may still read. */
    static void liveness(List<Block> order, AbstractInsnNode[] insns) {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = order.size() - 1; i >= 0; i--) {
                Block b = order.get(i);
                BitSet live = liveOut(b);
                test(b.test, insns, live);
                back(insns, b.first, b.end, live);
                changed |= !live.equals(b.liveIn);
                b.liveIn = live;
            }
        }
    }

    private static BitSet liveOut(Block b) {
        BitSet live = new BitSet();
        b.succ.forEach(s -> live.or(s.liveIn));
        return live;
    }

    private static void test(Test t, AbstractInsnNode[] insns, BitSet live) {
        if (t instanceof Test.Seq s) {
            test(s.test(), insns, live);
            back(insns, s.first(), s.end(), live);
        } else if (t instanceof Test.Both x) {
            test(x.b(), insns, live);
            test(x.a(), insns, live);
        }
    }

    private static void back(AbstractInsnNode[] insns, int first, int end, BitSet live) {
        for (int i = end - 1; i >= first; i--) {
            if (insns[i] instanceof VarInsnNode v) {
                live.set(v.var, v.getOpcode() < Opcodes.ISTORE);
            } else if (insns[i] instanceof IincInsnNode v) {
                live.set(v.var);
            }
        }
    }

    /** The local variables that are still read after instruction {@code at} of the block. */
    public static BitSet liveAfter(Block b, int at, AbstractInsnNode[] insns) {
        if (at < b.first || at >= b.end) {
            BitSet live = liveOut(b);
            test(b.test, insns, live);
            return live;
        }
        if (b.live == null) {
            b.live = sections(b, insns);
        }
        int section = (at + 1 - b.first) / SECTION;
        BitSet live = (BitSet) b.live[section + 1].clone();
        back(insns, at + 1, Math.min(b.end, b.first + (section + 1) * SECTION), live);
        return live;
    }

    /** What is live in front of each section of the block, and last of all at its end: blocks may have thousands of calls, at each of which it is asked for. */
    private static BitSet[] sections(Block b, AbstractInsnNode[] insns) {
        int n = (b.end - b.first) / SECTION + 1;
        var live = new BitSet[n + 1];
        live[n] = liveOut(b);
        test(b.test, insns, live[n]);
        for (int k = n - 1; k >= 0; k--) {
            live[k] = (BitSet) live[k + 1].clone();
            back(insns, b.first + k * SECTION, Math.min(b.end, b.first + (k + 1) * SECTION), live[k]);
        }
        return live;
    }
}
