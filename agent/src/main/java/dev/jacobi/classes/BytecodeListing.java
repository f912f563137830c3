package dev.jacobi.classes;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.util.Textifier;
import org.objectweb.asm.util.TraceMethodVisitor;

/** A listing of one method's bytecode for dumps. */
public final class BytecodeListing {
    private BytecodeListing() {
    }

    /** The instructions of a method, one per line; empty when the class file is not to be had. */
    public static String of(byte[] classFile, String name, String desc) {
        var text = new Textifier();
        if (classFile != null) {
            new ClassReader(classFile).accept(new ClassVisitor(Opcodes.ASM9) {
                @Override
                public MethodVisitor visitMethod(int access, String n, String d, String signature, String[] exceptions) {
                    return n.equals(name) && d.equals(desc) ? new TraceMethodVisitor(text) : null;
                }
            }, ClassReader.SKIP_FRAMES);
        }
        var out = new StringWriter();
        text.print(new PrintWriter(out, true));
        return out.toString();
    }
}
