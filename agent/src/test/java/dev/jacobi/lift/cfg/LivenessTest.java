package dev.jacobi.lift.cfg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Which variables are live behind an instruction of a long block is known from a section of the block, not from all that follows. */
class LivenessTest {
    private static AbstractInsnNode[] code(int n, Random r) {
        var insns = new AbstractInsnNode[n];
        for (int i = 0; i < n; i++) {
            int v = r.nextInt(20);
            insns[i] = r.nextInt(9) == 0 ? new IincInsnNode(v, 1) : new VarInsnNode(r.nextBoolean() ? Opcodes.ILOAD : Opcodes.ISTORE, v);
        }
        return insns;
    }

    private static BitSet behind(AbstractInsnNode[] insns, int at, int end, BitSet atEnd) {
        var live = (BitSet) atEnd.clone();
        for (int i = end - 1; i > at; i--) {
            if (insns[i] instanceof VarInsnNode v) {
                live.set(v.var, v.getOpcode() == Opcodes.ILOAD);
            } else if (insns[i] instanceof IincInsnNode v) {
                live.set(v.var);
            }
        }
        return live;
    }

    @Test
    void everyPlaceOfABlockHasWhatALookAtTheRestOfItGives() {
        var random = new Random(7);
        for (int n : new int[] {1, 63, 64, 65, 128, 1000}) {
            AbstractInsnNode[] insns = code(n + 10, random);
            var block = new Cfg.Block(5);
            block.end = 5 + n;
            var next = new Cfg.Block(5 + n);
            next.liveIn.set(3);
            next.liveIn.set(17);
            block.succ.add(next);
            for (int at = block.first; at < block.end; at++) {
                assertEquals(behind(insns, at, block.end, next.liveIn), ControlFlow.liveAfter(block, at, insns), n + " instructions, behind " + at);
            }
            assertEquals(next.liveIn, ControlFlow.liveAfter(block, block.end, insns));
            BitSet[] kept = block.live;
            assertTrue(kept.length <= n / 64 + 2);
            ControlFlow.liveAfter(block, block.first, insns).clear();
            assertEquals(behind(insns, block.first, block.end, next.liveIn), ControlFlow.liveAfter(block, block.first, insns));
            assertSame(kept, block.live);
        }
    }
}
