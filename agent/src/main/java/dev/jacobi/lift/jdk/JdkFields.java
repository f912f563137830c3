package dev.jacobi.lift.jdk;

import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.FieldNode;

/** Which fields of the JDK's objects a call can read: those that are public (of a {@code Rectangle}), and those of the kernel of a filter, whose methods give what they hold. */
public final class JdkFields {
    private static final Map<String, String> METHODS = Map.of("java/awt/image/Kernel.width", "getWidth", "java/awt/image/Kernel.height", "getHeight", "java/awt/image/Kernel.xOrigin", "getXOrigin",
        "java/awt/image/Kernel.yOrigin", "getYOrigin", "java/awt/image/Kernel.data", "getKernelData");

    private JdkFields() {
    }

    /** Whether the JDK's class {@code owner} has this field for others to read. */
    public static boolean isRead(String owner, FieldNode field) {
        return (field.access & Opcodes.ACC_PUBLIC) != 0 || method(owner, field.name) != null;
    }

    /** The public method that gives what the field holds, or null: it has no parameters, or, where it gives an array, one for an array to fill, which may be null. */
    public static String method(String owner, String field) {
        return METHODS.get(owner + "." + field);
    }
}
