package dev.jacobi.dispatch;

import java.util.BitSet;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The lines of one method, which tell methods of one name apart in stack traces. None are known where the compiler has left them out. */
record Lines(BitSet known) {
    boolean has(int line) {
        return known.isEmpty() || known.get(line);
    }

    /** Of a class file, or null when there is none. */
    static Lines of(byte[] bytes, String name, String desc) {
        var lines = new BitSet();
        if (bytes != null) {
            new ClassReader(bytes).accept(new ClassVisitor(Opcodes.ASM9) {
                @Override
                public MethodVisitor visitMethod(int access, String method, String type, String signature, String[] exceptions) {
                    return !method.equals(name) || !type.equals(desc) ? null : new MethodVisitor(Opcodes.ASM9) {
                        @Override
                        public void visitLineNumber(int line, Label start) {
                            lines.set(line);
                        }
                    };
                }
            }, ClassReader.SKIP_FRAMES);
        }
        return new Lines(lines);
    }
}
