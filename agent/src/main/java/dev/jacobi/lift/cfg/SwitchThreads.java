package dev.jacobi.lift.cfg;

import java.util.HashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/**
 * Switches over patterns with guards: compilers jump back to the switch when a guard is false, with the number of the next label, which makes a loop of what is
 * none. Each such jump gets a switch of its own.
 */
public final class SwitchThreads {
    /** What links switches over patterns. */
    public static final String LINKER = "java/lang/runtime/SwitchBootstraps";
    private SwitchThreads() {
    }

    /** The method, or one like it in which no jump leads to a switch over patterns. */
    static MethodNode thread(MethodNode node) {
        for (AbstractInsnNode n : node.instructions) {
            if (n instanceof InvokeDynamicInsnNode d && d.bsm.getOwner().equals(LINKER)) {
                MethodNode copy = new MethodNode(Opcodes.ASM9, node.access, node.name, node.desc, null, null);
                node.accept(copy);
                jumps(copy.instructions);
                return copy;
            }
        }
        return node;
    }

    private static void jumps(InsnList code) {
        for (AbstractInsnNode n : code.toArray()) {
            InsnList own = n.getOpcode() == Opcodes.GOTO ? pattern((JumpInsnNode) n) : null;
            if (own != null) {
                code.insert(n, own);
                code.remove(n);
            }
        }
    }

    /** A copy of the switch over patterns that a jump leads to, without the labels that were tried before; null when it leads to none, or these are not known. */
    private static InsnList pattern(JumpInsnNode jump) {
        AbstractInsnNode object = next(jump.label);
        AbstractInsnNode from = next(object);
        AbstractInsnNode call = next(from);
        AbstractInsnNode choose = next(call);
        AbstractInsnNode set = previous(jump);
        Integer first = constant(previous(set));
        if (!(object instanceof VarInsnNode && from instanceof VarInsnNode f && call instanceof InvokeDynamicInsnNode d && d.bsm.getOwner().equals(LINKER)
            && set instanceof VarInsnNode s && s.getOpcode() == Opcodes.ISTORE && s.var == f.var && first != null
            && isSwitch(choose))) {
            return null;
        }
        var same = new HashMap<LabelNode, LabelNode>();
        same.put(otherwise(choose), otherwise(choose));
        labels(choose).forEach(l -> same.put(l, l));
        AbstractInsnNode own = choose.clone(same);
        List<Integer> keys = keys(own);
        for (int i = 0; i < keys.size(); i++) {
            if (keys.get(i) < first) {
                labels(own).set(i, otherwise(own));
            }
        }
        InsnList out = new InsnList();
        out.add(object.clone(same));
        out.add(from.clone(same));
        out.add(call.clone(same));
        out.add(own);
        return out;
    }

    /** The keys of a switch, each with a label. */
    public static List<Integer> keys(AbstractInsnNode choose) {
        return choose instanceof TableSwitchInsnNode t ? IntStream.rangeClosed(t.min, t.max).boxed().toList() : ((LookupSwitchInsnNode) choose).keys;
    }

    static boolean isSwitch(AbstractInsnNode n) {
        return n instanceof TableSwitchInsnNode || n instanceof LookupSwitchInsnNode;
    }

    static List<LabelNode> labels(AbstractInsnNode choose) {
        return choose instanceof TableSwitchInsnNode t ? t.labels : ((LookupSwitchInsnNode) choose).labels;
    }

    static LabelNode otherwise(AbstractInsnNode choose) {
        return choose instanceof TableSwitchInsnNode t ? t.dflt : ((LookupSwitchInsnNode) choose).dflt;
    }

    /** The int that an instruction pushes, or null. */
    private static Integer constant(AbstractInsnNode n) {
        return n instanceof IntInsnNode i && n.getOpcode() != Opcodes.NEWARRAY ? (Integer) i.operand
            : n != null && n.getOpcode() >= Opcodes.ICONST_0 && n.getOpcode() <= Opcodes.ICONST_5 ? (Integer) (n.getOpcode() - Opcodes.ICONST_0) : null;
    }

    private static AbstractInsnNode previous(AbstractInsnNode n) {
        AbstractInsnNode at = n == null ? null : n.getPrevious();
        while (at != null && at.getOpcode() < 0 && !(at instanceof LabelNode)) {
            at = at.getPrevious();
        }
        return at;
    }

    private static AbstractInsnNode next(AbstractInsnNode n) {
        AbstractInsnNode at = n == null ? null : n.getNext();
        while (at != null && at.getOpcode() < 0) {
            at = at.getNext();
        }
        return at;
    }
}
