package dev.jacobi.lift.cfg;

import dev.jacobi.lift.cfg.Cfg.Block;
import dev.jacobi.lift.cfg.Cfg.Kind;
import dev.jacobi.lift.cfg.Cfg.Test;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.report.ReasonCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.JSRInlinerAdapter;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Makes the control flow graph of a method: blocks, doomed blocks, short circuits; {@link ControlFlow} then orders and nests it. */
final class CfgBuilder {
    private final Method method;
    private final InsnList list;
    private final AbstractInsnNode[] insns;
    private final Map<Integer, Block> at = new HashMap<>();
    private final Block exit = new Block(0);

    private CfgBuilder(Method method, InsnList list) {
        this.method = method;
        this.list = list;
        this.insns = list.toArray();
        exit.kind = Kind.EXIT;
    }

    static Cfg build(Method method) {
        MethodNode node = method.code();
        for (AbstractInsnNode i : node.instructions) {
            if (i.getOpcode() == Opcodes.JSR) {
                MethodNode inlined = new MethodNode(Opcodes.ASM9, node.access, node.name, node.desc, null, null);
                node.accept(new JSRInlinerAdapter(inlined, node.access, node.name, node.desc, null, null));
                node = inlined;
                break;
            }
        }
        node = SwitchThreads.thread(node);
        return new CfgBuilder(method, node.instructions).build(node);
    }

    private Cfg build(MethodNode node) {
        Set<Integer> leaders = leaders();
        Block entry = new Block(0);
        at.put(0, entry);
        var all = new LinkedHashSet<Block>(List.of(entry));
        var work = new ArrayList<>(all);
        while (!work.isEmpty()) {
            Block b = work.remove(work.size() - 1);
            fill(b, leaders);
            for (Block s : b.succ) {
                if (all.add(s)) {
                    work.add(s);
                }
            }
        }
        doom(all);
        if (entry.doomed) {
            throw new Refusal(ReasonCode.ALWAYS_THROWS, "no way through it returns", method.where(null));
        }
        var live = new ArrayList<>(all.stream().filter(b -> !b.doomed).toList());
        shortCircuits(live, entry);
        if (entry.first == 0 && live.stream().anyMatch(b -> b.succ.contains(entry))) {
            Block before = new Block(0); // a loop header must not be the entry itself
            before.succ.add(entry);
            live.add(before);
            return finish(before, live, node);
        }
        return finish(entry, live, node);
    }

    private Cfg finish(Block entry, List<Block> live, MethodNode node) {
        for (Block b : live) {
            b.pure = StackEffect.isPure(insns, b.first, b.end, b.kind == Kind.BRANCH ? b.test : null, true);
            b.neutral = StackEffect.isPure(insns, b.first, b.end, b.kind == Kind.BRANCH ? b.test : null, false);
        }
        List<Block> order = ControlFlow.order(entry, method);
        ControlFlow.liveness(order, insns);
        return new Cfg(insns, order, exit, node.maxLocals, node.maxStack + 2);
    }

    private Set<Integer> leaders() {
        var r = new HashSet<Integer>();
        for (AbstractInsnNode i : insns) {
            if (i instanceof JumpInsnNode j) {
                r.add(list.indexOf(j.label));
            } else if (SwitchThreads.isSwitch(i)) {
                SwitchThreads.labels(i).forEach(l -> r.add(list.indexOf(l)));
                r.add(list.indexOf(SwitchThreads.otherwise(i)));
            }
        }
        return r;
    }

    private Block block(int index) {
        return at.computeIfAbsent(index, Block::new);
    }

    private Block block(LabelNode l) {
        return block(list.indexOf(l));
    }

    private void fill(Block b, Set<Integer> leaders) {
        if (b == exit) {
            return;
        }
        for (int i = b.first; i < insns.length; i++) {
            b.end = i;
            if (i > b.first && leaders.contains(i)) {
                b.succ.add(block(i));
                return;
            }
            AbstractInsnNode n = insns[i];
            int op = n.getOpcode();
            if (n instanceof JumpInsnNode j) {
                if (op != Opcodes.GOTO) {
                    b.kind = Kind.BRANCH;
                    b.test = new Test.Jump(j);
                    b.succ.add(block(i + 1));
                }
                b.succ.add(block(j.label));
            } else if (SwitchThreads.isSwitch(n)) {
                b.kind = Kind.SWITCH;
                SwitchThreads.labels(n).forEach(l -> b.succ.add(block(l)));
                b.succ.add(block(SwitchThreads.otherwise(n)));
            } else if (op >= Opcodes.IRETURN && op <= Opcodes.RETURN) {
                b.kind = Kind.RETURN;
                b.succ.add(exit);
            } else if (op != Opcodes.ATHROW && !endsJvm(n)) {
                continue;
            }
            b.last = n;
            return;
        }
        throw new Refusal(ReasonCode.BAD_CODE, "its code runs off the end", method.where(null));
    }

    /** Whether nothing comes behind this call, because it ends the JVM or throws. */
    private static boolean endsJvm(AbstractInsnNode n) {
        return n instanceof MethodInsnNode m && m.desc.equals("(I)V")
            && (m.owner.equals("java/lang/System") && m.name.equals("exit") || m.owner.equals("java/lang/Runtime") && (m.name.equals("exit") || m.name.equals("halt")));
    }

    private void doom(Set<Block> all) {
        var reaches = new HashSet<Block>(List.of(exit));
        boolean more = true;
        while (more) {
            more = false;
            for (Block b : all) {
                more |= !reaches.contains(b) && b.succ.stream().anyMatch(reaches::contains) && reaches.add(b);
            }
        }
        all.forEach(b -> b.doomed = !reaches.contains(b));
    }

    /** {@code a && b} and {@code a || b}: a branch whose one way is a second test with a common way out becomes one branch. */
    private void shortCircuits(List<Block> live, Block entry) {
        boolean again = true;
        while (again) {
            again = false;
            for (Block a : List.copyOf(live)) {
                if (a.kind == Kind.BRANCH && live.contains(a) && join(a, live, entry)) {
                    again = true;
                }
            }
        }
    }

    private boolean join(Block a, List<Block> live, Block entry) {
        for (int side = 0; side < 2; side++) {
            Block b = a.succ.get(side);
            Block z = a.succ.get(1 - side);
            if (b.kind != Kind.BRANCH || b == a || b == z || b == entry || b.doomed || z.doomed || b.succ.get(0) == b.succ.get(1)
                || !b.succ.contains(z) || live.stream().mapToLong(p -> p.succ.stream().filter(s -> s == b).count()).sum() != 1
                || !StackEffect.isPure(insns, b.first, b.end, b.test, false)) {
                continue;
            }
            int sideW = b.succ.indexOf(z) == 0 ? 1 : 0;
            Block w = b.succ.get(sideW);
            a.test = new Test.Both(a.test, side == 1, new Test.Seq(b.first, b.end, b.test), sideW == 1);
            a.succ = new ArrayList<>(List.of(z, w));
            live.remove(b);
            return true;
        }
        return false;
    }
}
