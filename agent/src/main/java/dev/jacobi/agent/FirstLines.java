package dev.jacobi.agent;

import java.util.HashMap;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The first lines of the methods of a class. The file is read when one is asked for, which few classes need. */
final class FirstLines {
    private final byte[] classFile;
    private Map<String, Integer> lines;

    FirstLines(byte[] classFile) {
        this.classFile = classFile;
    }

    /** The first line of a method, by name and descriptor; 0 where it is not known. */
    int of(String key) {
        if (lines == null) {
            lines = read();
        }
        return lines.getOrDefault(key, 0);
    }

    private Map<String, Integer> read() {
        Map<String, Integer> read = new HashMap<>();
        new ClassReader(classFile).accept(new ClassVisitor(Opcodes.ASM9) {
            @Override
            public MethodVisitor visitMethod(int access, String name, String desc, String signature, String[] exceptions) {
                return new MethodVisitor(Opcodes.ASM9) {
                    @Override
                    public void visitLineNumber(int line, Label start) {
                        read.putIfAbsent(name + desc, line);
                    }
                };
            }
        }, ClassReader.SKIP_FRAMES);
        return read;
    }
}
