package dev.jacobi.agent.build;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.FrameNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;

/**
 * Makes switches over our enums go by the constant's ordinal. javac looks the ordinal up in an array, in a class for each class that has such a switch, so that an enum
 * may be compiled anew without those who use it. Here all are compiled together; loading these classes, and filling arrays for enums of a hundred constants, takes time.
 */
final class EnumSwitches {
    private static final String MAP = "$SwitchMap$";
    private final Map<String, ClassNode> classes;
    /** For each array that javac made, by class and field, what it holds for the constants of its enum. */
    private final Map<String, Map<String, Integer>> arrays = new HashMap<>();

    EnumSwitches(Map<String, ClassNode> classes) {
        this.classes = classes;
        for (ClassNode c : classes.values()) {
            if (c.fields.stream().anyMatch(f -> f.name.startsWith(MAP))) {
                c.methods.stream().filter(m -> m.name.equals("<clinit>")).forEach(this::read);
            }
        }
    }

    /** {@code ARRAY[CONSTANT.ordinal()] = number} */
    private void read(MethodNode m) {
        FieldInsnNode array = null;
        FieldInsnNode constant = null;
        int number = 0;
        for (AbstractInsnNode i : m.instructions) {
            if (i instanceof FieldInsnNode f && f.getOpcode() == Opcodes.GETSTATIC) {
                if (f.name.startsWith(MAP)) {
                    array = f;
                } else {
                    constant = f;
                }
            } else if (i instanceof IntInsnNode n && n.getOpcode() != Opcodes.NEWARRAY) {
                number = n.operand;
            } else if (i.getOpcode() >= Opcodes.ICONST_0 && i.getOpcode() <= Opcodes.ICONST_5) {
                number = i.getOpcode() - Opcodes.ICONST_0;
            } else if (i.getOpcode() == Opcodes.IASTORE) {
                arrays.computeIfAbsent(array.owner + array.name, k -> new HashMap<>()).put(constant.name, number);
            }
        }
    }

    void replace(ClassNode c) {
        for (MethodNode m : c.methods) {
            Deque<FieldInsnNode> open = new ArrayDeque<>();
            for (AbstractInsnNode i : m.instructions.toArray()) {
                if (i instanceof FieldInsnNode f && f.getOpcode() == Opcodes.GETSTATIC && f.name.startsWith(MAP)) {
                    open.push(f);
                } else if (i.getOpcode() == Opcodes.IALOAD && !open.isEmpty() && i.getPrevious() instanceof MethodInsnNode ordinal && ordinal.name.equals("ordinal")) {
                    FieldInsnNode array = open.pop();
                    List<String> constants = constants(ordinal.owner);
                    AbstractInsnNode to = i.getNext();
                    AbstractInsnNode by = constants == null || hasFrames(array, i) ? null : byOrdinal(to, constants, arrays.get(array.owner + array.name));
                    if (by != null) {
                        m.instructions.remove(array);
                        m.instructions.remove(i);
                        m.instructions.set(to, by);
                    }
                }
            }
        }
    }

    /** The constants of an enum of ours in the order of their ordinals, which is that of their fields; null for others. */
    private List<String> constants(String owner) {
        ClassNode c = classes.get(owner);
        return c == null ? null : c.fields.stream().filter(f -> (f.access & Opcodes.ACC_ENUM) != 0 && f.desc.equals(Type.getObjectType(owner).getDescriptor()))
            .map(f -> f.name).toList();
    }

    /** What is switched over is computed with jumps: then frames know of the array on the stack. */
    private static boolean hasFrames(AbstractInsnNode from, AbstractInsnNode to) {
        for (AbstractInsnNode i = from; i != to; i = i.getNext()) {
            if (i instanceof FrameNode) {
                return true;
            }
        }
        return false;
    }

    private static AbstractInsnNode byOrdinal(AbstractInsnNode to, List<String> constants, Map<String, Integer> numbers) {
        Map<Integer, LabelNode> labels = new HashMap<>();
        LabelNode otherwise;
        if (to instanceof TableSwitchInsnNode t) {
            otherwise = t.dflt;
            for (int k = 0; k < t.labels.size(); k++) {
                labels.put(t.min + k, t.labels.get(k));
            }
        } else if (to instanceof LookupSwitchInsnNode t) {
            otherwise = t.dflt;
            for (int k = 0; k < t.labels.size(); k++) {
                labels.put(t.keys.get(k), t.labels.get(k));
            }
        } else {
            return null;
        }
        var cases = new TreeMap<Integer, LabelNode>();
        for (int k = 0; k < constants.size(); k++) {
            LabelNode l = labels.get(numbers.getOrDefault(constants.get(k), 0));
            if (l != null) {
                cases.put(k, l);
            }
        }
        if (cases.isEmpty()) {
            return null;
        }
        int first = cases.firstKey();
        LabelNode[] table = new LabelNode[cases.lastKey() - first + 1];
        Arrays.setAll(table, k -> cases.getOrDefault(first + k, otherwise));
        return new TableSwitchInsnNode(first, cases.lastKey(), otherwise, table);
    }
}
