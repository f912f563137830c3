// Another agent, started after or before Jacobi, which changes classes in the ways that agents and debuggers do.
package dev.jacobi.redefine;

import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassDefinition;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** The only change that it makes is to exchange one int constant of a class for another one. */
public final class LaterAgent implements ClassFileTransformer {
    private static final AtomicReference<Instrumentation> INSTRUMENTATION = new AtomicReference<>();
    private static final LaterAgent TRANSFORMER = new LaterAgent();
    /** By internal name: the constant and what it becomes. */
    private final Map<String, int[]> constants = new ConcurrentHashMap<>();

    /** With the argument {@code transform} it transforms from the start what is named there: {@code internal/Name:from:to}. */
    public static void premain(String args, Instrumentation instrumentation) {
        INSTRUMENTATION.set(instrumentation);
        if (args != null) {
            for (String a : args.split("\\+")) {
                String[] parts = a.split(":");
                TRANSFORMER.constants.put(parts[0], new int[] {Integer.parseInt(parts[1]), Integer.parseInt(parts[2])});
            }
            instrumentation.addTransformer(TRANSFORMER, true);
        }
    }

    /** {@code Instrumentation.redefineClasses}: as a debugger does. */
    static void redefine(Class<?> c, int from, int to) throws Exception {
        redefine(c, null, from, to);
    }

    /** The same in methods of one name only. */
    static void redefine(Class<?> c, String method, int from, int to) throws Exception {
        INSTRUMENTATION.get().redefineClasses(new ClassDefinition(c, changed(file(c), method, from, to)));
    }

    /** A redefinition that the JVM refuses after the transformers have seen it, because a method is missing. */
    static boolean fails(Class<?> c) throws Exception {
        ClassWriter w = new ClassWriter(0);
        w.visit(Opcodes.V17, Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER | Opcodes.ACC_FINAL, c.getName().replace('.', '/'), null, "java/lang/Object", null);
        w.visitEnd();
        try {
            INSTRUMENTATION.get().redefineClasses(new ClassDefinition(c, w.toByteArray()));
            return false;
        } catch (UnsupportedOperationException e) {
            return true;
        }
    }

    /** A transformer that comes now, and {@code Instrumentation.retransformClasses}: as Mockito does. */
    static void retransform(Class<?> c, int from, int to) throws Exception {
        TRANSFORMER.constants.put(c.getName().replace('.', '/'), new int[] {from, to});
        INSTRUMENTATION.get().removeTransformer(TRANSFORMER);
        INSTRUMENTATION.get().addTransformer(TRANSFORMER, true);
        INSTRUMENTATION.get().retransformClasses(c);
    }

    /** The transformer goes, and the class is as it was. */
    static void restore(Class<?> c) throws Exception {
        TRANSFORMER.constants.remove(c.getName().replace('.', '/'));
        INSTRUMENTATION.get().retransformClasses(c);
    }

    static byte[] file(Class<?> c) throws IOException {
        try (InputStream in = c.getResourceAsStream(c.getName().substring(c.getName().lastIndexOf('.') + 1) + ".class")) {
            return in.readAllBytes();
        }
    }

    @Override
    public byte[] transform(ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] bytes) {
        int[] c = name == null ? null : constants.get(name);
        return c == null ? null : changed(bytes, null, c[0], c[1]);
    }

    /** The class file with another constant, in all methods if none is named. */
    static byte[] changed(byte[] bytes, String method, int from, int to) {
        ClassReader reader = new ClassReader(bytes);
        ClassWriter writer = new ClassWriter(0);
        reader.accept(new ClassVisitor(Opcodes.ASM9, writer) {
            @Override
            public MethodVisitor visitMethod(int access, String name, String desc, String signature, String[] exceptions) {
                return new MethodVisitor(Opcodes.ASM9, super.visitMethod(access, name, desc, signature, exceptions)) {
                    @Override
                    public void visitIntInsn(int opcode, int operand) {
                        boolean hit = (method == null || method.equals(name)) && opcode != Opcodes.NEWARRAY && operand == from;
                        super.visitIntInsn(opcode, hit ? to : operand);
                    }
                };
            }
        }, 0);
        return writer.toByteArray();
    }
}
