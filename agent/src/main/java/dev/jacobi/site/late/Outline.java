// What a class file tells about frames of stack traces.
package dev.jacobi.site.late;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.CodeSizeEvaluator;

/**
 * A method's own lines, by which methods of one name are told apart, those that are in a loop, what is called in which, and its length in bytes. Where the compiler
 * has left lines out, or a frame has none, every one may be meant.
 */
public record Outline(String name, String desc, BitSet lines, BitSet looped, Map<Integer, List<Call>> calls, int size) {
    /** A call: the class that it names, with dots, and the method. */
    public record Call(String owner, String name, String desc) {
        String key() {
            return name + desc;
        }
    }

    /** Of a method whose lines are not known. */
    public static Outline unknown() {
        return new Outline("", "", new BitSet(), new BitSet(), Map.of(), 0);
    }

    /** The method in a class file, which may be null. */
    public static Outline of(byte[] classFile, String method, String desc) {
        return classFile == null ? unknown() : of(classFile, method).stream().filter(o -> o.desc().equals(desc)).findFirst().orElseGet(Outline::unknown);
    }

    /** The methods of a name in a class file. No others are read: class files can be large. */
    static List<Outline> of(byte[] classFile, String method) {
        var found = new ArrayList<Outline>(1);
        new ClassReader(classFile).accept(new ClassVisitor(Opcodes.ASM9) {
            @Override
            public MethodVisitor visitMethod(int access, String name, String desc, String signature, String[] exceptions) {
                if (!name.equals(method)) {
                    return null;
                }
                return new Reader(name, desc, found);
            }
        }, ClassReader.SKIP_FRAMES);
        return found;
    }

    /** Whether the line belongs to this method and not to another of its name. */
    public boolean covers(int line) {
        return line < 1 || lines.isEmpty() || lines.get(line);
    }

    /** Whether what the method calls in a line may be called by a loop of it. */
    boolean loops(int line) {
        return covers(line) && (line < 1 || lines.isEmpty() || looped.get(line));
    }

    String key() {
        return name + desc;
    }

    /** Whether it is the same method, though a prologue may have come to it: that has no lines. */
    boolean isOf(Outline o) {
        return key().equals(o.key()) && lines.equals(o.lines) && looped.equals(o.looped);
    }

    /** What is called in a line; where it is not known, in any. */
    List<Call> calls(int line) {
        return line > 0 && !lines.isEmpty() ? calls.getOrDefault(line, List.of()) : calls.values().stream().flatMap(List::stream).toList();
    }

    /** Whether it calls a method of a class whose name, with dots, begins so. */
    public boolean callsAny(String prefix) {
        return calls.values().stream().flatMap(List::stream).anyMatch(c -> c.owner().startsWith(prefix));
    }

    /** Some line of it; -1 where they are not known. */
    int line() {
        return lines.nextSetBit(0);
    }

    /** A jump backwards makes a loop of all lines between. */
    private static final class Reader extends CodeSizeEvaluator {
        private final String name;
        private final String desc;
        private final List<Outline> found;
        private final BitSet lines = new BitSet();
        private final BitSet looped = new BitSet();
        private final Map<Integer, List<Call>> calls = new HashMap<>();
        private final List<Integer> order = new ArrayList<>();
        private final Map<Label, Integer> at = new HashMap<>();

        Reader(String name, String desc, List<Outline> found) {
            super(Opcodes.ASM9, null);
            this.name = name;
            this.desc = desc;
            this.found = found;
        }

        @Override
        public void visitLabel(Label label) {
            // in the middle of a line, unless the next thing said is that one begins here
            at.put(label, Math.max(0, order.size() - 1));
        }

        @Override
        public void visitLineNumber(int line, Label start) {
            at.put(start, order.size());
            order.add(line);
            lines.set(line);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String callee, String descriptor, boolean isInterface) {
            super.visitMethodInsn(opcode, owner, callee, descriptor, isInterface);
            calls.computeIfAbsent(order.isEmpty() ? 0 : order.get(order.size() - 1), k -> new ArrayList<>(1)).add(new Call(owner.replace('/', '.'), callee, descriptor));
        }

        @Override
        public void visitJumpInsn(int opcode, Label target) {
            super.visitJumpInsn(opcode, target);
            Integer from = at.get(target);
            if (from != null) {
                order.subList(Math.min(from, order.size()), order.size()).forEach(looped::set);
            }
        }

        @Override
        public void visitEnd() {
            found.add(new Outline(name, desc, lines, looped, calls, getMinSize()));
        }
    }
}
