// Classes and methods with names that class files allow and hardly anybody expects. Made in this JVM, because no file system holds some of them.
package dev.jacobi.robust;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Calls a method of each class some times and prints the sum of the results. */
public final class OddNames {
    /** Half of a surrogate pair, which UTF-8 cannot hold; what turns a terminal red and begins a new line; what turns writing round; markup. */
    static final List<String> NAMES = List.of("half\ud800", "half\udc00", "red\u001bc\nline", "c1\u009b31m", "turned\u202egnp", "\u2028", "a&b\"c'", "tab\tcr\r",
        "\ud83d\ude00", "é", "\uffff", "n".repeat(5000), "n".repeat(4999) + "m");

    private OddNames() {
    }

    private static final class Loader extends ClassLoader {
        Class<?> define(String name, byte[] bytes) {
            return defineClass("odd." + name, bytes, 0, bytes.length);
        }
    }

    /** {@code static int NAME(int n)}: the sum of the numbers below n, or, when {@code io}, a call that cannot be compiled. */
    private static void method(ClassWriter c, String name, boolean io) {
        MethodVisitor m = c.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, name, "(I)I", null, null);
        Label head = new Label();
        Label end = new Label();
        m.visitCode();
        m.visitInsn(Opcodes.ICONST_0);
        m.visitVarInsn(Opcodes.ISTORE, 1);
        if (io) {
            m.visitMethodInsn(Opcodes.INVOKESTATIC, "java/lang/System", "nanoTime", "()J", false);
            m.visitInsn(Opcodes.POP2);
        }
        m.visitLabel(head);
        m.visitVarInsn(Opcodes.ILOAD, 0);
        m.visitJumpInsn(Opcodes.IFLE, end);
        m.visitIincInsn(0, -1);
        m.visitVarInsn(Opcodes.ILOAD, 1);
        m.visitVarInsn(Opcodes.ILOAD, 0);
        m.visitInsn(Opcodes.IADD);
        m.visitVarInsn(Opcodes.ISTORE, 1);
        m.visitJumpInsn(Opcodes.GOTO, head);
        m.visitLabel(end);
        m.visitVarInsn(Opcodes.ILOAD, 1);
        m.visitInsn(Opcodes.IRETURN);
        m.visitMaxs(0, 0);
        m.visitEnd();
    }

    static byte[] bytes(String name) {
        var c = new ClassWriter(ClassWriter.COMPUTE_FRAMES | ClassWriter.COMPUTE_MAXS);
        c.visit(Opcodes.V11, Opcodes.ACC_PUBLIC, "odd/" + name, null, "java/lang/Object", null);
        method(c, name, false);
        method(c, name + "2", true);
        c.visitEnd();
        return c.toByteArray();
    }

    public static void main(String[] args) throws ReflectiveOperationException {
        long sum = 0;
        var loader = new Loader();
        for (String name : NAMES) {
            Class<?> c = loader.define(name, bytes(name));
            var methods = new ArrayList<>(List.of(c.getDeclaredMethods()));
            methods.sort(Comparator.comparing(Method::getName));
            for (Method m : methods) {
                for (int i = 0; i < 3; i++) {
                    sum += (int) m.invoke(null, 10 + i);
                }
            }
        }
        System.out.println("sum " + sum);
    }
}
