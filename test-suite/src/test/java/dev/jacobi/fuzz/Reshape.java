// Rewrites class files into shapes that other compilers than javac make: blocks in another order, branches turned round, no debug information.
package dev.jacobi.fuzz;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.ListIterator;
import java.util.Random;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** The meaning stays the same; everything is decided by the seed. */
final class Reshape {
    private Reshape() {
    }

    /** Another class file for the same class. */
    static byte[] reshape(byte[] classFile, long seed) {
        ClassNode c = new ClassNode();
        new ClassReader(classFile).accept(c, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        Random random = new Random(seed);
        for (MethodNode m : c.methods) {
            if (m.instructions.size() > 0 && m.tryCatchBlocks.isEmpty() && !m.name.startsWith("<")) {
                rewrite(m.instructions, random);
                m.instructions = shuffled(m.instructions, random);
            }
        }
        ClassWriter out = new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
            @Override
            protected String getCommonSuperClass(String a, String b) {
                return "java/lang/Object";
            }
        };
        c.accept(out);
        return out.toByteArray();
    }

    private static void rewrite(InsnList code, Random random) {
        ListIterator<AbstractInsnNode> it = code.iterator();
        while (it.hasNext()) {
            AbstractInsnNode i = it.next();
            if (i instanceof IincInsnNode inc && random.nextBoolean()) {
                it.set(new VarInsnNode(Opcodes.ILOAD, inc.var));
                it.add(new LdcInsnNode(inc.incr));
                it.add(new InsnNode(Opcodes.IADD));
                it.add(new VarInsnNode(Opcodes.ISTORE, inc.var));
            } else if (i instanceof JumpInsnNode jump && jump.getOpcode() != Opcodes.GOTO && random.nextBoolean()) {
                LabelNode past = new LabelNode();
                it.set(new JumpInsnNode(inverse(jump.getOpcode()), past));
                it.add(new JumpInsnNode(Opcodes.GOTO, jump.label));
                it.add(past);
            } else if (i.getOpcode() == Opcodes.ICONST_1 && random.nextBoolean()) {
                it.set(new LdcInsnNode(1));
            } else if (i.getOpcode() == Opcodes.ISUB && random.nextInt(4) == 0) {
                it.set(new InsnNode(Opcodes.INEG));
                it.add(new InsnNode(Opcodes.IADD));
            }
        }
    }

    private static int inverse(int opcode) {
        if (opcode == Opcodes.IFNULL || opcode == Opcodes.IFNONNULL) {
            return opcode == Opcodes.IFNULL ? Opcodes.IFNONNULL : Opcodes.IFNULL;
        }
        // IFEQ/IFNE, IFLT/IFGE, IFGT/IFLE and the comparisons of two values stand in pairs, the first of each pair with an odd number.
        return (opcode & 1) == 1 ? opcode + 1 : opcode - 1;
    }

    /** Cuts the code after each jump and before each label, ends every block with a jump, and puts the blocks in another order. */
    private static InsnList shuffled(InsnList code, Random random) {
        List<List<AbstractInsnNode>> blocks = new ArrayList<>();
        List<AbstractInsnNode> block = new ArrayList<>();
        for (AbstractInsnNode i : code.toArray()) {
            if (i instanceof LabelNode && !block.isEmpty()) {
                blocks.add(block);
                block = new ArrayList<>();
            }
            block.add(i);
        }
        blocks.add(block);
        for (int k = 0; k < blocks.size(); k++) {
            List<AbstractInsnNode> b = blocks.get(k);
            if (!ends(b.get(b.size() - 1))) {
                if (k + 1 == blocks.size()) {
                    // A label behind the last instruction: nothing jumps there.
                    b.add(new InsnNode(Opcodes.ACONST_NULL));
                    b.add(new InsnNode(Opcodes.ATHROW));
                } else {
                    b.add(new JumpInsnNode(Opcodes.GOTO, (LabelNode) blocks.get(k + 1).get(0)));
                }
            }
        }
        Collections.shuffle(blocks.subList(1, blocks.size()), random);
        InsnList result = new InsnList();
        for (AbstractInsnNode i : code.toArray()) {
            code.remove(i);
        }
        blocks.forEach(b -> b.forEach(result::add));
        return result;
    }

    private static boolean ends(AbstractInsnNode i) {
        int op = i.getOpcode();
        return op == Opcodes.GOTO || op >= Opcodes.IRETURN && op <= Opcodes.RETURN || op == Opcodes.ATHROW || op == Opcodes.TABLESWITCH
                || op == Opcodes.LOOKUPSWITCH;
    }
}
