// What a class file tells about frames of stack traces.
package dev.jacobi.dispatch.late;

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

/**
 * A method's own lines, by which methods of one name are told apart, and those that are in a loop. Where the compiler has left lines out, or a frame has none, every one
 * may be meant.
 */
public record Outline(String name, String desc, BitSet lines, BitSet looped) {
    /** Of a method whose lines are not known. */
    public static Outline unknown() {
        return new Outline("", "", new BitSet(), new BitSet());
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
                var outline = new Outline(name, desc, new BitSet(), new BitSet());
                found.add(outline);
                return new LoopLines(outline);
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

    /** A jump backwards makes a loop of all lines between. */
    private static final class LoopLines extends MethodVisitor {
        private final Outline outline;
        private final List<Integer> order = new ArrayList<>();
        private final Map<Label, Integer> at = new HashMap<>();

        LoopLines(Outline outline) {
            super(Opcodes.ASM9);
            this.outline = outline;
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
            outline.lines().set(line);
        }

        @Override
        public void visitJumpInsn(int opcode, Label target) {
            Integer from = at.get(target);
            if (from != null) {
                order.subList(Math.min(from, order.size()), order.size()).forEach(outline.looped()::set);
            }
        }
    }
}
